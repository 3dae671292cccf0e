-- grain: institution
-- needs: satisfaction
-- by: surveyed
-- zh: 满意人数
-- en: persons satisfied
-- unit: person
SELECT institution_id AS party_id, 'year' AS period, surveyed AS word, satisfied AS value FROM {satisfaction} WHERE year = {year}
