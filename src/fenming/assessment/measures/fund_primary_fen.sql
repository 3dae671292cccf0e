-- grain: unit
-- needs: bill_sum
-- absent: zero
-- zh: 基层机构医保基金支出(不含药店)
-- en: fund spent at primary institutions, without pharmacies
-- unit: fen
SELECT unit_id AS party_id, 'year' AS period, coalesce(sum(fund_fen) FILTER (WHERE is_primary AND care_kind <> 'pharmacy'), 0)::BIGINT AS value FROM {bill_sum} GROUP BY ALL
