-- grain: institution
-- needs: reported
-- expected: lead_hospital
-- zh: 牵头医院出院人次
-- en: discharges of lead hospitals
-- unit: admission
SELECT institution_id AS party_id, 'year' AS period, discharges AS value FROM {reported} WHERE kind = 'lead_hospital'
