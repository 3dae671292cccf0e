-- grain: unit
-- needs: stay
-- absent: zero
-- zh: 县域内住院人次
-- en: admissions in the county
-- unit: admission
SELECT s.unit_id AS party_id, 'year' AS period, count(*) FILTER (WHERE s.is_in_county) AS value FROM {stay} s GROUP BY ALL
