-- needs: bill, person, institution_place, care_kind
-- zh: 当年慢特病门诊就诊，全额退费的不计
-- en: outpatient visits of registered disease in the year, those refunded whole left out
WITH visit AS (
    SELECT b.row, b.refund_row, b.person_id, b.institution_id, b.settled_at, b.total_fen, b.supply_days
    FROM {bill} b SEMI JOIN (SELECT care_type FROM {care_kind} WHERE word IN ('chronic_outpatient', 'special_chronic', 'two_diseases')) k
        ON k.care_type = b.care_type
    WHERE b.settled_at >= TIMESTAMP '{year}-01-01'),
refund AS (SELECT refund_row AS row, sum(total_fen) AS total_fen FROM visit WHERE refund_row >= 0 GROUP BY ALL)
SELECT v.person_id, coalesce(p.unit_id, '') AS unit_id, coalesce(i.is_primary, false) AS is_primary, v.supply_days
FROM visit v LEFT JOIN refund r ON r.row = v.row LEFT JOIN {person} p ON p.person_id = v.person_id
LEFT JOIN {institution_place} i ON i.institution_id = v.institution_id
WHERE year(v.settled_at) = {year} AND v.refund_row < 0 AND (r.row IS NULL OR v.total_fen + r.total_fen <> 0)
