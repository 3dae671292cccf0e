-- grain: unit
-- needs: listed_stay
-- absent: zero
-- zh: 县域内住院人次(结算清单)
-- en: stays in the county by settlement list
-- unit: admission
SELECT unit_id AS party_id, 'year' AS period, count(*) AS value
FROM {listed_stay} WHERE year = {year} AND months = 12 GROUP BY ALL
