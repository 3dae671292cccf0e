-- grain: unit
-- needs: stay, chronic_person
-- absent: zero
-- zh: 慢特病登记人群县域内住院人次
-- en: admissions in the county of persons in the chronic register
-- unit: admission
SELECT c.unit_id AS party_id, 'year' AS period, count(*) FILTER (WHERE s.is_in_county) AS value FROM {stay} s JOIN {chronic_person} c USING (person_id) GROUP BY ALL
