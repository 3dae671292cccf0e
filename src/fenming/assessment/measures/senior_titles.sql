-- grain: institution
-- needs: reported
-- expected: lead_hospital, township_hospital
-- zh: 高级职称人数
-- en: staff of senior title
-- unit: person
SELECT institution_id AS party_id, 'year' AS period, senior_titles AS value FROM {reported}
