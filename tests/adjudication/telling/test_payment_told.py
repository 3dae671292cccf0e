"""Charged cost, rates, segments, floors and caps are told with their numbers."""

from fenming.adjudication.telling.steps import steps_of
from tests.adjudication.telling.told import bill, history, steps

FLAT = {"inpatient.rate": {"primary": 850_000, "county": 800_000}, "inpatient.deductible": 50_000}
TIERS = {"reading": "marginal", "steps": ((0, 800_000), (1_000_000, 850_000), (3_000_000, 900_000))}
SEGMENTS = {"inpatient.segments.county": TIERS, "inpatient.deductible": 20_000}
VISITS = {"outpatient.rate": 500_000}


def told(rules, *bills) -> dict[str, tuple[str, int]]:
    return {name: (step.formula, step.value) for name, step in steps(rules, *bills).items()}


def last_part(rules, part, *bills) -> list[tuple[str, str, int]]:
    return [(step.name, step.formula, step.value) for step in steps_of(history(rules, *bills)[-1]) if step.part == part]


def visit(yuan: int, **more) -> dict[str, object]:
    return bill(yuan, **({"care": "outpatient"} | more))


def test_what_lies_outside_the_list_and_the_upfront_copay_lead_to_the_counted_cost():
    mixed = bill(total_fen=1_000_000, eligible_fen=800_000, upfront_fen=50_000)
    assert last_part(FLAT, "charged", mixed) == [
        ("total_fen", "as the bill states", 1_000_000),
        ("excluded_fen", "as the bill states", 150_000),
        ("upfront_copay_fen", "as the bill states", 50_000),
        ("eligible_fen", "10,000.00 − 1,500.00 − 500.00", 800_000),
    ]
    assert last_part(FLAT, "charged", bill(100))[1:] == [("eligible_fen", "all of it", 10_000)]


def test_a_share_paid_first_away_from_home_is_taken_before_all_else():
    away = FLAT | {"inpatient.copay_first": {"unreferred": 200_000, "referred": 100_000}}
    shown = told(away, bill(10_000, area="other_city", referral="referred"))
    assert shown["copay_first_fen"] == ("10,000.00 × 10%", 100_000)
    assert shown["counted_fen"] == ("10,000.00 − 1,000.00", 900_000)
    assert shown["base_fen"] == ("9,000.00 − 500.00", 850_000)


def test_one_rate_is_one_share_of_the_base():
    shown = last_part(FLAT, "rate", bill(10_000))
    assert shown == [
        ("base_fen", "10,000.00 − 500.00", 950_000),
        ("rate", "at county level", 800_000),
        ("by_rate_fen", "9,500.00 × 80%", 760_000),
    ]


def test_each_addition_and_reduction_of_points_is_named():
    more = FLAT | {
        "inpatient.addition_by_person": {"retired": 30_000},
        "inpatient.addition_by_category": {"minimum_living": 50_000},
        "inpatient.contracted_addition": 20_000,
        "inpatient.age_addition": 1_000,
        "inpatient.unreferred_reduction": 150_000,
    }
    shown = told(
        more,
        bill(10_000, area="other_city", person_group="retired", category="minimum_living", is_contracted=1, age=70),
    )
    assert shown["addition_by_person"] == ("the retired", 30_000)
    assert shown["addition_by_category"] == ("minimum-living households", 50_000)
    assert shown["contracted_addition"] == ("contracted with a family doctor", 20_000)
    assert shown["age_addition"] == ("70 years × 0.1%", 70_000)
    assert shown["unreferred_reduction"] == ("away from home without referral", -150_000)
    assert shown["rate"] == ("80% + 2%", 820_000)
    assert shown["by_rate_fen"] == ("9,500.00 × 82%", 779_000)


def test_points_do_not_lift_a_rate_above_the_highest():
    most = FLAT | {"inpatient.addition_by_person": {"retired": 300_000}, "inpatient.rate_max": 950_000}
    shown = told(most, bill(10_000, person_group="retired"))
    assert shown["rate"] == ("80% + 30%, at most 95% and not below zero", 950_000)


def test_each_segment_is_told_at_its_own_rate():
    assert last_part(SEGMENTS, "rate", bill(20_200))[1:] == [
        ("segment_1_fen", "10,000.00 × 80%", 800_000),
        ("segment_2_fen", "10,000.00 × 85%", 850_000),
        ("by_rate_fen", "8,000.00 + 8,500.00", 1_650_000),
    ]
    minor = SEGMENTS | {"inpatient.addition_by_person": {"minor": 100_000}}
    assert told(minor, bill(5_200, person_group="minor"))["by_rate_fen"] == ("5,000.00 × (80% + 10%)", 450_000)


