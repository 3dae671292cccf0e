-- grain: unit
-- needs: chronic_person, chronic_visit
-- absent: zero
-- zh: 已覆盖用药天数
-- en: days of supply covered
-- unit: day
WITH supplied AS (SELECT person_id, sum(supply_days) AS days FROM {chronic_visit} GROUP BY ALL)
SELECT c.unit_id AS party_id, 'year' AS period, sum(least(coalesce(s.days, 0), (DATE '{year}-12-31' - DATE '{year}-01-01' + 1)))::BIGINT AS value
FROM {chronic_person} c LEFT JOIN supplied s USING (person_id)
WHERE (SELECT count(days) > 0 FROM supplied) GROUP BY ALL
