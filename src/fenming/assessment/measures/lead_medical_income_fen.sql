-- grain: institution
-- needs: reported
-- expected: lead_hospital
-- zh: 牵头医院医疗收入
-- en: medical income of lead hospitals
-- unit: fen
SELECT institution_id AS party_id, 'year' AS period, medical_income_fen AS value FROM {reported} WHERE kind = 'lead_hospital'
