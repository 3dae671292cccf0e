"""What localities resolve differently, one choice at a time, on bills that can be worked out by hand."""

from datetime import timedelta

import pytest

from fenming.adjudication.plan.reason import Reason
from tests.adjudication.choices import FACTORS, NEW_YEAR, amount, applied, bill, choice, count, rate, tiers


def test_repeated_admissions_take_the_factors_in_turn_but_never_less_than_the_minimum(paid):
    stays = [bill(10_000, day * 30) for day in range(4)]
    assert applied(paid(*stays, inpatient__repeat_factor=FACTORS)) == [500, 375, 250, 250]
    least = amount({"primary": "100 元", "county": "300 元", "city": "300 元", "province": "300 元"})
    assert applied(paid(*stays, inpatient__repeat_factor=FACTORS, inpatient__repeat_minimum=least)) == [
        500,
        375,
        300,
        300,
    ]


def test_a_minimum_never_raises_a_deductible_that_was_lower_anyway(paid):
    stays = [bill(10_000, day, level="primary") for day in range(2)]
    assert applied(paid(*stays, inpatient__repeat_factor=FACTORS, inpatient__repeat_minimum=amount("300 元"))) == [
        200,
        200,
    ]


def test_each_admission_takes_a_hundred_less_down_to_the_floor_of_its_level(paid):
    stays = [bill(10_000, day) for day in range(5)]
    changes = {"inpatient__repeat_reduction": amount("100 元"), "inpatient__repeat_minimum": amount("200 元")}
    assert applied(paid(*stays, **changes)) == [500, 400, 300, 200, 200]


def test_a_deductible_named_for_each_admission_holds_whatever_the_level(paid):
    named = amount({"first": "700 元", "second": "500 元", "third": "400 元", "fourth": "300 元"})
    stays = [
        bill(10_000, day, level=level) for day, level in enumerate(("county", "primary", "city", "county", "county"))
    ]
    assert applied(paid(*stays, inpatient__repeat_deductible=named)) == [700, 500, 400, 300, 300]


def test_all_deductibles_of_the_year_stay_within_their_total(paid):
    stays = [bill(10_000, day, level="province") for day in range(4)]
    assert applied(paid(*stays, inpatient__deductible_yearly_total=amount("3000 元"))) == [1000, 1000, 1000, 0]


def test_a_refunded_admission_does_not_count_when_the_next_is_numbered(paid):
    first = bill(10_000)
    back = bill(-10_000, 1, refunds=0)
    assert applied(paid(first, back, bill(10_000, 2), inpatient__repeat_factor=FACTORS)) == [500, -500, 500]


@pytest.mark.parametrize(("by", "expected"), [("settlement", [500, 500, 375]), ("admission", [500, 375, 500])])
def test_the_day_that_governs_a_stay_decides_in_which_year_it_is_counted(paid, by, expected):
    stays = [bill(10_000, 30), bill(10_000, 367, began=NEW_YEAR + timedelta(days=350)), bill(10_000, 400)]
    governing = choice(by, "settlement", "admission")
    changes = {"inpatient__repeat_factor": FACTORS, "inpatient__governing_date": governing}
    assert applied(paid(*stays, **changes)) == expected


TRANSFERS = ("separate", "difference", "credit_and_half")


def transfers(chosen: str, **more) -> dict[str, object]:
    return {"inpatient__transfer": choice(chosen, *TRANSFERS), "inpatient__transfer_window": count(1), **more}


def referred(yuan: int, day: int, level: str) -> dict[str, object]:
    return bill(yuan, day, level=level, referral="referred")


def test_upward_the_difference_is_taken_and_downward_nothing(paid):
    up = [bill(10_000, 0, level="primary"), referred(10_000, 1, "county"), referred(10_000, 2, "city")]
    down = [bill(10_000, 0, level="city"), referred(10_000, 1, "primary")]
    assert applied(paid(*up, **transfers("difference"))) == [200, 300, 200]
    assert applied(paid(*down, **transfers("difference"))) == [700, 0]
    assert applied(paid(*up, **transfers("separate"))) == [200, 500, 700]


