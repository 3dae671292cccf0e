-- grain: unit
-- needs: managed, follow_up
-- policy: chronic.follow_ups_per_year
-- by: condition
-- absent: zero
-- zh: 规范管理人数
-- en: patients managed to the standard
-- unit: person
WITH followed AS (
    SELECT person_id, condition, count(*) AS times FROM {follow_up} WHERE year(followed_on) = {year} GROUP BY ALL)
SELECT m.unit_id AS party_id, 'year' AS period, m.condition AS word,
    count(*) FILTER (WHERE f.times >= CASE m.condition
        WHEN 'hypertension' THEN {chronic_follow_ups_per_year_hypertension} ELSE {chronic_follow_ups_per_year_diabetes} END) AS value
FROM {managed} m LEFT JOIN followed f USING (person_id, condition)
WHERE m.condition IN ('hypertension', 'diabetes') AND (SELECT count(*) > 0 FROM followed) GROUP BY ALL
