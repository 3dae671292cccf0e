-- grain: unit
-- needs: bill_sum
-- absent: zero
-- zh: 医疗总费用
-- en: medical spend
-- unit: fen
SELECT unit_id AS party_id, 'year' AS period, sum(total_fen)::BIGINT AS value FROM {bill_sum} GROUP BY ALL