def test_a_chain_ends_behind_its_window_and_without_a_referral(paid):
    late = [bill(10_000, 0, level="primary"), referred(10_000, 2, "county")]
    unreferred = [bill(10_000, 0, level="primary"), bill(10_000, 1, level="county")]
    assert applied(paid(*late, **transfers("difference"))) == [200, 500]
    assert applied(paid(*unreferred, **transfers("difference"))) == [200, 500]


def test_a_chain_counts_as_one_admission(paid):
    stays = [bill(10_000, 0, level="primary"), referred(10_000, 1, "county"), bill(10_000, 90)]
    payments = paid(*stays, **transfers("difference", inpatient__repeat_factor=FACTORS))
    assert [payment.admission for payment in payments] == [1, 0, 1]
    assert applied(payments) == [200, 300, 375]


def test_changsha_adds_points_upward_and_gives_half_of_the_deductible_back_downward(paid):
    changes = transfers(
        "credit_and_half",
        inpatient__transfer_given_back=rate("50%"),
        inpatient__transfer_addition=rate("3%"),
        inpatient__transfer_addition_up_to=amount("10000 元"),
    )
    up = paid(bill(1_000, 0, level="primary"), referred(20_000, 1, "county"), **changes)
    assert up[1].deductible_applied_fen == 30_000
    assert up[1].by_rate_fen == 19_700 * 80 + 9_700 * 3
    down = paid(bill(20_000, 0, level="county"), referred(1_000, 1, "primary"), **changes)
    assert (down[1].deductible_applied_fen, down[1].base_fen) == (-25_000, 125_000)
    assert down[1].pool_fen == min(1_250 * 85 + 1_250 * 3, 100_000)


SEGMENTS = {"inpatient__segments__county": tiers(("0 元", "80%"), ("10000 元", "85%"), ("100000 元", "90%"))}


def test_segments_measure_the_base_the_cost_or_the_year(paid):
    stays = [bill(12_500), bill(12_500, 9)]
    base = paid(*stays, **SEGMENTS)
    assert [payment.by_rate_fen for payment in base] == [10_000 * 80 + 2_000 * 85] * 2
    cost = paid(*stays, inpatient__segment_axis=choice("eligible"), **SEGMENTS)
    assert [payment.by_rate_fen for payment in cost] == [9_500 * 80 + 2_500 * 85] * 2
    year = paid(*stays, inpatient__segment_axis=choice("year"), **SEGMENTS)
    assert [payment.by_rate_fen for payment in year] == [10_000 * 80 + 2_000 * 85, 12_000 * 85]


def test_each_segment_is_rounded_by_itself_or_only_their_sum(paid):
    cents = bill(0, total_fen=1_050_099, eligible_fen=1_050_099)
    odd = {"inpatient__segments__county": tiers(("0 元", "33.3333%"), ("10000 元", "66.6666%"))}
    assert paid(cents, **odd)[0].by_rate_fen == 333_333 + 66
    assert paid(cents, inpatient__rounding=choice("sum", "each_segment"), **odd)[0].by_rate_fen == 333_399


def test_points_for_age_person_category_and_contract_are_added_up_to_the_highest_rate(paid):
    changes = {
        "inpatient__age_addition": rate("0.2%"),
        "inpatient__addition_by_person": rate({"minor": "10%", "retired": "3%"}),
        "inpatient__addition_by_category": rate({"minimum_living": "5%"}),
        "inpatient__contracted_addition": rate("2%"),
    }
    base = 9_500
    assert paid(bill(10_000, age=40), **changes)[0].by_rate_fen == base * 88
    assert paid(bill(10_000, person="retired"), **changes)[0].by_rate_fen == base * 83
    assert paid(bill(10_000, person="minor", category="minimum_living"), **changes)[0].by_rate_fen == base * 95
    assert paid(bill(10_000, is_contracted=1), **changes)[0].by_rate_fen == base * 82
    highest = changes | {"inpatient__rate_max": rate("90%")}
    assert paid(bill(10_000, age=95, person="minor"), **highest)[0].by_rate_fen == base * 90


