-- grain: unit
-- needs: unit_history
-- zh: 上年参保人数
-- en: insured persons the year before
-- unit: person
SELECT unit_id AS party_id, 'year' AS period, heads AS value FROM {unit_history} WHERE year = {year} - 1
