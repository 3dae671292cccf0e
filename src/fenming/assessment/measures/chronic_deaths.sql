-- grain: county
-- needs: mortality
-- policy: outcomes.premature_age_from, outcomes.premature_age_to
-- by: age_from
-- zh: 四类慢性病死亡人数(五岁年龄组)
-- en: deaths of the four chronic diseases by five-year age group
-- unit: death
SELECT '' AS party_id, 'year' AS period, age_from AS word, sum(chronic_deaths)::BIGINT AS value FROM {mortality}
WHERE age_from >= {outcomes_premature_age_from} AND age_from < {outcomes_premature_age_to} GROUP BY ALL
