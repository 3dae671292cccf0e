-- needs: bill, person, institution_place, care_kind
-- zh: 当年出院结算的住院：中途结算并入同一次住院，全额退费的不计
-- en: stays settled to their end in the year: settlements in the middle of a stay joined, those refunded whole left out
WITH part AS (
    SELECT b.row, b.refund_row, b.person_id, b.institution_id, b.began_on, b.ended_on, b.settled_at, b.diagnosis_id,
        coalesce(b.is_mid_stay, false) AS is_mid_stay, coalesce(b.is_referred, false) AS is_referred,
        b.total_fen, b.eligible_fen, b.platform_pool_fen AS pool_fen, b.is_chronic_pool AS is_chronic
    FROM {bill} b SEMI JOIN (SELECT care_type FROM {care_kind} WHERE care_kind = 'stay') k ON k.care_type = b.care_type),
refund AS (
    SELECT refund_row AS row, sum(total_fen) AS total_fen, sum(eligible_fen) AS eligible_fen, sum(pool_fen) AS pool_fen
    FROM part WHERE refund_row >= 0 GROUP BY ALL),
kept AS (
    SELECT o.* REPLACE (
        o.total_fen + coalesce(r.total_fen, 0) AS total_fen, o.eligible_fen + coalesce(r.eligible_fen, 0) AS eligible_fen,
        o.pool_fen + coalesce(r.pool_fen, 0) AS pool_fen)
    FROM part o LEFT JOIN refund r ON r.row = o.row
    WHERE o.refund_row < 0 AND (r.row IS NULL OR o.total_fen + r.total_fen <> 0)),
following AS (
    SELECT *, lead(began_on) OVER (PARTITION BY person_id ORDER BY row) AS next_began_on FROM kept),
joined AS (
    SELECT *, is_mid_stay AND (coalesce(next_began_on = began_on, false) OR coalesce(next_began_on - ended_on BETWEEN 0 AND 1, false)) AS goes_on
    FROM following),
numbered AS (
    SELECT *, sum(CASE WHEN goes_on THEN 0 ELSE 1 END) OVER (
        PARTITION BY person_id ORDER BY row ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS stays_before
    FROM joined),
whole AS (
    SELECT person_id, coalesce(stays_before, 0) AS stays_before, arg_max(institution_id, row) AS institution_id,
        bool_or(is_referred) AS is_referred, arg_max(coalesce(diagnosis_id, ''), row) AS diagnosis_id,
        min(began_on) AS admitted_on, max(ended_on) AS discharged_on, max(settled_at) AS settled_at,
        sum(total_fen)::BIGINT AS total_fen, sum(eligible_fen)::BIGINT AS eligible_fen, sum(pool_fen)::BIGINT AS pool_fen,
        bool_or(is_chronic) AS is_chronic
    FROM numbered GROUP BY ALL)
SELECT w.*, coalesce(p.unit_id, '') AS unit_id, coalesce(i.is_in_county, false) AS is_in_county,
    coalesce(i.is_primary, false) AS is_primary
FROM whole w LEFT JOIN {person} p ON p.person_id = w.person_id
LEFT JOIN {institution_place} i ON i.institution_id = w.institution_id
WHERE year(w.settled_at) = {year}
