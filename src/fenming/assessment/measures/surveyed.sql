-- grain: institution
-- needs: satisfaction
-- by: surveyed
-- zh: 满意度调查人数
-- en: persons surveyed
-- unit: person
SELECT institution_id AS party_id, 'year' AS period, surveyed AS word, sampled AS value FROM {satisfaction} WHERE year = {year}
