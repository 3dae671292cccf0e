-- grain: institution
-- needs: reported
-- expected: township_hospital
-- zh: 基层人员收入
-- en: staff income of primary institutions
-- unit: fen
SELECT institution_id AS party_id, 'year' AS period, staff_income_fen AS value FROM {reported} WHERE is_primary
