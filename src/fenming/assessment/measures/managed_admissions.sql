-- grain: unit
-- needs: stay, managed_person
-- absent: zero
-- zh: 慢性病健康管理人群住院人次
-- en: admissions of persons under chronic management
-- unit: admission
SELECT m.unit_id AS party_id, 'year' AS period, count(*) AS value FROM {stay} s JOIN {managed_person} m USING (person_id) GROUP BY ALL
