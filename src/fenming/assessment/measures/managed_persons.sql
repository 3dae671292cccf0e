-- grain: unit
-- needs: managed_person
-- absent: zero
-- zh: 慢性病健康管理人数
-- en: persons under chronic management
-- unit: person
SELECT unit_id AS party_id, 'year' AS period, count(*) AS value FROM {managed_person} GROUP BY ALL
