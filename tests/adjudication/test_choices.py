"""What localities resolve differently, one choice at a time, on bills that can be worked out by hand."""

from datetime import date, timedelta

import pytest

from fenming.adjudication.plan.claim import Paid
from fenming.adjudication.plan.reason import Reason
from fenming.adjudication.trial import judged
from tests.adjudication.pack_text import benefits_pack

NEW_YEAR = date(2024, 1, 1)
FACTORS = ("table", "rate", {"second": "75%", "third": "50%"})


def rate(value) -> tuple:
    return ("table" if isinstance(value, dict) else "rate", "rate", value)


def amount(value) -> tuple:
    return ("table" if isinstance(value, dict) else "amount", "amount", value)


def count(value: int) -> tuple:
    return ("count", None, value)


def choice(value: str, *others: str) -> tuple:
    return ("choice", (value, *others), value)


def tiers(*steps: tuple[str, str]) -> tuple:
    return ("tiers", None, [{"above": above, "rate": rate} for above, rate in steps])


def bill(yuan: int, day: int = 0, **more) -> dict[str, object]:
    """A stay at county level in whole yuan, settled so many days after New Year; all of it eligible unless said."""
    settled = NEW_YEAR + timedelta(days=day)
    given = {"scheme": "resident", "care": "inpatient", "level": "county", "settled": settled}
    return {**given, "total_fen": yuan * 100, "eligible_fen": yuan * 100, **more}


@pytest.fixture
def paid(tmp_path_factory):
    """What one person's bills are paid under the synthetic rules with these changes."""

    def judge(*bills: dict[str, object], **changes: object) -> list[Paid]:
        return judged(bills, benefits_pack(tmp_path_factory.mktemp("pack"), **changes))

    return judge


