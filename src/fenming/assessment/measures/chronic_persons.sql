-- grain: unit
-- needs: chronic_person
-- absent: zero
-- zh: 慢特病登记人数
-- en: persons in the chronic register
-- unit: person
SELECT unit_id AS party_id, 'year' AS period, count(*) AS value FROM {chronic_person} GROUP BY ALL
