-- needs: chronic, person
-- zh: 当年任一日有慢特病登记的人，一人一行
-- en: persons in the insurance's chronic register on some day of the year, each once
SELECT DISTINCT c.person_id, coalesce(p.unit_id, '') AS unit_id
FROM {chronic} c LEFT JOIN {person} p ON p.person_id = c.person_id
WHERE c.began_on <= DATE '{year}-12-31' AND (c.ended_on IS NULL OR c.ended_on >= DATE '{year}-01-01')
