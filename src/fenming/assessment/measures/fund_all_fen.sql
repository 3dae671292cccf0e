-- grain: unit
-- needs: bill_sum
-- absent: zero
-- zh: 医保基金支出(不含药店)
-- en: fund spent, without pharmacies
-- unit: fen
SELECT unit_id AS party_id, 'year' AS period, coalesce(sum(fund_fen) FILTER (WHERE care_kind <> 'pharmacy'), 0)::BIGINT AS value FROM {bill_sum} GROUP BY ALL
