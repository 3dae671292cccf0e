-- What each bill says in the words of the rules, and everything in its judgement that other bills' payments do not decide.
-- Reads bill_file, registration, code, area_word and the rule_… relations; makes `circumstance` and `claim`.
-- Money is whole fen, rates are parts per million. `share` rounds half away from zero, in 128 bits, on what is never negative.

CREATE OR REPLACE MACRO share(amount, rate_ppm) AS CAST((2 * amount::HUGEINT * rate_ppm + 1000000) // 2000000 AS BIGINT);

-- Codes of persons and diseases count by their longest listed beginning.
CREATE OR REPLACE MACRO by_prefix(part, written) AS (
    SELECT arg_max(word, length(code.code)) FROM code WHERE section = part AND starts_with(written, code.code)
);

CREATE OR REPLACE TABLE stated AS
SELECT
    bill.row, refund_row, person_id, settled_at, bill_id, CAST(settled_at AS DATE) AS settled_on, began_on, ended_on,
    total_fen, eligible_fen, coalesce(upfront_copay_fen, 0) AS upfront_copay_fen,
    coalesce(platform_hospital_fen, 0) + coalesce(platform_other_fen, 0)
        - coalesce(platform_civil_servant_fen, 0) - coalesce(platform_large_amount_fen, 0) AS given_fen,
    coalesce(insured.word, '') AS scheme,
    coalesce(CASE WHEN visited.word = 'chronic_outpatient' THEN treated.word END, visited.word, '') AS care,
    coalesce(care_level, '') AS level,
    coalesce(area_word.area, '') AS area,
    coalesce(urged.word, CASE WHEN is_referred THEN 'referred' ELSE 'unreferred' END) AS referral,
    coalesce(by_prefix('person', bill.person_type), 'adult') AS registered_as,
    coalesce(helped.word, 'ordinary') AS category,
    coalesce(delivered.word, '') AS delivery,
    coalesce(is_contracted, false) AS is_contracted,
    age AS stated_age, coalesce(age, 0) AS age, coalesce(is_newborn, false) AS is_newborn,
    coalesce(continuous_years, 0) AS continuous_years,
    coalesce(no_claim_years, 0) AS no_claim_years,
    coalesce(is_civil_servant, false) AS is_civil_servant,
    coalesce(is_mid_stay, false) AS is_mid_stay,
    coalesce(is_third_party, false) AS is_third_party
FROM bill_file AS bill
LEFT JOIN area_word ON area_word.code = bill.area
LEFT JOIN code AS insured ON insured.section = 'scheme' AND insured.code = bill.scheme
LEFT JOIN code AS visited ON visited.section = 'care' AND visited.code = bill.care_type
LEFT JOIN code AS urged ON urged.section = 'referral' AND urged.code = bill.care_type
LEFT JOIN code AS treated ON treated.section = 'disease_care' AND treated.code = by_prefix('disease', bill.disease_id)
LEFT JOIN code AS helped ON helped.section = 'category' AND helped.code = bill.aid_category
LEFT JOIN code AS delivered ON delivered.section = 'delivery' AND delivered.code = bill.delivery_kind;

-- Which day governs a bill is itself a rule, read on the day of settlement; all other rules are those of the governing day.
CREATE OR REPLACE TABLE dated AS
WITH governed AS (
    SELECT stated.*,
        CASE governing_date WHEN 'admission' THEN began_on WHEN 'discharge' THEN ended_on ELSE settled_on END AS governed_on
    FROM stated
    LEFT JOIN rule_span AS settling ON settled_on BETWEEN settling.starts_on AND settling.ends_on
    LEFT JOIN rule_care USING (span, scheme, care)
)
SELECT governed.*, coalesce(ruling.span, -1) AS span,
    CASE WHEN is_newborn THEN 'newborn' WHEN registered_as = 'adult' AND stated_age < minor_under_age THEN 'minor' ELSE registered_as END AS person
FROM governed
LEFT JOIN rule_span AS ruling ON governed_on BETWEEN starts_on AND ends_on
LEFT JOIN rule_scheme ON rule_scheme.span = ruling.span AND rule_scheme.scheme = governed.scheme;

-- Every combination of words that occurs, with the rules that hold for it. What is not joined to a place is not covered.
CREATE OR REPLACE TABLE circumstance AS
WITH words AS (
    SELECT row_number() OVER () AS circumstance, occurring.*
    FROM (SELECT DISTINCT span, scheme, care, level, area, referral, person, category, delivery, is_contracted,
        age, continuous_years, no_claim_years FROM dated) AS occurring
)
SELECT
    words.*,
    rule.* EXCLUDE (span, scheme, care, beyond, contracted_ppm, age_ppm, rate_max_ppm),
    place.* EXCLUDE (span, scheme, care, level, area, beyond, segments),
    annual_cap_on, refund, person_factor_ppm, category_factor_ppm, copay_first_ppm, fixed_amount, bands, critical_base,
    -- continuous years beyond so many and years without a claim raise the cap, both together by a share of it at most
    critical_cap + least(
        greatest(continuous_years - years_from, 0) * year_addition + no_claim_years * no_claim_addition,
        coalesce(share(critical_cap, addition_max_ppm), 1000000000000000)) AS critical_cap,
    list_transform(segments, lambda one: struct_pack(
        above := one.above, until := one.until,
        rate_ppm := greatest(least(one.rate_ppm + addition_ppm - reduction_ppm + age * age_ppm
            + CASE WHEN is_contracted THEN contracted_ppm ELSE 0 END, rate_max_ppm), 0))) AS segments,
    CASE WHEN place.span IS NOT NULL THEN 'rule '  || coalesce(rule.beyond, place.beyond) END AS beyond,
    coalesce(rule.beyond, place.beyond) IS NOT NULL OR place.segments IS NOT NULL OR fixed_amount IS NOT NULL AS is_covered
FROM words
LEFT JOIN rule_scheme USING (span, scheme)
LEFT JOIN rule_care AS rule USING (span, scheme, care)
LEFT JOIN rule_place AS place USING (span, scheme, care, level, area)
LEFT JOIN rule_referral USING (span, scheme, care, area, referral)
LEFT JOIN rule_person USING (span, scheme, care, person, category)
LEFT JOIN rule_critical USING (span, scheme, category)
LEFT JOIN rule_delivery AS fixed ON fixed.span = words.span AND fixed.scheme = words.scheme AND fixed.care = words.care
    AND coalesce(fixed.delivery, words.delivery) = words.delivery;

-- What a bill takes part in. A refund belongs to the history of its original and has its circumstance.
CREATE OR REPLACE TABLE situated AS
WITH own AS (
    SELECT bill.row, refund_row, person_id, settled_at, bill_id, settled_on, governed_on, year(governed_on) AS benefit_year,
        total_fen, eligible_fen, upfront_copay_fen, given_fen, circumstance, is_mid_stay,
        coalesce(refund_row, -1) >= 0 AS is_refund,
        EXISTS (FROM rule_layer AS layer WHERE layer.span = bill.span AND layer.scheme = bill.scheme AND CASE layer.layer
            WHEN 'civil_servant' THEN is_civil_servant ELSE counts_to_medical_aid AND layer.category = bill.category END) AS has_layer,
        (getvariable('year') IS NULL OR year(settled_on) = getvariable('year')) AS is_in_year,
        is_covered AND total_fen >= 0 AND eligible_fen >= 0 AND NOT (is_third_party AND third_party = 'refused') AS is_payable
    FROM dated AS bill
    JOIN circumstance USING (span, scheme, care, level, area, referral, person, category, delivery, is_contracted, age,
        continuous_years, no_claim_years)
)
SELECT own.row, own.refund_row, own.person_id, own.settled_at, own.bill_id, own.settled_on,
    own.total_fen, own.eligible_fen, own.upfront_copay_fen, own.given_fen, own.is_refund,
    CASE WHEN own.is_refund THEN original.circumstance ELSE own.circumstance END AS circumstance,
    CASE WHEN own.is_refund THEN original.benefit_year ELSE own.benefit_year END AS benefit_year,
    CASE WHEN own.is_refund THEN original.has_layer ELSE own.has_layer END AS has_layer,
    CASE WHEN own.is_refund THEN coalesce(original.is_in_year AND original.is_payable, false) ELSE own.is_payable END
        AND own.is_in_year AS takes_part,
    own.is_mid_stay,
    own.is_refund AND own.is_in_year AND (original.row IS NULL OR NOT original.is_in_year) AS is_of_another_year
FROM own LEFT JOIN own AS original ON own.is_refund AND original.row = own.refund_row;

-- The order of a history's bills, the admissions before each, and whether something in it is beyond this reading.
CREATE OR REPLACE TABLE claim AS
WITH ordered AS (
    SELECT bill.*,
        min(bill.row) OVER history AS history,
        row_number() OVER in_order AS turn,
        coalesce(sum(CASE WHEN NOT is_stay THEN 0 WHEN is_refund THEN -1 ELSE 1 END) OVER before, 0) AS stays_before,
        bool_or(beyond IS NOT NULL OR is_mid_stay OR (is_refund AND refund = 'replay')) OVER history AS is_beyond
    FROM situated AS bill JOIN circumstance USING (circumstance)
    WHERE takes_part
    WINDOW history AS (PARTITION BY person_id, scheme, benefit_year),
        in_order AS (PARTITION BY person_id, scheme, benefit_year ORDER BY settled_at, bill_id),
        before AS (PARTITION BY person_id, scheme, benefit_year ORDER BY settled_at, bill_id
            ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)
),
registered AS (
    SELECT bill.row, count(DISTINCT disease_id) AS diseases
    FROM situated AS bill
    JOIN circumstance ON circumstance.circumstance = bill.circumstance AND extra_disease_cap IS NOT NULL
    JOIN registration ON registration.person_id = bill.person_id
        AND settled_on BETWEEN registration.began_on AND coalesce(registration.ended_on, DATE '9999-12-31')
    WHERE NOT is_refund
    GROUP BY bill.row
)
SELECT
    ordered.row, history, turn, circumstance, is_refund, refund_row, total_fen, eligible_fen, upfront_copay_fen,
    ordered.row IN (SELECT refund_row FROM ordered WHERE is_refund) AS is_refunded,
    share(eligible_fen, copay_first_ppm) AS copay_first_fen,
    eligible_fen - copay_first_fen AS counted_fen,
    CASE WHEN share_ppm IS NULL THEN deductible
        ELSE greatest(least(share(total_fen, share_ppm), coalesce(share_max, total_fen)), coalesce(share_min, 0)) END AS listed_fen,
    share(share(listed_fen, person_factor_ppm), category_factor_ppm) AS factored_fen,
    CAST(least(stays_before + 1, 5) AS INTEGER) AS admission,
    CASE WHEN NOT is_stay THEN factored_fen ELSE greatest(
        coalesce(repeat_standards[admission],
            greatest(share(factored_fen, repeat_factors_ppm[admission]) - repeat_reduction * stays_before, 0)),
        least(coalesce(repeat_minimum, 0), factored_fen)) END AS admitted_fen,
    least(annual_cap + coalesce(extra_disease_cap, 0) * greatest(coalesce(diseases, 0) - 1, 0),
        CASE WHEN annual_cap_max IS NOT NULL THEN greatest(annual_cap_max, annual_cap) END) AS care_cap_fen
FROM ordered JOIN circumstance USING (circumstance) LEFT JOIN registered USING (row)
WHERE NOT is_beyond
ORDER BY turn;