def test_segments_that_measure_the_counted_cost_begin_above_the_deductible():
    shown = told(SEGMENTS | {"inpatient.segment_axis": "eligible"}, bill(20_200))
    assert shown["base_before_fen"][1] == 20_000
    assert shown["segment_1_fen"] == ("9,800.00 × 80%", 784_000)
    assert shown["segment_2_fen"] == ("10,200.00 × 85%", 867_000)


def test_segments_of_the_year_are_told_as_their_rise():
    year = SEGMENTS | {"inpatient.segment_axis": "year"}
    shown = told(year, bill(8_200), bill(8_200, day=40))
    assert shown["base_before_fen"] == ("counted by earlier bills", 800_000)
    assert shown["by_rate_with_bill_fen"] == ("10,000.00 × 80% + 6,000.00 × 85%", 1_310_000)
    assert shown["by_rate_before_fen"] == ("8,000.00 × 80%", 640_000)
    assert shown["by_rate_fen"] == ("13,100.00 − 6,400.00", 670_000)


def test_a_whole_reading_pays_all_at_the_rate_reached():
    whole = SEGMENTS | {"inpatient.segments.county": TIERS | {"reading": "whole"}}
    shown = told(whole, bill(20_200))
    assert shown["rate"] == ("the segment that 20,000.00 reaches", 850_000)
    assert shown["by_rate_fen"] == ("20,000.00 × 85%", 1_700_000)


def test_parts_may_be_rounded_once():
    once = SEGMENTS | {"inpatient.rounding": "sum"}
    odd = bill(total_fen=1_020_001)
    assert told(once, odd)["by_rate_fen"] == ("10,000.00 × 80% + 0.01 × 85%, rounded once", 800_001)


def test_points_for_a_transfer_are_told_apart():
    chain = FLAT | {
        "inpatient.transfer": "difference",
        "inpatient.transfer_window": 3,
        "inpatient.transfer_addition": 100_000,
        "inpatient.transfer_addition_up_to": 500_000,
    }
    shown = told(chain, bill(3_000), bill(9_000, day=2, referral="referred"))
    assert shown["transfer_addition_fen"] == ("5,000.00 × 10%", 50_000)
    assert shown["by_rate_fen"] == ("7,200.00 + 500.00", 770_000)


def test_rates_of_another_care_cite_the_file_that_counted_and_why():
    same = FLAT | {"day_surgery.same_as": "inpatient", "day_surgery.deductible": 10_000}
    shown = steps(same, bill(5_000, care="day_surgery"))
    assert [clause.name for clause in shown["rate"].clauses] == [
        "benefits.resident.inpatient.rate",
        "benefits.resident.day_surgery.same_as",
    ]
    assert shown["deductible_standard_fen"].clauses[0].name == "benefits.resident.day_surgery.deductible"


def test_rates_written_for_another_area_are_cited():
    away = FLAT | {"inpatient.out_of_province_rate": 600_000}
    rate = steps(away, bill(5_000, area="out_of_province"))["rate"]
    assert (rate.value, rate.clauses[0].name) == (600_000, "benefits.resident.inpatient.out_of_province_rate")


def test_nothing_above_the_deductible_is_said_in_one_step():
    assert last_part(FLAT, "rate", bill(300))[-1] == ("by_rate_fen", "no cost is left to pay on", 0)


def test_a_floor_raises_the_payment():
    floor = FLAT | {"inpatient.floor_rate": {"local": 700_000}}
    shown = told(floor, bill(1_000))
    assert shown["floor_fen"] == ("1,000.00 × 70%", 70_000)
    assert shown["floored_fen"] == ("400.00, at least 700.00", 70_000)
    assert shown["pool_fen"] == ("the payment raised to the floor", 70_000)
    assert told(floor, bill(100_000))["pool_fen"] == ("the payment by rate; no cap limits it", 7_960_000)


def test_a_floor_pays_no_more_than_a_cap_on_the_base_leaves():
    cut = FLAT | {"inpatient.floor_rate": {"local": 700_000}, "annual_cap": 100_000, "annual_cap_on": "base"}
    shown = told(cut, bill(10_000))
    assert shown["floor_uncut_fen"] == ("10,000.00 × 70%", 700_000)
    assert shown["floor_fen"] == ("7,000.00, at most 1,000.00", 100_000)


def test_a_transfer_addition_never_pays_more_than_the_counted_cost():
    rules = FLAT | {
        "inpatient.rate": 1_000_000,
        "inpatient.deductible": 0,
        "inpatient.transfer": "difference",
        "inpatient.transfer_window": 3,
        "inpatient.transfer_addition": 100_000,
    }
    shown = told(rules, bill(3_000), bill(9_000, day=2, referral="referred"))
    assert shown["within_counted_fen"] == ("9,900.00, at most 9,000.00", 900_000)


