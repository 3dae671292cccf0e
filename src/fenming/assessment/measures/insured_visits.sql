-- grain: unit
-- needs: bill_sum
-- absent: zero
-- zh: 参保人门诊人次
-- en: outpatient visits of the insured
-- unit: visit
SELECT unit_id AS party_id, 'year' AS period, coalesce(sum(visits) FILTER (WHERE care_kind = 'visit'), 0)::BIGINT AS value FROM {bill_sum} GROUP BY ALL
