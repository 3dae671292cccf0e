-- grain: unit
-- needs: chronic_person
-- absent: zero
-- zh: 应覆盖用药天数
-- en: days of supply due
-- unit: day
SELECT unit_id AS party_id, 'year' AS period, count(*) * (DATE '{year}-12-31' - DATE '{year}-01-01' + 1) AS value FROM {chronic_person} GROUP BY ALL
