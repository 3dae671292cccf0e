-- grain: unit
-- needs: contracted_visit
-- absent: zero
-- zh: 签约居民在本单元卫生室或所属卫生院的门诊人次
-- en: outpatient visits of contracted residents at their own unit's clinic or township hospital
-- unit: visit
SELECT unit_id AS party_id, 'year' AS period, coalesce(sum(visits) FILTER (WHERE is_home), 0)::BIGINT AS value FROM {contracted_visit} GROUP BY ALL
