-- grain: institution
-- needs: reported
-- expected: lead_hospital, township_hospital
-- zh: 医疗收入
-- en: medical income
-- unit: fen
SELECT institution_id AS party_id, 'year' AS period, medical_income_fen AS value FROM {reported}
