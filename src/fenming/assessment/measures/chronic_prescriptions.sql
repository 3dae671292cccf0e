-- grain: unit
-- needs: chronic_visit
-- absent: zero
-- zh: 写明用药天数的慢特病门诊人次
-- en: outpatient visits of registered disease that state days of supply
-- unit: visit
SELECT unit_id AS party_id, 'year' AS period, coalesce(count(supply_days), 0)::BIGINT AS value FROM {chronic_visit}
WHERE (SELECT count(supply_days) > 0 FROM {chronic_visit}) GROUP BY ALL
