"""The resident plan, clause by clause, on bills whose payment can be worked out by hand."""

from dataclasses import replace

from fenming.adjudication.plan.reason import Reason
from tests.adjudication.bill_table import CHRONIC, OUTPATIENT, Bill, inpatient, payments, refund, registered
from tests.adjudication.rule_sets import dated


def outpatient(yuan: int, **more) -> Bill:
    return Bill(OUTPATIENT, yuan * 100, yuan * 100, **{"level": 0, **more})


def chronic(yuan: int, **more) -> Bill:
    return Bill(CHRONIC, yuan * 100, yuan * 100, **more)


def test_outpatient_pays_the_rate_of_the_level_up_to_the_yearly_cap(rules):
    first, second, third = payments([[outpatient(100), outpatient(300), outpatient(10)]], rules)
    assert (first.by_rate_fen, first.pool_fen) == (5500, 5500)
    assert (second.by_rate_fen, second.pool_fen) == (16500, 9500)
    assert third.pool_fen == 0


def test_outpatient_at_a_level_without_the_benefit_is_not_covered(rules):
    (paid,) = payments([[outpatient(100, level=2)]], rules)
    assert (paid.fund_fen, paid.person_fen, paid.reason) == (0, 10000, Reason.NOT_COVERED)


def test_outpatient_deductible_is_borne_once_over_the_year(tmp_path):
    rules = dated(tmp_path, outpatient__deductible="60 元")
    first, second, third = payments([[outpatient(50), outpatient(50), outpatient(50)]], rules)
    assert [paid.deductible_applied_fen for paid in (first, second, third)] == [5000, 1000, 0]
    assert second.base_fen == 4000


def test_chronic_cap_rises_with_each_further_disease_and_stops(rules):
    for diseases, cap in ((1, 3000), (2, 3300), (6, 4500), (20, 4500), (0, 3000)):
        (paid,) = payments([[chronic(10000)]], rules, registered(diseases))
        assert paid.pool_fen == cap * 100, diseases


def test_a_disease_counts_from_the_day_it_is_registered(rules):
    year = 19723
    both = registered(2, began=year + 10)
    early, late = payments([[chronic(10000, hours=24), chronic(10000, hours=24 * 11)]], rules, both)
    assert (early.pool_fen, late.pool_fen) == (300000, 30000)


def test_inpatient_at_each_level_takes_the_deductible_at_each_admission(rules):
    bills = [inpatient(10000, level=level) for level in range(4)]
    for paid, (standard, rate) in zip(
        payments([bills], rules), ((200, 85), (500, 80), (700, 75), (1000, 70)), strict=True
    ):
        assert paid.deductible_applied_fen == standard * 100
        assert paid.pool_fen == (10000 - standard) * rate


def test_a_bill_below_the_deductible_uses_only_itself_up(rules):
    (paid,) = payments([[inpatient(300)]], rules)
    assert (paid.deductible_standard_fen, paid.deductible_applied_fen, paid.fund_fen) == (50000, 30000, 0)


def test_once_a_year_only_the_rise_to_a_higher_deductible_is_taken(tmp_path):
    rules = dated(tmp_path, inpatient__deductible_basis="each_year")
    bills = [inpatient(10000, level=level) for level in (1, 0, 2, 2)]
    assert [paid.deductible_applied_fen for paid in payments([bills], rules)] == [50000, 0, 20000, 0]


def test_another_city_raises_the_deductible_and_lack_of_referral_lowers_the_rate(rules):
    bill = inpatient(10000, level=2, area=1)
    referred, unreferred = payments([[bill], [replace(bill, is_referred=False)]], rules)
    assert referred.deductible_applied_fen == 105000
    assert referred.pool_fen == 8950 * 75
    assert unreferred.pool_fen == 8950 * 65


def test_referral_does_not_matter_at_home(rules):
    referred, unreferred = payments([[inpatient(10000)], [inpatient(10000, is_referred=False)]], rules)
    assert referred == unreferred


def test_out_of_province_deductible_is_a_share_of_the_whole_bill_between_two_ends(rules):
    bills = [[inpatient(total, area=2, level=3)] for total in (3000, 30000, 90000)]
    assert [paid.deductible_applied_fen for paid in payments(bills, rules)] == [200000, 600000, 1000000]


def test_out_of_province_deductible_counts_what_is_not_eligible_too(rules):
    (paid,) = payments([[inpatient(30000, 20000, area=2, level=3)]], rules)
    assert (paid.deductible_applied_fen, paid.base_fen) == (600000, 1400000)


def test_no_floor_lifts_a_payment_above_the_eligible_cost(tmp_path):
    rules = dated(tmp_path, inpatient__floor_rate={"in_province": "120%", "out_of_province": "40%"})
    (paid,) = payments([[inpatient(1000, 900, area=1)]], rules)
    assert (paid.floor_fen, paid.pool_fen) == (108000, 90000)


def test_the_floor_lifts_a_small_payment_away_from_home(rules):
    (paid,) = payments([[inpatient(3000, area=2, level=3)]], rules)
    assert (paid.by_rate_fen, paid.floor_fen, paid.pool_fen) == (60000, 120000, 120000)


def test_all_care_shares_the_pools_yearly_cap_and_what_it_leaves_counts_as_borne(rules):
    first, *later = payments([[inpatient(400000), outpatient(100), inpatient(10000), chronic(100)]], rules)
    assert first.pool_fen == 30000000
    assert first.critical_base_fen == 10000000
    assert [paid.pool_fen for paid in later] == [0, 0, 0]
    assert [paid.critical_base_fen for paid in later] == [0, 1000000, 10000]


