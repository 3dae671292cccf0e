-- grain: institution
-- needs: reported
-- zh: 总诊疗人次
-- en: visits
-- unit: visit
SELECT institution_id AS party_id, 'year' AS period, visits AS value FROM {reported}
