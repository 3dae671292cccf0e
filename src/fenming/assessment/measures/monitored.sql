-- grain: unit
-- needs: managed, chronic, person, disease_word, follow_up, measurement
-- by: condition
-- absent: zero
-- zh: 每季度均有监测的登记患者数
-- en: registered patients measured in every quarter
-- unit: person
WITH registered AS (
    SELECT person_id, word, arg_min(unit_id, place) AS unit_id FROM (
        SELECT person_id, condition AS word, unit_id, 1 AS place FROM {managed} WHERE condition IN ('hypertension', 'diabetes')
        UNION ALL
        SELECT c.person_id, d.word, coalesce(p.unit_id, ''), 2
        FROM {chronic} c JOIN {disease_word} d ON starts_with(c.disease_id, d.prefix) AND d.word IN ('hypertension', 'diabetes')
        LEFT JOIN {person} p ON p.person_id = c.person_id
        WHERE c.began_on <= DATE '{year}-12-31' AND (c.ended_on IS NULL OR c.ended_on >= DATE '{year}-01-01'))
    GROUP BY ALL),
measured AS (
    SELECT person_id, word FROM (
        SELECT person_id, 'hypertension' AS word, quarter(followed_on) AS quarter FROM {follow_up}
        WHERE year(followed_on) = {year} AND systolic_mmhg IS NOT NULL AND diastolic_mmhg IS NOT NULL
        UNION ALL SELECT person_id, 'diabetes', quarter(followed_on) FROM {follow_up}
        WHERE year(followed_on) = {year} AND coalesce(fasting_glucose, random_glucose) IS NOT NULL
        UNION ALL SELECT person_id, 'hypertension', quarter(measured_on) FROM {measurement}
        WHERE year(measured_on) = {year} AND systolic_mmhg IS NOT NULL AND diastolic_mmhg IS NOT NULL
        UNION ALL SELECT person_id, 'diabetes', quarter(measured_on) FROM {measurement}
        WHERE year(measured_on) = {year} AND coalesce(fasting_glucose, random_glucose) IS NOT NULL)
    GROUP BY ALL HAVING count(DISTINCT quarter) = 4)
SELECT r.unit_id AS party_id, 'year' AS period, r.word, count(m.person_id) AS value
FROM registered r LEFT JOIN measured m USING (person_id, word) GROUP BY ALL
