-- grain: institution
-- needs: reported
-- expected: township_hospital
-- zh: 基层医疗收入
-- en: medical income of primary institutions
-- unit: fen
SELECT institution_id AS party_id, 'year' AS period, medical_income_fen AS value FROM {reported} WHERE is_primary
