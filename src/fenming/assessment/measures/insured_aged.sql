-- grain: county
-- needs: person
-- by: age_from
-- zh: 参保人数(五岁年龄组，年末年龄)
-- en: insured persons by five-year age group, by age at the year's end
-- unit: person
SELECT '' AS party_id, 'year' AS period, least(({year} - year(born_on)) // 5 * 5, 85) AS word, count(*) AS value
FROM {person} WHERE status = '1' AND year(born_on) <= {year} GROUP BY ALL
