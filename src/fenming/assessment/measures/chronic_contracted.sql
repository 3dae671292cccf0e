-- grain: unit
-- needs: chronic_person, contracted
-- absent: zero
-- zh: 签约的慢特病登记人数
-- en: persons in the chronic register with a contract in force
-- unit: person
SELECT c.unit_id AS party_id, 'year' AS period, count(t.person_id) AS value FROM {chronic_person} c LEFT JOIN {contracted} t USING (person_id) GROUP BY ALL
