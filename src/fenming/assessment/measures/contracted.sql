-- grain: unit
-- needs: contracted
-- absent: zero
-- zh: 签约居民数
-- en: residents with a contract in force
-- unit: person
SELECT unit_id AS party_id, 'year' AS period, count(*) AS value FROM {contracted} GROUP BY ALL
