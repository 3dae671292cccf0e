-- grain: institution
-- needs: reported
-- expected: lead_hospital, township_hospital
-- zh: 中医类诊疗人次
-- en: visits of Chinese medicine
-- unit: visit
SELECT institution_id AS party_id, 'year' AS period, tcm_visits AS value FROM {reported}
