-- grain: institution
-- needs: reported
-- expected: lead_hospital
-- zh: 牵头医院人员收入
-- en: staff income of lead hospitals
-- unit: fen
SELECT institution_id AS party_id, 'year' AS period, staff_income_fen AS value FROM {reported} WHERE kind = 'lead_hospital'
