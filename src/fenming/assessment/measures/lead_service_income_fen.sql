-- grain: institution
-- needs: reported
-- expected: lead_hospital
-- zh: 牵头医院医疗服务收入
-- en: income of medical services of lead hospitals
-- unit: fen
SELECT institution_id AS party_id, 'year' AS period, service_income_fen AS value FROM {reported} WHERE kind = 'lead_hospital'
