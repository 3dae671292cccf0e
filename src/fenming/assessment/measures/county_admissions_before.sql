-- grain: unit
-- needs: stay
-- absent: zero
-- zh: 上年县域内住院人次
-- en: admissions in the county the year before
-- unit: admission
SELECT s.unit_id AS party_id, 'year' AS period, count(*) FILTER (WHERE s.is_in_county) AS value FROM {stay} s
WHERE s.year = {year} - 1
    AND (SELECT count(DISTINCT month(settled_at)) = 12 FROM {stay} WHERE year = {year} - 1) GROUP BY ALL
