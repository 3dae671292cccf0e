-- grain: unit
-- needs: work_points
-- periods: quarter
-- zh: 应得工分
-- en: work points due
-- unit: point
SELECT unit_id AS party_id, quarter AS period, due AS value FROM {work_points}
UNION ALL
SELECT unit_id, 'year', sum(due)::BIGINT FROM {work_points} GROUP BY unit_id HAVING count(due) = 4
