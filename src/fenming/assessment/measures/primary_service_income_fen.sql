-- grain: institution
-- needs: reported
-- expected: township_hospital
-- zh: 基层医疗服务收入
-- en: income of medical services of primary institutions
-- unit: fen
SELECT institution_id AS party_id, 'year' AS period, service_income_fen AS value FROM {reported} WHERE is_primary
