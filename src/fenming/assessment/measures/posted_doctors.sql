-- grain: institution
-- needs: posting, institution_place
-- policy: assessment.posting_days_min
-- absent: zero
-- zh: 派驻基层满半年的中级及以上医师
-- en: doctors of middle title or above posted to primary care for half a year
-- unit: person
WITH inside AS (
    SELECT staff_id, to_institution_id, title,
        least(coalesce(ended_on, DATE '{year}-12-31'), DATE '{year}-12-31') - greatest(began_on, DATE '{year}-01-01') + 1 AS days
    FROM {posting} WHERE began_on <= DATE '{year}-12-31' AND coalesce(ended_on, DATE '{year}-12-31') >= DATE '{year}-01-01'),
whole AS (
    SELECT w.staff_id, arg_max(w.to_institution_id, (w.days, w.to_institution_id)) AS institution_id, sum(w.days) AS days
    FROM inside w JOIN {institution_place} i ON i.institution_id = w.to_institution_id
    WHERE i.is_primary AND w.title IN ('middle', 'senior') GROUP BY w.staff_id)
SELECT institution_id AS party_id, 'year' AS period, count(*) AS value FROM whole WHERE days >= {assessment_posting_days_min} GROUP BY ALL
