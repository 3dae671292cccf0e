-- grain: institution
-- needs: reported
-- expected: lead_hospital, township_hospital
-- zh: 人员支出
-- en: staff cost
-- unit: fen
SELECT institution_id AS party_id, 'year' AS period, staff_cost_fen AS value FROM {reported}
