-- The opinion, one row per bill: the payments and the steps to them, or why the second reading is silent about the bill.
-- A bill that takes no part is paid nothing: not covered, outside the year, a third party's, negative without an original.

CREATE OR REPLACE TABLE opinion AS
SELECT
    bill.row,
    CASE
        WHEN is_of_another_year THEN 'refund of another year'
        WHEN takes_part AND judged.row IS NULL THEN
            coalesce(CASE WHEN is_mid_stay THEN 'bill is_mid_stay' WHEN is_refund AND refund = 'replay' THEN 'rule refund' END, beyond, 'history')
        WHEN has_layer THEN 'layer'
        ELSE '' END AS silence,
    coalesce(deductible_standard_fen, 0) AS deductible_standard_fen,
    coalesce(deductible_applied_fen, 0) AS deductible_applied_fen,
    coalesce(base_fen, 0) AS base_fen,
    coalesce(by_rate_fen, 0) AS by_rate_fen,
    coalesce(floor_fen, 0) AS floor_fen,
    coalesce(pool_fen, 0) AS pool_fen,
    coalesce(critical_base_fen, 0) AS critical_base_fen,
    coalesce(critical_illness_fen, 0) AS critical_illness_fen,
    -- what the hospital and other payers give, as the bill states it, but no more than is left
    total_fen - coalesce(pool_fen, 0) - coalesce(critical_illness_fen, 0) AS left_fen,
    left_fen - CASE WHEN total_fen < 0 THEN greatest(given_fen, left_fen) ELSE least(given_fen, left_fen) END AS person_fen
FROM situated AS bill
LEFT JOIN judged USING (row)
LEFT JOIN circumstance USING (circumstance)
ORDER BY bill.row;
