-- grain: unit
-- needs: managed, chronic, person, disease_word
-- by: condition
-- absent: zero
-- zh: 登记患者数(医保登记或公卫在管)
-- en: patients registered with the insurance or under management
-- unit: person
WITH registered AS (
    SELECT person_id, word, arg_min(unit_id, place) AS unit_id FROM (
        SELECT person_id, condition AS word, unit_id, 1 AS place FROM {managed} WHERE condition IN ('hypertension', 'diabetes')
        UNION ALL
        SELECT c.person_id, d.word, coalesce(p.unit_id, ''), 2
        FROM {chronic} c JOIN {disease_word} d ON starts_with(c.disease_id, d.prefix) AND d.word IN ('hypertension', 'diabetes')
        LEFT JOIN {person} p ON p.person_id = c.person_id
        WHERE c.began_on <= DATE '{year}-12-31' AND (c.ended_on IS NULL OR c.ended_on >= DATE '{year}-01-01'))
    GROUP BY ALL)
SELECT unit_id AS party_id, 'year' AS period, word, count(*) AS value FROM registered GROUP BY ALL
