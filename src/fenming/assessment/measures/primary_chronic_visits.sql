-- grain: unit
-- needs: chronic_visit
-- absent: zero
-- zh: 基层慢特病门诊人次
-- en: outpatient visits of registered disease at primary institutions
-- unit: visit
SELECT unit_id AS party_id, 'year' AS period, count(*) FILTER (WHERE is_primary) AS value FROM {chronic_visit} GROUP BY ALL
