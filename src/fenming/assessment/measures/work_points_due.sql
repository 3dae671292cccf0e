-- grain: unit
-- needs: work_points
-- periods: quarter
-- zh: 应得工分
-- en: work points due
-- unit: point
SELECT unit_id AS party_id, quarter AS period, due AS value FROM {work_points}
