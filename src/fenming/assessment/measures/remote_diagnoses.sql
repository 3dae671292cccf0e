-- grain: institution
-- needs: reported
-- zh: 远程诊断人次
-- en: remote diagnoses
-- unit: visit
SELECT institution_id AS party_id, 'year' AS period, remote_diagnoses AS value FROM {reported}
