-- grain: institution
-- needs: reported
-- expected: lead_hospital, township_hospital
-- zh: 县域内诊疗人次
-- en: visits in the county
-- unit: visit
SELECT institution_id AS party_id, 'year' AS period, visits AS value FROM {reported} WHERE is_in_county