def test_copay_first_comes_off_before_the_deductible_by_kind_of_referral(paid):
    first = rate({"referred": "10%", "emergency": "10%", "unreferred": "20%"})
    bills = [
        bill(10_000, 9 * number, area="other_city", referral=kind)
        for number, kind in enumerate(("referred", "unreferred"))
    ]
    one, other = paid(*bills, inpatient__copay_first=first, inpatient__unreferred_reduction="0%")
    assert (one.copay_first_fen, one.base_fen) == (100_000, 900_000 - 75_000)
    assert (other.copay_first_fen, other.base_fen) == (200_000, 800_000 - 75_000)
    assert paid(bill(10_000), inpatient__copay_first=first)[0].copay_first_fen == 0


def outpatient(yuan: int, day: int = 0, **more) -> dict[str, object]:
    return bill(yuan, day, care="outpatient", level="primary", **more)


@pytest.mark.parametrize(
    ("basis", "expected"),
    [
        ("each_visit", [60, 60, 60, 60]),
        ("each_day", [60, 0, 60, 60]),
        ("each_month", [60, 0, 0, 60]),
        ("each_year", [60, 0, 0, 0]),
    ],
)
def test_an_outpatient_deductible_is_due_once_a_visit_a_day_a_month_or_a_year(paid, basis, expected):
    visits = [outpatient(100, day) for day in (0, 0, 9, 40)]
    bases = ("table", "amount", {"primary": "60 元", "county": "60 元"})
    basis = choice(basis, "each_visit")
    assert applied(paid(*visits, outpatient__deductible=bases, outpatient__deductible_basis=basis)) == expected


