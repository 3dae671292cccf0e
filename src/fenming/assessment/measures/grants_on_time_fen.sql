-- grain: institution
-- needs: fiscal_grant
-- zh: 按时到位的财政经费
-- en: fiscal money paid in time
-- unit: fen
SELECT institution_id AS party_id, 'year' AS period,
    coalesce(sum(least(coalesce(paid_fen, 0), due_fen)) FILTER (WHERE paid_on <= due_on), 0)::BIGINT AS value
FROM {fiscal_grant} WHERE year(due_on) = {year} GROUP BY ALL
