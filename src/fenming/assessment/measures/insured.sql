-- grain: unit
-- needs: person
-- absent: zero
-- zh: 参保人数
-- en: insured persons
-- unit: person
SELECT unit_id AS party_id, 'year' AS period, count(*) AS value FROM {person} WHERE status = '1' GROUP BY ALL
