"""What a bill would have come to at another level or with referral: judged by the same rules over the same year."""

from fenming.adjudication.plan.reason import NOT_COVERED, RULE_UNKNOWN
from fenming.adjudication.telling.what_if import elsewhere
from tests.adjudication.telling.told import as_read, bill, facts, history, refund

RULES = {
    "inpatient.rate": {"primary": 850_000, "county": 800_000, "city": 700_000},
    "inpatient.deductible": {"primary": 20_000, "county": 50_000, "city": 100_000, "province": 0},
    "inpatient.unreferred_reduction": 100_000,
}


def asked(rules, *bills, place: int = -1):
    """For each place: the fund's and the person's part of the bill, and of the whole year the person's."""
    known = facts(rules)
    judged = history(rules, *bills)
    found = elsewhere(as_read(*bills), place % len(bills), judged, known)
    return {one.where: (one.fund_fen, one.person_fen, one.all_person_fen) for one in found}


def test_a_city_hospital_is_compared_with_the_township_hospital_and_the_county():
    assert asked(RULES, bill(11_000, level="city")) == {
        "actual": (700_000, 400_000, 400_000),
        "primary": (918_000, 182_000, 182_000),
        "county": (840_000, 260_000, 260_000),
    }


def test_away_from_home_a_referral_is_compared_too():
    told = asked(RULES, bill(11_000, level="city", area="other_city"))
    assert told["actual"] == (600_000, 500_000, 500_000)
    assert told["referred"] == (700_000, 400_000, 400_000)
    assert list(told) == ["actual", "primary", "county", "referred"]


def test_at_home_a_referral_matters_only_where_transfers_do():
    chain = RULES | {"inpatient.transfer": "difference", "inpatient.transfer_window": 1}
    stays = bill(2_000), bill(11_000, day=1, level="city")
    assert "referred" not in asked(RULES, *stays)
    assert asked(chain, *stays)["referred"] == (735_000, 365_000, 445_000)


def test_the_year_shows_what_the_change_does_to_later_bills():
    once = RULES | {"inpatient.deductible_basis": "each_year"}
    told = asked(once, bill(11_000, level="city"), bill(3_000, day=40), place=0)
    assert told["actual"] == (700_000, 400_000, 460_000)
    assert told["primary"] == (918_000, 182_000, 266_000)


def test_all_parts_of_a_stay_move_together():
    stays = bill(600, level="city", stay=0), bill(11_000, level="city", day=9, stay=0)
    told = asked(RULES, *stays)
    assert told["actual"] == (742_000, 418_000, 418_000)
    assert told["primary"] == (969_000, 191_000, 191_000)


def test_a_level_that_is_not_paid_says_why():
    known = facts(RULES)
    bills = [bill(1_000, level="province", area="out_of_province")]
    found = elsewhere(as_read(*bills), 0, history(RULES, *bills), known)
    assert [one.reason for one in found] == [NOT_COVERED, 0, 0]
    rules = {"outpatient.rate": {"primary": 500_000}}
    visits = [bill(100, care="outpatient", level="primary")]
    found = elsewhere(as_read(*visits), 0, history(rules, *visits), facts(rules))
    assert [(one.where, one.reason) for one in found] == [("actual", 0), ("county", NOT_COVERED)]


def test_what_no_place_could_change_is_not_asked():
    stay = bill(1_000, level="city")
    assert asked(RULES, stay, refund(0, stay, 3)) == {}
    assert asked(RULES, stay, refund(0, stay, 3), place=0) == {}
    assert asked(RULES, bill(1_000, care="pharmacy")) == {}
    assert asked(RULES, bill(1_000, is_third_party=1)) == {}
    unknown = RULES | {"inpatient.floor_rate": None}
    assert history(unknown, stay)[0].paid.reason == RULE_UNKNOWN
    assert asked(unknown, stay) == {}


def test_a_place_where_the_same_is_paid_is_not_told():
    flat = {"inpatient.rate": 800_000}
    assert asked(flat, bill(1_000, level="city")) == {}
