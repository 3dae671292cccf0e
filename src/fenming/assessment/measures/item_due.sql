-- grain: unit
-- needs: item_count
-- by: item_id
-- zh: 公卫项目应服务数
-- en: public-health services due
-- unit: service
SELECT unit_id AS party_id, 'year' AS period, item_id AS word, due AS value FROM {item_count} WHERE year = {year}
