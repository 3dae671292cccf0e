-- needs: bill, contracted, unit_place, merged_unit, care_kind
-- zh: 签约居民当年的门诊人次，是否在本单元卫生室或所属卫生院
-- en: outpatient visits of contracted residents in the year, at their own unit's clinic or township hospital or elsewhere
WITH visit AS (
    SELECT b.row, b.refund_row, b.settled_at, b.total_fen, b.institution_id, c.unit_id
    FROM {bill} b JOIN {contracted} c ON c.person_id = b.person_id
    SEMI JOIN (SELECT care_type FROM {care_kind} WHERE care_kind = 'visit') k ON k.care_type = b.care_type
    WHERE b.settled_at >= TIMESTAMP '{year}-01-01' AND b.institution_id NOT LIKE 'P%'),
refund AS (SELECT refund_row AS row, sum(total_fen) AS total_fen FROM visit WHERE refund_row >= 0 GROUP BY ALL)
SELECT v.unit_id, coalesce(v.institution_id IN (p.clinic_id, p.township_hospital_id), false) AS is_home, count(*) AS visits
FROM visit v LEFT JOIN refund r ON r.row = v.row
LEFT JOIN {merged_unit} m ON m.unit_id = v.unit_id
LEFT JOIN {unit_place} p ON p.unit_id = coalesce(m.into_unit_id, v.unit_id)
WHERE year(v.settled_at) = {year} AND v.refund_row < 0 AND (r.row IS NULL OR v.total_fen + r.total_fen <> 0)
GROUP BY ALL
