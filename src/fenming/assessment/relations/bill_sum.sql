-- needs: bill, person, institution_place, care_kind
-- zh: 当年结算的费用与人次，按参保人所属单元、机构与就诊类别汇总
-- en: bills settled in the year, summed by the person's unit, institution and kind of care
SELECT coalesce(p.unit_id, '') AS unit_id, b.institution_id,
    coalesce(i.is_in_county, false) AS is_in_county,
    coalesce(i.is_primary, false) AS is_primary,
    CASE WHEN b.institution_id LIKE 'P%' THEN 'pharmacy' ELSE coalesce(k.care_kind, 'unknown') END AS care_kind,
    k.word AS care, b.is_chronic_pool AS is_chronic,
    count(*) FILTER (WHERE b.refund_of IS NULL AND r.refunded_row IS NULL)::BIGINT AS visits,
    sum(b.total_fen)::BIGINT AS total_fen, sum(b.eligible_fen)::BIGINT AS eligible_fen,
    sum(b.platform_pool_fen)::BIGINT AS pool_fen, sum(b.platform_fund_fen)::BIGINT AS fund_fen
FROM {bill} b
LEFT JOIN {person} p ON p.person_id = b.person_id
LEFT JOIN {institution_place} i ON i.institution_id = b.institution_id
LEFT JOIN {care_kind} k ON k.care_type = b.care_type
LEFT JOIN (
    SELECT o.row AS refunded_row
    FROM {bill} o JOIN (SELECT refund_row, sum(total_fen) AS back_fen FROM {bill} WHERE refund_row >= 0 GROUP BY ALL) t
        ON t.refund_row = o.row
    WHERE o.total_fen + t.back_fen = 0) r ON r.refunded_row = b.row
WHERE b.settled_at >= TIMESTAMP '{year}-01-01' AND b.settled_at < TIMESTAMP '{year}-01-01' + INTERVAL 1 YEAR
GROUP BY ALL
