-- grain: institution
-- needs: reported
-- expected: lead_hospital, township_hospital
-- zh: 出院人次
-- en: discharges
-- unit: admission
SELECT institution_id AS party_id, 'year' AS period, discharges AS value FROM {reported}
