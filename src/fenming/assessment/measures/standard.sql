-- grain: unit
-- needs: managed, follow_up, follow_up_rule
-- by: condition
-- absent: zero
-- zh: 规范管理人数
-- en: patients managed to the standard
-- unit: person
WITH followed AS (
    SELECT person_id, condition, count(*) AS times FROM {follow_up} WHERE year(followed_on) = {year} GROUP BY ALL)
SELECT m.unit_id AS party_id, 'year' AS period, m.condition AS word, count(*) FILTER (WHERE f.times >= r.per_year) AS value
FROM {managed} m JOIN {follow_up_rule} r USING (condition) LEFT JOIN followed f USING (person_id, condition)
WHERE m.condition IN (SELECT condition FROM followed) GROUP BY ALL
