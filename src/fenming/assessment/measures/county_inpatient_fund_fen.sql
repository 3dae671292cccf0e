-- grain: unit
-- needs: stay
-- absent: zero
-- zh: 县域内住院统筹基金支付
-- en: pooled fund paid for stays in the county
-- unit: fen
SELECT s.unit_id AS party_id, 'year' AS period, coalesce(sum(s.pool_fen) FILTER (WHERE s.is_in_county), 0)::BIGINT AS value FROM {stay} s
WHERE s.year = {year} GROUP BY ALL
