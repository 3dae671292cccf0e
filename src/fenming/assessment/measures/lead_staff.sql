-- grain: institution
-- needs: reported
-- expected: lead_hospital
-- zh: 牵头医院在岗职工(报告了人员收入的机构)
-- en: staff of lead hospitals that report staff income
-- unit: person
SELECT institution_id AS party_id, 'year' AS period, staff AS value FROM {reported} WHERE kind = 'lead_hospital' AND staff_income_fen IS NOT NULL
