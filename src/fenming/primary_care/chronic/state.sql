-- Patients under management on a day, with what was done for them in its year up to that day. Values in braces are inserted.
-- Same definitions as the measures managed, standard, controlled and registered of an assessment at the year's end.

-- grain: one row per person and condition under management on the day
CREATE TEMP TABLE managed AS
SELECT m.person_id, m.condition, coalesce(u.into_unit_id, m.unit_id) AS unit_id, m.managed_from
FROM {managed_patient} m LEFT JOIN merged u ON u.unit_id = m.unit_id
WHERE m.managed_from <= DATE '{day}' AND (m.managed_to IS NULL OR m.managed_to >= DATE '{day}');

-- grain: one row per person and condition followed up in the year, up to the day
CREATE TEMP TABLE followed AS
SELECT person_id, condition, count(*) AS follow_ups, max(followed_on) AS last_on,
       arg_max(reading, (followed_on, follow_up_id)) FILTER (WHERE reading IS NOT NULL) AS reading,
       arg_max(is_on_target, (followed_on, follow_up_id)) FILTER (WHERE reading IS NOT NULL) AS is_on_target
FROM (SELECT *, CASE
        WHEN condition = 'hypertension' AND systolic_mmhg IS NOT NULL AND diastolic_mmhg IS NOT NULL
          THEN systolic_mmhg < {systolic_below} AND diastolic_mmhg < {diastolic_below}
        WHEN condition = 'diabetes' THEN coalesce(fasting_glucose < {fasting_below}, random_glucose < {random_below}) END AS is_on_target,
      CASE WHEN condition = 'hypertension' AND systolic_mmhg IS NOT NULL AND diastolic_mmhg IS NOT NULL
          THEN {{systolic: systolic_mmhg, diastolic: diastolic_mmhg, fasting: NULL::BIGINT, random: NULL::BIGINT}}
        WHEN condition = 'diabetes' AND coalesce(fasting_glucose, random_glucose) IS NOT NULL
          THEN {{systolic: NULL::BIGINT, diastolic: NULL::BIGINT, fasting: fasting_glucose, random: random_glucose}} END AS reading
      FROM {follow_up} WHERE year(followed_on) = {year} AND followed_on <= DATE '{day}')
GROUP BY ALL;

-- grain: one row per person and condition ever followed up until the day
CREATE TEMP TABLE last_followed AS
SELECT person_id, condition, max(followed_on) AS last_on FROM {follow_up} WHERE followed_on <= DATE '{day}' GROUP BY ALL;

-- grain: one row per person and condition under management; `due` follow-ups of the quarters wholly gone by, `required` of the year
CREATE TEMP TABLE state AS
SELECT m.person_id, m.condition, m.unit_id, m.managed_from, coalesce(f.follow_ups, 0) AS follow_ups, r.per_year AS required,
       r.per_year * (SELECT count(*) FROM quarter_ended q WHERE q.began_on >= m.managed_from) // 4 AS due,
       l.last_on, f.reading, f.is_on_target, r.has_target
FROM managed m LEFT JOIN followed f USING (person_id, condition)
LEFT JOIN last_followed l USING (person_id, condition)
LEFT JOIN required r USING (condition);