def test_critical_illness_pays_the_rise_of_the_tiers_over_the_year(rules):
    bills = [inpatient(80500, level=1), inpatient(80500, level=1), inpatient(400000, level=1)]
    first, second, third = payments([bills], rules)
    assert (first.critical_base_fen, first.critical_illness_fen) == (1650000, 90000)
    assert (second.critical_base_fen, second.critical_illness_fen) == (1650000, 990000)
    borne = 3300000 + third.critical_base_fen
    assert borne == 400000_00 - (300000_00 - 2 * 64000_00) + 3300000
    whole = 50000_00 * 60 + 50000_00 * 65 + 100000_00 * 75 + (borne - 15000_00 - 200000_00) * 80
    assert first.critical_illness_fen + second.critical_illness_fen + third.critical_illness_fen == whole // 100


def test_absolute_tiers_begin_at_the_deductible(tmp_path):
    rules = dated(tmp_path, critical_illness__tier_axis="absolute")
    (paid,) = payments([[inpatient(370000, level=1)]], rules)
    assert paid.critical_base_fen == 7440000
    assert paid.critical_illness_fen == 35000 * 60 + 24400 * 65


def test_ordinary_outpatient_does_not_count_towards_critical_illness(rules):
    (paid,) = payments([[outpatient(100000)]], rules)
    assert (paid.critical_base_fen, paid.critical_illness_fen) == (0, 0)


def test_other_schemes_and_other_care_are_not_covered(rules):
    other_scheme, other_care = payments([[inpatient(1000, scheme="310")], [Bill("99", 100, 100)]], rules)
    assert other_scheme.reason == other_care.reason == Reason.NOT_COVERED
    assert (other_scheme.fund_fen, other_care.person_fen) == (0, 100)


def test_a_refund_returns_exactly_what_was_paid_and_gives_back_the_year(rules):
    bills = [inpatient(400000)]
    bills += [refund(bills, 0)]
    bills += [inpatient(400000, hours=5)]
    first, back, again = payments([bills], rules)
    assert back.fund_fen == -first.fund_fen
    assert back.deductible_applied_fen == -first.deductible_applied_fen
    assert again == first


def test_a_refund_of_an_earlier_bill_leaves_later_payments_as_they_were(rules):
    bills = [outpatient(200), outpatient(200, hours=1)]
    bills += [refund(bills, 0)]
    bills += [outpatient(500, hours=9)]
    assert [paid.pool_fen for paid in payments([bills], rules)] == [11000, 4000, -11000, 11000]


def test_a_refund_in_the_next_year_does_not_touch_the_new_year(rules):
    bills = [outpatient(400, hours=1), outpatient(400, hours=366 * 24 + 1)]
    bills += [refund(bills, 0)]
    bills += [outpatient(400, hours=366 * 24 + 9)]
    assert [paid.pool_fen for paid in payments([bills], rules)] == [15000, 15000, -15000, 0]


def test_a_negative_bill_without_its_original_pays_nothing(rules):
    (paid,) = payments([[Bill(total_fen=-100, eligible_fen=-100)]], rules)
    assert (paid.fund_fen, paid.person_fen, paid.reason) == (0, -100, Reason.NO_ORIGINAL)


def test_the_year_begins_anew_for_the_next_person_and_the_next_year(rules):
    bills = [outpatient(400), outpatient(400, hours=366 * 24)]
    assert [paid.pool_fen for paid in payments([bills, bills], rules)] == [15000] * 4


def test_rules_change_on_their_day_within_the_year(tmp_path):
    rules = dated(tmp_path, ("2024-07-01", {"outpatient/rate": {"primary": "60%"}, "outpatient/annual_cap": "200 元"}))
    days = (("2024-06-30 23", 181 * 24 + 23), ("2024-07-01 00", 182 * 24))
    bills = [outpatient(100, hours=hours) for _day, hours in days] + [outpatient(1000, hours=200 * 24)]
    assert [paid.pool_fen for paid in payments([bills], rules)] == [5500, 6000, 8500]
    assert len(rules.sets) == 2


def test_reasons_tell_why_the_platform_paid_another_amount(rules):
    paid_here = inpatient(10000)
    agreed = replace(
        paid_here, platform_pool_fen=760000, platform_deductible_fen=50000, platform_critical_illness_fen=0
    )
    cases = {
        Reason.SAME: agreed,
        Reason.DEDUCTIBLE: replace(agreed, platform_pool_fen=1, platform_deductible_fen=20000),
        Reason.RATE: replace(agreed, platform_pool_fen=1),
        Reason.CRITICAL_ILLNESS: replace(agreed, platform_critical_illness_fen=5),
        Reason.CAP: replace(inpatient(900000), platform_deductible_fen=50000),
        Reason.FLOOR: replace(inpatient(3000, area=2), platform_deductible_fen=200000),
    }
    for reason, bill in cases.items():
        (paid,) = payments([[bill]], rules)
        assert paid.reason == reason, reason
        assert paid.difference_fen == paid.pool_fen - bill.platform_pool_fen


def test_a_refund_that_the_platform_reckons_otherwise_says_so(rules):
    bills = [replace(inpatient(10000), platform_pool_fen=760000)]
    back = refund(bills, 0)
    same = payments([[*bills, replace(back, platform_pool_fen=-760000)]], rules)[1]
    other = payments([[*bills, replace(back, platform_pool_fen=-750000)]], rules)[1]
    assert (same.reason, same.difference_fen) == (Reason.SAME, 0)
    assert (other.reason, other.difference_fen) == (Reason.REFUND, -10000)


def test_every_reason_has_words():
    assert len({reason.words for reason in Reason}) == len(Reason)
