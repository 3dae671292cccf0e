-- grain: institution
-- needs: reported
-- expected: lead_hospital, township_hospital
-- zh: 中医类医师
-- en: doctors of Chinese medicine
-- unit: person
SELECT institution_id AS party_id, 'year' AS period, tcm_doctors AS value FROM {reported}