def test_visit_day_month_and_year_each_cap_what_the_pool_pays(paid):
    visits = [outpatient(100, day) for day in (0, 0, 9, 40)]
    pools = {
        cap: [payment.pool_fen // 100 for payment in paid(*visits, **{f"outpatient__{cap}": amount(f"{yuan} 元")})]
        for cap, yuan in (("visit_cap", 30), ("day_cap", 80), ("month_cap", 90), ("annual_cap", 120))
    }
    assert pools["visit_cap"] == [30, 30, 30, 30]
    assert pools["day_cap"] == [55, 25, 55, 15]  # the year's 150 end the last
    assert pools["month_cap"] == [55, 35, 0, 55]
    assert pools["annual_cap"] == [55, 55, 10, 0]


def test_two_diseases_have_a_cap_for_each(paid):
    changes = {
        "two_diseases__rate": rate("50%"),
        "two_diseases__disease_cap": amount({"hypertension": "400 元", "diabetes": "500 元"}),
    }
    visits = [
        bill(1_500, day, care="two_diseases", disease=disease)
        for day, disease in enumerate(("hypertension", "diabetes", "diabetes"))
    ]
    assert [payment.pool_fen for payment in paid(*visits, **changes)] == [40_000, 50_000, 0]


def test_special_chronic_is_paid_as_inpatient_with_one_deductible_a_year_at_the_highest_level(paid):
    changes = {
        "special_chronic__same_as": choice("inpatient"),
        "special_chronic__deductible_basis": choice("each_year", "each_visit"),
    }
    visits = [
        bill(5_000, day, care="special_chronic", level=level) for day, level in enumerate(("county", "primary", "city"))
    ]
    payments = paid(*visits, bill(5_000, 30), **changes)
    assert applied(payments) == [500, 0, 200, 500]
    assert [payment.pool_fen for payment in payments[:2]] == [4_500 * 80, 5_000 * 85]


def test_a_delivery_of_a_kind_with_a_fixed_amount_is_paid_that_and_others_by_cost(paid):
    changes = {
        "delivery__same_as": choice("inpatient"),
        "delivery__fixed_amount": amount({"natural": "1600 元", "caesarean": "2400 元"}),
    }
    kinds = ({"delivery": "natural"}, {"delivery": "caesarean"}, {"delivery": "assisted"}, {})
    pools = [paid(bill(5_000, care="delivery", **kind), **changes)[0].pool_fen for kind in kinds]
    assert pools == [160_000, 240_000, 360_000, 360_000]
    assert paid(bill(1_000, care="delivery", delivery="caesarean"), **changes)[0].pool_fen == 100_000


def test_an_accident_for_which_a_third_party_is_liable_is_refused(paid):
    changes = {"accident_inpatient__same_as": choice("inpatient")}
    payments = paid(
        bill(5_000, care="accident_inpatient", is_third_party=1), bill(5_000, 1, care="accident_inpatient"), **changes
    )
    assert (payments[0].fund_fen, payments[0].reason) == (0, Reason.THIRD_PARTY)
    assert payments[1].pool_fen == 360_000


def test_a_long_prescription_is_refused_beyond_its_days_and_before_the_last_one_ends(paid):
    changes = {"outpatient__supply_days_max": count(84), "outpatient__supply_overlap": count(7)}
    visits = [outpatient(10, 0, supply_days=84), outpatient(10, 10, supply_days=28), outpatient(10, 77, supply_days=28)]
    assert [payment.reason for payment in paid(*visits, **changes)][1] == Reason.SUPPLY_OVERLAPS
    assert [payment.pool_fen for payment in paid(*visits, **changes)] == [550, 0, 550]
    assert paid(outpatient(10, supply_days=85), **changes)[0].reason == Reason.SUPPLY_TOO_LONG


def test_the_account_pays_the_persons_part_up_to_its_balance(paid):
    stay = bill(10_500, account_balance_fen=100_000)
    assert (paid(stay)[0].account_fen, paid(stay)[0].cash_fen) == (0, 250_000)
    from_account = paid(stay, inpatient__account=choice("yes", "no"))[0]
    assert (from_account.account_fen, from_account.cash_fen, from_account.person_fen) == (100_000, 150_000, 250_000)


def test_parts_of_one_stay_have_one_deductible_and_count_as_one_admission(paid):
    parts = [bill(300), bill(10_000, 20, joins=True), bill(10_000, 60)]
    payments = paid(*parts, inpatient__repeat_factor=FACTORS)
    assert applied(payments) == [300, 200, 375]
    assert [payment.admission for payment in payments] == [1, 0, 1]
    whole = paid(bill(22_500), **SEGMENTS)[0].pool_fen
    two = paid(bill(10_500), bill(12_000, 20, joins=True), **SEGMENTS)
    assert sum(payment.pool_fen for payment in two) == whole


def test_a_replayed_refund_carries_what_later_bills_would_have_been_paid(paid):
    stays = [bill(300), bill(10_000, 1), bill(-300, 2, refunds=0)]
    each_year = {"inpatient__deductible_basis": "each_year"}
    event = paid(*stays, **each_year)
    replayed = paid(*stays, refund=choice("replay", "new_event"), **each_year)
    assert [payment.pool_fen for payment in event] == [0, 9_800 * 80, 0]
    assert [payment.pool_fen for payment in replayed] == [0, 9_800 * 80, -300 * 80]
    assert replayed[2].person_fen == -30_000 + 300 * 80
    alone = paid(stays[1], **each_year)
    assert sum(payment.fund_fen for payment in replayed) == alone[0].fund_fen


def test_a_family_doctors_basic_package_is_paid_and_a_personal_one_is_the_persons(paid):
    changes = {"family_doctor__rate": rate("60%"), "family_doctor__contracted_addition": rate("5%")}
    basic = bill(100, care="family_doctor", level="primary", is_contracted=1)
    personal = {**basic, "eligible_fen": 0}  # filed with the county, outside the list
    assert [payment.pool_fen for payment in paid(basic, personal, **changes)] == [6_500, 0]


def test_what_a_place_never_wrote_down_is_paid_nothing_and_says_so(paid):
    payments = paid(bill(10_000, area="out_of_province"), bill(10_000, 1), inpatient__out_of_province_rate="null")
    assert [payment.reason for payment in payments] == [Reason.RULE_UNKNOWN, Reason.RATE]
    assert payments[0].fund_fen == 0


def test_the_hospitals_part_is_not_the_persons(paid):
    payment = paid(bill(10_500, given_fen=50_000))[0]
    assert (payment.given_fen, payment.person_fen) == (50_000, 200_000)
