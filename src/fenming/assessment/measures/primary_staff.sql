-- grain: institution
-- needs: reported
-- expected: township_hospital
-- zh: 基层在岗职工(报告了人员收入的机构)
-- en: staff of primary institutions that report staff income
-- unit: person
SELECT institution_id AS party_id, 'year' AS period, staff AS value FROM {reported} WHERE is_primary AND staff_income_fen IS NOT NULL
