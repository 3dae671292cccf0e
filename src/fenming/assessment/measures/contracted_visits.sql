-- grain: unit
-- needs: contracted_visit
-- absent: zero
-- zh: 签约居民的门诊人次
-- en: outpatient visits of contracted residents
-- unit: visit
SELECT unit_id AS party_id, 'year' AS period, sum(visits)::BIGINT AS value FROM {contracted_visit} GROUP BY ALL
