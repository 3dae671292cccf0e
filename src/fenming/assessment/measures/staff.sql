-- grain: institution
-- needs: reported
-- expected: lead_hospital, township_hospital
-- zh: 在岗职工
-- en: staff
-- unit: person
SELECT institution_id AS party_id, 'year' AS period, staff AS value FROM {reported}
