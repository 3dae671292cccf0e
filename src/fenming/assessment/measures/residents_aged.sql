-- grain: county
-- needs: mortality
-- policy: outcomes.premature_age_from, outcomes.premature_age_to
-- by: age_from
-- zh: 常住人口(五岁年龄组)
-- en: residents by five-year age group
-- unit: person
SELECT '' AS party_id, 'year' AS period, age_from AS word, sum(residents)::BIGINT AS value FROM {mortality}
WHERE age_from >= {outcomes_premature_age_from} AND age_from < {outcomes_premature_age_to} GROUP BY ALL HAVING count(residents) = count(*) AND (sum(residents) > 0 OR sum(chronic_deaths) = 0)
