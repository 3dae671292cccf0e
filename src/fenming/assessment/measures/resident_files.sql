-- grain: unit
-- needs: resident_file
-- absent: zero
-- zh: 居民健康档案数
-- en: residents' health files
-- unit: file
SELECT unit_id AS party_id, 'year' AS period, count(*) AS value FROM {resident_file}
WHERE opened_on <= DATE '{year}-12-31' GROUP BY ALL
