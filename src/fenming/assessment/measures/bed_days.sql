-- grain: institution
-- needs: reported
-- expected: lead_hospital, township_hospital
-- zh: 实际占用床日
-- en: bed-days used
-- unit: day
SELECT institution_id AS party_id, 'year' AS period, bed_days AS value FROM {reported}