def test_each_cap_of_a_care_tells_what_was_left_of_it():
    first, second = visit(100), visit(300)
    assert told(VISITS | {"outpatient.visit_cap": 4_000}, first)["pool_fen"] == ("50.00, at most 40.00", 4_000)
    for rule, name in (("day_cap", "day_cap"), ("month_cap", "month_cap"), ("annual_cap", "care_cap")):
        shown = told(VISITS | {f"outpatient.{rule}": 10_000}, first, second)
        assert shown[f"{name}_left_fen"] == ("100.00 − 50.00", 5_000)
        assert shown["pool_fen"] == ("150.00, at most 50.00", 5_000)


def test_a_disease_has_a_yearly_cap_of_its_own():
    rules = {"chronic_outpatient.rate": 600_000, "chronic_outpatient.disease_cap": {"gout": 100_000}}
    bills = [visit(1_000, care="chronic_outpatient", disease="gout", day=day) for day in (0, 40)]
    shown = steps(rules, *bills)
    assert (shown["disease_cap_left_fen"].formula, shown["pool_fen"].value) == ("1,000.00 − 600.00", 40_000)
    assert shown["pool_fen"].label == "paid by the pool, within the yearly cap of the disease"


def test_a_yearly_cap_rises_with_registered_diseases_up_to_its_highest():
    rules = {
        "chronic_outpatient.rate": 600_000,
        "chronic_outpatient.annual_cap": 300_000,
        "chronic_outpatient.extra_disease_cap": 30_000,
        "chronic_outpatient.annual_cap_max": 450_000,
    }
    rows = [
        last_part(rules, "pool", visit(10_000, care="chronic_outpatient", diseases=diseases)) for diseases in (1, 3, 9)
    ]
    assert rows[0] == [("pool_fen", "6,000.00, at most 3,000.00", 300_000)]
    assert rows[1][0] == ("care_cap_fen", "3,000.00 + 2 × 300.00", 360_000)
    assert rows[2][:2] == [
        ("care_cap_fen", "3,000.00 + 8 × 300.00", 540_000),
        ("care_cap_fen", "5,400.00, at most 4,500.00", 450_000),
    ]


def test_the_schemes_yearly_cap_limits_what_the_pool_pays():
    shown = told(FLAT | {"annual_cap": 1_000_000}, bill(10_500), bill(10_500, day=40))
    assert shown["annual_cap_left_fen"] == ("10,000.00 − 8,000.00", 200_000)
    assert shown["pool_fen"] == ("8,000.00, at most 2,000.00", 200_000)


def test_a_cap_on_the_base_cuts_the_cost():
    shown = told(FLAT | {"annual_cap": 1_500_000, "annual_cap_on": "base"}, bill(10_500), bill(10_500, day=40))
    assert shown["base_uncut_fen"] == ("10,500.00 − 500.00", 1_000_000)
    assert shown["base_left_fen"] == ("15,000.00 − 10,000.00", 500_000)
    assert shown["base_fen"] == ("10,000.00, at most 5,000.00", 500_000)
    assert shown["by_rate_fen"] == ("5,000.00 × 80%", 400_000)


def test_a_fixed_amount_is_paid_whatever_the_cost():
    rules = {"delivery.fixed_amount": {"natural": 160_000, "caesarean": 240_000}, "annual_cap": 200_000}
    birth = bill(5_000, care="delivery", delivery="caesarean")
    assert last_part(rules, "pool", birth) == [
        ("fixed_amount_fen", "caesarean section", 240_000),
        ("pool_fen", "2,400.00, at most 2,000.00", 200_000),
    ]
    small = last_part(rules, "pool", bill(1_000, care="delivery", delivery="natural"))
    assert small == [
        ("fixed_amount_fen", "natural delivery", 160_000),
        ("by_rate_fen", "1,600.00, at most 1,000.00", 100_000),
        ("pool_fen", "the fixed amount; no cap limits it", 100_000),
    ]


def test_what_others_bear_and_the_account_are_told_behind_the_funds():
    rules = FLAT | {"inpatient.account": "yes"}
    shown = told(rules, bill(10_500, given_fen=30_000, account_balance_fen=100_000, platform_pool_fen=790_000))
    assert shown["given_fen"][1] == 30_000
    assert shown["fund_fen"] == ("the one fund that pays", 800_000)
    assert shown["person_fen"] == ("10,500.00 − 8,000.00 − 300.00", 220_000)
    assert shown["account_fen"] == ("2,200.00, at most 1,000.00", 100_000)
    assert shown["cash_fen"] == ("2,200.00 − 1,000.00", 120_000)
    assert shown["difference_fen"] == ("8,000.00 − 7,900.00", 10_000)
