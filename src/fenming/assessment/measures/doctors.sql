-- grain: institution
-- needs: reported
-- expected: lead_hospital, township_hospital
-- zh: 执业医师
-- en: doctors
-- unit: person
SELECT institution_id AS party_id, 'year' AS period, doctors AS value FROM {reported}
