-- grain: unit
-- needs: unit_resident
-- zh: 常住人口
-- en: residents
-- unit: person
SELECT unit_id AS party_id, 'year' AS period, residents AS value FROM {unit_resident}
