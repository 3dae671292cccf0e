-- grain: institution
-- needs: reported
-- expected: lead_hospital, township_hospital
-- zh: 实际开放床位
-- en: open beds
-- unit: bed
SELECT institution_id AS party_id, 'year' AS period, open_beds AS value FROM {reported}
