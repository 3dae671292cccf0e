-- grain: county
-- needs: person, stay
-- by: age_from
-- zh: 参保人住院人次(五岁年龄组，年末年龄)
-- en: admissions of the insured by five-year age group, by age at the year's end
-- unit: admission
SELECT '' AS party_id, 'year' AS period, least(({year} - year(p.born_on)) // 5 * 5, 85) AS word, count(s.person_id) AS value
FROM {person} p LEFT JOIN {stay} s USING (person_id) WHERE p.status = '1' AND year(p.born_on) <= {year} GROUP BY ALL