def applied(payments: list[Paid]) -> list[int]:
    return [payment.deductible_applied_fen // 100 for payment in payments]


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


def test_a_cap_on_the_base_lets_the_rest_flow_into_critical_illness_and_a_cap_on_payment_does_not_take_base(paid):
    stays = [bill(100_500), bill(20_500, 9)]
    on_base = paid(*stays, annual_cap="90000 元", annual_cap_on=choice("base", "payment"))
    assert [payment.base_fen for payment in on_base] == [9_000_000, 0]
    assert [payment.pool_fen for payment in on_base] == [7_200_000, 0]
    assert [payment.critical_base_fen for payment in on_base] == [10_050_000 - 7_200_000, 2_050_000]
    on_payment = paid(*stays, annual_cap="90000 元")
    assert [payment.pool_fen for payment in on_payment] == [8_000_000, 1_000_000]


def test_upfront_copay_counts_into_critical_illness_where_the_base_says_so(paid):
    stay = bill(110_000, eligible_fen=10_000_000, upfront_fen=1_000_000)
    without = paid(stay)[0]
    with_upfront = paid(stay, critical_illness__base="eligible_and_upfront_after_pool")[0]
    assert with_upfront.critical_base_fen == without.critical_base_fen + 1_000_000
    assert with_upfront.critical_illness_fen == (with_upfront.critical_base_fen - 1_500_000) * 60 // 100


def test_what_is_paid_first_outside_the_area_stays_out_of_critical_illness_where_the_base_says_so(paid):
    away = bill(200_000, area="other_city", referral="unreferred")
    first = {"inpatient__copay_first": rate({"unreferred": "20%"})}
    within = paid(away, **first)[0]
    without = paid(away, critical_illness__base="counted_after_pool", **first)[0]
    assert without.critical_base_fen == within.critical_base_fen - 4_000_000


def test_poor_households_reach_critical_illness_earlier_and_at_higher_rates(paid):
    changes = {
        "critical_illness__deductible_factor_by_category": rate({"minimum_living": "50%"}),
        "critical_illness__addition_by_category": rate({"minimum_living": "5%"}),
    }
    stay = bill(100_500)
    assert paid(stay, **changes)[0].critical_illness_fen == (2_050_000 - 1_500_000) * 60 // 100
    assert (
        paid({**stay, "category": "minimum_living"}, **changes)[0].critical_illness_fen
        == (2_050_000 - 750_000) * 65 // 100
    )


def test_continuous_years_and_years_without_a_claim_raise_the_cap_within_their_share(paid):
    changes = {
        "critical_illness__annual_cap": amount("10000 元"),
        "critical_illness__continuous_years_from": count(4),
        "critical_illness__continuous_year_addition": amount("300 元"),
        "critical_illness__no_claim_year_addition": amount("500 元"),
        "critical_illness__addition_max": rate("20%"),
    }
    stay = bill(400_500)
    cap = [paid({**stay, "continuous_years": years, "no_claim_years": 1}, **changes)[0] for years in (4, 6, 20)]
    assert [payment.critical_illness_fen for payment in cap] == [1_050_000, 1_110_000, 1_200_000]


def test_large_amount_pays_on_what_the_yearly_cap_cut_off_and_critical_illness_on_the_rest(paid):
    changes = {
        "annual_cap": "100000 元",
        "large_amount__tiers": tiers(("0 元", "90%")),
        "large_amount__tier_axis": choice("excess"),
        "large_amount__annual_cap": amount("400000 元"),
    }
    payment = paid(bill(200_500), **changes)[0]
    assert (payment.pool_fen, payment.large_amount_base_fen, payment.large_amount_fen) == (
        10_000_000,
        6_000_000,
        5_400_000,
    )
    assert payment.critical_base_fen == 20_050_000 - 10_000_000 - 5_400_000


def test_a_civil_servant_is_paid_a_share_of_what_is_left_above_a_yearly_deductible(paid):
    changes = {"civil_servant__rate": rate("50%"), "civil_servant__deductible": amount("1000 元")}
    stays = [bill(10_500, is_civil_servant=1), bill(10_500, 9, is_civil_servant=1)]
    assert [payment.civil_servant_fen for payment in paid(*stays, **changes)] == [75_000, 125_000]
    assert paid(bill(10_500), **changes)[0].civil_servant_fen == 0


AID = {
    "medical_aid__rate": rate({"special_hardship": "100%", "minimum_living": "75%", "low_income_edge": "60%"}),
    "medical_aid__deductible": amount({"low_income_edge": "2875.30 元"}),
    "medical_aid__annual_cap": amount({"minimum_living": "1500 元", "low_income_edge": "30000 元"}),
}


def test_medical_aid_pays_by_category_above_its_yearly_deductible_within_its_cap(paid):
    stays = [bill(10_500), bill(10_500, 9)]  # 2,500 yuan left of each
    by = {
        category: [
            payment.medical_aid_fen for payment in paid(*({**stay, "category": category} for stay in stays), **AID)
        ]
        for category in ("ordinary", "special_hardship", "minimum_living", "low_income_edge", "expense_hardship")
    }
    assert by["ordinary"] == by["expense_hardship"] == [0, 0]
    assert by["special_hardship"] == [250_000, 250_000]
    assert by["minimum_living"] == [150_000, 0]
    assert by["low_income_edge"] == [0, (500_000 - 287_530) * 60 // 100]


def test_three_layers_of_yubei_residents_leave_what_the_tilt_leaves(paid):
    changes = {
        "medical_aid__rate": rate({"minimum_living": "70%"}),
        "medical_aid__tilt_rate": rate("60%"),
        "medical_aid__tilt_deductible": amount("3000 元"),
        "inpatient__deductible": {"primary": "300 元", "county": "300 元", "city": "300 元", "province": "300 元"},
        "inpatient__rate": {"primary": "70%", "county": "70%", "city": "70%", "province": "70%"},
        "critical_illness__deductible": "900000 元",
    }
    payment = paid(bill(50_300, category="minimum_living"), **changes)[0]
    assert (payment.pool_fen, payment.medical_aid_base_fen) == (3_500_000, 1_530_000)
    assert payment.medical_aid_fen == 1_071_000
    assert payment.tilted_aid_fen == (459_000 - 300_000) * 60 // 100
    assert payment.person_fen == 1_530_000 - 1_071_000 - 95_400


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
