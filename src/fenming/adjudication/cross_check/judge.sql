-- The judgement: the first bill of every history at once, then every second bill, and so on, each seeing what those before it left.
-- Reads `circumstance` and `claim`; makes `judged`, one row per bill of a history this reading can follow.

-- What a stretch of the axis, from `start` and `length` long, is paid in the bands: each band's part rounded, or only their sum.
CREATE OR REPLACE MACRO within(start, length, band) AS greatest(least(start + length, band.until) - greatest(start, band.above), 0);
CREATE OR REPLACE MACRO paid(start, length, bands, rounding) AS CAST(coalesce(CASE rounding
    WHEN 'sum' THEN (2 * list_sum(list_transform(bands, lambda band: within(start, length, band)::HUGEINT * band.rate_ppm))
        + 1000000) // 2000000
    ELSE list_sum(list_transform(bands, lambda band: share(within(start, length, band), band.rate_ppm))) END, 0) AS BIGINT);

CREATE OR REPLACE TABLE judged AS
WITH RECURSIVE verdict AS (
    SELECT
        history, 0::BIGINT AS turn, -1::BIGINT AS row,
        0::BIGINT AS standard_fen, 0::BIGINT AS applied_fen, 0::BIGINT AS base_fen, 0::BIGINT AS by_rate_fen, 0::BIGINT AS floor_fen,
        0::BIGINT AS pool_fen, 0::BIGINT AS critical_base_fen, 0::BIGINT AS critical_illness_fen, 0::BIGINT AS toward_cap_fen,
        -- what the year has come to so far: by care (its slot), and over all cares of the scheme
        list_transform(range(care_count), lambda _: 0::BIGINT) AS care_applied,
        list_transform(range(care_count), lambda _: 0::BIGINT) AS care_base,
        list_transform(range(care_count), lambda _: 0::BIGINT) AS care_paid,
        0::BIGINT AS capped_so_far, 0::BIGINT AS critical_before, 0::BIGINT AS critical_paid,
        -- what those bills came to that a later refund takes back
        []::STRUCT(row BIGINT, standard BIGINT, applied BIGINT, base BIGINT, by_rate BIGINT, "floor" BIGINT, pool BIGINT,
            critical_base BIGINT, critical BIGINT, toward_cap BIGINT)[] AS kept
    FROM (SELECT DISTINCT history FROM claim), (SELECT coalesce(max(slot), 0) AS care_count FROM circumstance)

    UNION ALL (
    WITH
    so_far AS (
        SELECT history, turn, care_applied, care_base, care_paid, capped_so_far, critical_before, critical_paid, kept FROM verdict
    ),
    met AS (
        SELECT so_far.* EXCLUDE (turn), claim.* EXCLUDE (history, circumstance), rules.* EXCLUDE (circumstance),
            CASE WHEN is_refund THEN list_filter(kept, lambda one: one.row = refund_row)[1] END AS original,
            care_applied[slot] AS taken,
            CASE WHEN annual_cap_on = 'base' AND scheme_cap IS NOT NULL THEN greatest(scheme_cap - capped_so_far, 0) END AS base_left,
            CASE WHEN annual_cap_on = 'payment' THEN scheme_cap - capped_so_far END AS payment_left,
            -- a fixed amount knows no cap of its care
            CASE WHEN fixed_amount IS NULL THEN least(visit_cap, care_cap_fen - care_paid[slot]) END AS care_left
        FROM so_far
        JOIN claim ON claim.history = so_far.history AND claim.turn = so_far.turn + 1
        JOIN circumstance AS rules ON rules.circumstance = claim.circumstance
    ),
    -- the deductible: what the basis leaves of the standard, what the year's total leaves, never more than the cost
    deducted AS (
        SELECT *,
            CASE WHEN fixed_amount IS NULL THEN greatest(least(deductible_yearly_total - taken,
                admitted_fen - CASE deductible_basis WHEN 'each_year' THEN taken ELSE 0 END), 0) ELSE 0 END AS own_standard,
            least(own_standard, counted_fen) AS own_applied,
            CASE WHEN fixed_amount IS NULL THEN least(counted_fen - own_applied, base_left) ELSE 0 END AS own_base,
            -- a floor pays no more than a cap on the base leaves
            CASE WHEN fixed_amount IS NULL THEN least(share(eligible_fen, coalesce(floor_ppm, 0)), counted_fen, base_left)
                ELSE 0 END AS own_floor,
            CASE segment_axis WHEN 'eligible' THEN own_applied WHEN 'year' THEN care_base[slot] ELSE 0 END AS start
        FROM met
    ),
    -- the rates on the base, from where it begins
    rated AS (
        SELECT *,
            CASE WHEN fixed_amount IS NOT NULL THEN least(fixed_amount, total_fen)
                WHEN segment_axis = 'year' THEN paid(0, start + own_base, segments, rounding) - paid(0, start, segments, rounding)
                ELSE paid(start, own_base, segments, rounding) END AS own_by_rate
        FROM deducted
    ),
    capped AS (
        SELECT *,
            greatest(own_by_rate, own_floor) AS due,
            greatest(least(due, care_left, payment_left), 0) AS own_pool
        FROM rated
    ),
    counted AS (
        SELECT *,
            CASE WHEN scheme_cap IS NULL THEN 0 WHEN annual_cap_on = 'base' THEN own_base ELSE own_pool END AS own_toward_cap,
            CASE WHEN counts_to_critical_illness THEN greatest(eligible_fen - own_pool + CASE critical_base
                WHEN 'eligible_and_upfront_after_pool' THEN upfront_copay_fen WHEN 'counted_after_pool' THEN -copay_first_fen
                ELSE 0 END, 0) ELSE 0 END AS own_critical_base
        FROM capped
    ),
    -- critical illness: what the year's amount is paid with this bill, less what it was paid before it
    insured AS (
        SELECT *,
            CASE WHEN own_critical_base = 0 THEN 0 ELSE greatest(least(paid(0, critical_before + own_critical_base, bands, 'each_segment')
                - paid(0, critical_before, bands, 'each_segment'), critical_cap - critical_paid, own_critical_base), 0) END AS own_critical
        FROM counted
    ),
    -- a refund is the exact negative of what its original was paid
    settled AS (
        SELECT *,
            CASE WHEN is_refund THEN -original['standard'] ELSE own_standard END AS standard_fen,
            CASE WHEN is_refund THEN -original['applied'] ELSE own_applied END AS applied_fen,
            CASE WHEN is_refund THEN -original['base'] ELSE own_base END AS base_fen,
            CASE WHEN is_refund THEN -original['by_rate'] ELSE own_by_rate END AS by_rate_fen,
            CASE WHEN is_refund THEN -original['floor'] ELSE own_floor END AS floor_fen,
            CASE WHEN is_refund THEN -original['pool'] ELSE own_pool END AS pool_fen,
            CASE WHEN is_refund THEN -original['critical_base'] ELSE own_critical_base END AS critical_base_fen,
            CASE WHEN is_refund THEN -original['critical'] ELSE own_critical END AS critical_illness_fen,
            CASE WHEN is_refund THEN -original['toward_cap'] ELSE own_toward_cap END AS toward_cap_fen
        FROM insured
    )
    SELECT
        history, turn, row, standard_fen, applied_fen, base_fen, by_rate_fen, floor_fen,
        pool_fen, critical_base_fen, critical_illness_fen, toward_cap_fen,
        list_transform(care_applied, lambda sum, care: sum + CASE WHEN care = slot THEN applied_fen ELSE 0 END),
        list_transform(care_base, lambda sum, care: sum + CASE WHEN care = slot THEN base_fen ELSE 0 END),
        list_transform(care_paid, lambda sum, care: sum + CASE WHEN care = slot THEN pool_fen ELSE 0 END),
        capped_so_far + toward_cap_fen, critical_before + critical_base_fen, critical_paid + critical_illness_fen,
        CASE WHEN is_refunded THEN list_append(kept, struct_pack(row := row, standard := standard_fen,
            applied := applied_fen, base := base_fen, by_rate := by_rate_fen, "floor" := floor_fen, pool := pool_fen,
            critical_base := critical_base_fen, critical := critical_illness_fen, toward_cap := toward_cap_fen)) ELSE kept END
    FROM settled
    )
)
SELECT row, standard_fen AS deductible_standard_fen, applied_fen AS deductible_applied_fen, base_fen, by_rate_fen, floor_fen,
    pool_fen, critical_base_fen, critical_illness_fen
FROM verdict WHERE turn > 0;
