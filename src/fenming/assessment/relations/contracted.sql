-- needs: contract
-- zh: 年末有有效签约的居民，一人一行，归最近签约的单元
-- en: residents with a contract in force on the last day of the year, each once, with the unit of the latest
SELECT person_id, arg_max(unit_id, (began_on, contract_id)) AS unit_id FROM {contract}
WHERE began_on <= DATE '{year}-12-31' AND (ended_on IS NULL OR ended_on >= DATE '{year}-12-31')
GROUP BY person_id
