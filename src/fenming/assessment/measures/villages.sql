-- grain: institution
-- needs: reported
-- expected: village_clinic, community_station
-- zh: 村级机构数(报告了心电能力)
-- en: village clinics and stations that say whether they have ECG
-- unit: institution
SELECT institution_id AS party_id, 'year' AS period, 1 AS value FROM {reported} WHERE kind IN ('village_clinic', 'community_station') AND has_ecg IS NOT NULL
