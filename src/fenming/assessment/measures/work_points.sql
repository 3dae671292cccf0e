-- grain: unit
-- needs: work_points
-- periods: quarter
-- zh: 得分工分
-- en: work points earned
-- unit: point
SELECT unit_id AS party_id, quarter AS period, points AS value FROM {work_points}
UNION ALL
SELECT unit_id, 'year', sum(points)::BIGINT FROM {work_points} GROUP BY unit_id HAVING count(points) = 4
