-- needs: case, person, institution_place
-- zh: 当年与上年县域内住院的结算清单，及该年有清单的月数
-- en: settlement lists of stays in the county this year and the one before, with the months of that year that have any
SELECT year(c.discharged_on) AS year, coalesce(p.unit_id, '') AS unit_id, c.total_fen,
    count(DISTINCT month(c.discharged_on)) OVER (PARTITION BY year(c.discharged_on)) AS months
FROM {case} c JOIN {institution_place} i ON i.institution_id = c.institution_id AND i.is_in_county
LEFT JOIN {person} p ON p.person_id = c.person_id
WHERE year(c.discharged_on) IN ({year}, {year} - 1)
