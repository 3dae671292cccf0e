-- grain: institution
-- needs: reported
-- expected: lead_hospital, township_hospital
-- zh: 总支出
-- en: spend
-- unit: fen
SELECT institution_id AS party_id, 'year' AS period, spend_fen AS value FROM {reported}
