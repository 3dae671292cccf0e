-- grain: unit
-- needs: stay
-- absent: zero
-- zh: 住院人次
-- en: admissions
-- unit: admission
SELECT s.unit_id AS party_id, 'year' AS period, count(*) AS value FROM {stay} s GROUP BY ALL
