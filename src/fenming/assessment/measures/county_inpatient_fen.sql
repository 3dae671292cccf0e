-- grain: unit
-- needs: stay
-- absent: zero
-- zh: 县域内住院费用
-- en: inpatient cost in the county
-- unit: fen
SELECT s.unit_id AS party_id, 'year' AS period, coalesce(sum(s.total_fen) FILTER (WHERE s.is_in_county), 0)::BIGINT AS value FROM {stay} s GROUP BY ALL
