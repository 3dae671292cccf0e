-- grain: unit
-- needs: sample_check
-- by: item_id
-- zh: 抽查份数
-- en: files and services checked
-- unit: file
SELECT unit_id AS party_id, 'year' AS period, item_id AS word, count(*) AS value FROM {sample_check}
WHERE year(checked_on) = {year} GROUP BY ALL
