-- grain: unit
-- needs: chronic_visit
-- absent: zero
-- zh: 基层慢特病门诊用药天数
-- en: days of supply at primary institutions
-- unit: day
SELECT unit_id AS party_id, 'year' AS period, coalesce(sum(supply_days) FILTER (WHERE is_primary), 0)::BIGINT AS value FROM {chronic_visit}
WHERE (SELECT count(supply_days) > 0 FROM {chronic_visit}) GROUP BY ALL
