-- grain: unit
-- needs: chronic_visit
-- absent: zero
-- zh: 长处方人次
-- en: long prescriptions
-- unit: visit
SELECT unit_id AS party_id, 'year' AS period, count(*) FILTER (WHERE supply_days >= 28) AS value FROM {chronic_visit}
WHERE (SELECT count(supply_days) > 0 FROM {chronic_visit}) GROUP BY ALL
