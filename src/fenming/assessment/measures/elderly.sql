-- grain: unit
-- needs: person
-- absent: zero
-- zh: 65岁及以上参保人数
-- en: insured persons aged 65 and over
-- unit: person
SELECT unit_id AS party_id, 'year' AS period, count(*) AS value FROM {person}
WHERE status = '1' AND born_on <= DATE '{year}-12-31' - INTERVAL 65 YEAR GROUP BY ALL
