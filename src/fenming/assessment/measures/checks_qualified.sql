-- grain: unit
-- needs: sample_check
-- by: item_id
-- zh: 抽查合格份数
-- en: checked and qualified
-- unit: file
SELECT unit_id AS party_id, 'year' AS period, item_id AS word, count(*) FILTER (WHERE outcome = 'qualified') AS value FROM {sample_check}
WHERE year(checked_on) = {year} GROUP BY ALL
