-- grain: institution
-- needs: reported
-- expected: lead_hospital, township_hospital
-- zh: 收支结余
-- en: surplus
-- unit: fen
SELECT institution_id AS party_id, 'year' AS period, revenue_fen - spend_fen AS value FROM {reported}
