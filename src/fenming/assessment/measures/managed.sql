-- grain: unit
-- needs: managed
-- by: condition
-- absent: zero
-- zh: 在管患者数
-- en: patients under management
-- unit: person
SELECT unit_id AS party_id, 'year' AS period, condition AS word, count(*) AS value FROM {managed} GROUP BY ALL
