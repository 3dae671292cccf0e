-- grain: unit
-- needs: chronic_visit
-- absent: zero
-- zh: 慢特病门诊人次
-- en: outpatient visits of registered disease
-- unit: visit
SELECT unit_id AS party_id, 'year' AS period, count(*) AS value FROM {chronic_visit} GROUP BY ALL
