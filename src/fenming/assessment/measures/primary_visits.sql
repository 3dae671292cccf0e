-- grain: institution
-- needs: reported
-- expected: township_hospital
-- zh: 基层诊疗人次
-- en: visits at primary institutions
-- unit: visit
SELECT institution_id AS party_id, 'year' AS period, visits AS value FROM {reported} WHERE is_primary
