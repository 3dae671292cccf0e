-- grain: unit
-- needs: bill_sum
-- absent: zero
-- zh: 一般人群统筹基金支出
-- en: pooled fund spent that is not chronic
-- unit: fen
SELECT unit_id AS party_id, 'year' AS period, coalesce(sum(pool_fen) FILTER (WHERE NOT is_chronic), 0)::BIGINT AS value FROM {bill_sum} GROUP BY ALL
