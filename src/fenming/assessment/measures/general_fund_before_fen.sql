-- grain: unit
-- needs: unit_history
-- zh: 上年一般人群统筹基金支出
-- en: pooled fund spent that was not chronic, the year before
-- unit: fen
SELECT unit_id AS party_id, 'year' AS period, general_fen AS value FROM {unit_history} WHERE year = {year} - 1
