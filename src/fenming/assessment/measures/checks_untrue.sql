-- grain: unit
-- needs: sample_check
-- by: item_id
-- zh: 抽查不真实份数(失访计为不真实)
-- en: checked and untrue (lost ones count as untrue)
-- unit: file
SELECT unit_id AS party_id, 'year' AS period, item_id AS word, count(*) FILTER (WHERE outcome IN ('untrue', 'lost')) AS value FROM {sample_check}
WHERE year(checked_on) = {year} GROUP BY ALL
