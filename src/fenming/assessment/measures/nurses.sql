-- grain: institution
-- needs: reported
-- expected: lead_hospital, township_hospital
-- zh: 注册护士
-- en: nurses
-- unit: person
SELECT institution_id AS party_id, 'year' AS period, nurses AS value FROM {reported}
