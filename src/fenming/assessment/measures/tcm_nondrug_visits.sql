-- grain: institution
-- needs: reported
-- zh: 中医非药物疗法人次
-- en: visits with non-drug Chinese medicine
-- unit: visit
SELECT institution_id AS party_id, 'year' AS period, tcm_nondrug_visits AS value FROM {reported}
