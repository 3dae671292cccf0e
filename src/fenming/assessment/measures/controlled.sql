-- grain: unit
-- needs: managed, follow_up
-- policy: chronic.systolic_below, chronic.diastolic_below, chronic.fasting_below, chronic.random_below
-- by: condition
-- absent: zero
-- zh: 控制达标人数(当年末次随访)
-- en: patients on target at their last follow-up of the year
-- unit: person
WITH reading AS (
    SELECT person_id, condition, arg_max(
        CASE condition
            WHEN 'hypertension' THEN systolic_mmhg < {chronic_systolic_below} AND diastolic_mmhg < {chronic_diastolic_below}
            WHEN 'diabetes' THEN coalesce(fasting_glucose < {chronic_fasting_below}, random_glucose < {chronic_random_below}) END,
        (followed_on, follow_up_id)) AS is_on_target
    FROM {follow_up}
    WHERE year(followed_on) = {year} AND (
        (condition = 'hypertension' AND systolic_mmhg IS NOT NULL AND diastolic_mmhg IS NOT NULL)
        OR (condition = 'diabetes' AND coalesce(fasting_glucose, random_glucose) IS NOT NULL))
    GROUP BY ALL)
SELECT m.unit_id AS party_id, 'year' AS period, m.condition AS word, count(*) FILTER (WHERE r.is_on_target) AS value
FROM {managed} m LEFT JOIN reading r USING (person_id, condition)
WHERE m.condition IN (SELECT condition FROM reading) GROUP BY ALL
