-- grain: unit
-- needs: bill_sum
-- absent: zero
-- zh: 县域内机构医保基金支出(不含药店)
-- en: fund spent at institutions of the county, without pharmacies
-- unit: fen
SELECT unit_id AS party_id, 'year' AS period, coalesce(sum(fund_fen) FILTER (WHERE is_in_county AND care_kind <> 'pharmacy'), 0)::BIGINT AS value FROM {bill_sum} GROUP BY ALL
