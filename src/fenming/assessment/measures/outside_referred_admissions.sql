-- grain: unit
-- needs: stay
-- absent: zero
-- zh: 经转诊或急诊备案的县外住院人次
-- en: admissions outside the county that were referred
-- unit: admission
SELECT s.unit_id AS party_id, 'year' AS period, count(*) FILTER (WHERE NOT s.is_in_county AND s.is_referred) AS value FROM {stay} s GROUP BY ALL
