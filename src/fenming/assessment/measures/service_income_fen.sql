-- grain: institution
-- needs: reported
-- expected: lead_hospital, township_hospital
-- zh: 医疗服务收入
-- en: income of medical services
-- unit: fen
SELECT institution_id AS party_id, 'year' AS period, service_income_fen AS value FROM {reported}
