-- grain: unit
-- needs: chronic_person
-- policy: budget.chronic_quota_per_head
-- absent: zero
-- zh: 慢病定额
-- en: chronic quota
-- unit: fen
SELECT unit_id AS party_id, 'year' AS period, count(*) * {budget_chronic_quota_per_head} AS value FROM {chronic_person} GROUP BY ALL
