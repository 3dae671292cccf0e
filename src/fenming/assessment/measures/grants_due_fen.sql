-- grain: institution
-- needs: fiscal_grant
-- zh: 应拨财政经费
-- en: fiscal money due
-- unit: fen
SELECT institution_id AS party_id, 'year' AS period, sum(due_fen)::BIGINT AS value FROM {fiscal_grant} WHERE year(due_on) = {year} GROUP BY ALL
