-- grain: institution
-- needs: reported
-- zh: 可做心电的村级机构数
-- en: village clinics and stations with ECG
-- unit: institution
SELECT institution_id AS party_id, 'year' AS period, has_ecg::INTEGER AS value FROM {reported} WHERE kind IN ('village_clinic', 'community_station') AND has_ecg IS NOT NULL
