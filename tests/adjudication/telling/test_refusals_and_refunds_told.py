"""Bills that no fund pays say why; refunds say what goes back, and which bills of the year that changes."""

from fenming.adjudication.plan.reason import Reason
from fenming.adjudication.telling.steps import steps_of
from tests.adjudication.telling.told import bill, history, refund, steps

INPATIENT = {"inpatient.rate": {"primary": 850_000, "county": 800_000}, "inpatient.deductible": 50_000}


def why(rules, *bills):
    """The step that says why the pool pays nothing on the last bill."""
    return steps(rules, *bills)["pool_fen"]


def test_a_care_without_rules_names_care_and_scheme():
    told = why(INPATIENT, bill(100, care="pharmacy"))
    assert told.formula == "not covered by this plan: the pack has no rules for pharmacy in the residents' scheme"
    assert steps(INPATIENT, bill(100, care="pharmacy"))["person_fen"].value == 10_000


def test_a_level_that_the_rates_leave_out_is_told_with_the_clause():
    told = why(INPATIENT, bill(100, level="province"))
    assert told.formula.endswith("the rates for inpatient care name none at province level")
    assert told.clauses[0].name == "benefits.resident.inpatient.rate"


def test_an_unknown_rule_is_named_and_only_the_one_that_decides():
    rules = INPATIENT | {"inpatient.copay_first": None, "inpatient.out_of_province_rate": None}
    assert why(rules, bill(100, area="other_city")).formula.endswith(": benefits.resident.inpatient.copay_first")
    assert steps(rules, bill(10_500))["pool_fen"].value == 800_000
    far = why(rules, bill(100, area="out_of_province")).formula
    assert far.endswith("benefits.resident.inpatient.copay_first, benefits.resident.inpatient.out_of_province_rate")


def test_an_unknown_rule_of_a_layer_is_named_where_the_person_needs_it():
    rules = INPATIENT | {"medical_aid.rate": None}
    assert why(rules, bill(100, category="minimum_living")).formula.endswith("benefits.resident.medical_aid.rate")
    assert steps(rules, bill(10_500))["pool_fen"].value == 800_000


def test_third_party_liability_refuses_unless_the_rules_pay():
    hurt = bill(10_500, is_third_party=1)
    assert why(INPATIENT, hurt).formula.startswith("a third party is liable for the cost: ")
    assert why(INPATIENT | {"inpatient.third_party": "paid"}, hurt).value == 800_000


def test_a_prescription_too_long_or_too_early_says_by_how_many_days():
    rules = {"outpatient.rate": 500_000, "outpatient.supply_days_max": 90, "outpatient.supply_overlap": 7}
    drugs = [bill(100, care="outpatient", supply_days=days, day=day) for days, day in ((90, 0), (30, 60))]
    assert why(rules, bill(100, care="outpatient", supply_days=91)).formula.endswith("91 days, at most 90")
    early = why(rules, *drugs)
    assert "begins on 2024-03-01, 30 days before the last one ends on 2024-03-31; at most 7 days" in early.formula
    assert early.clauses[0].name.endswith("supply_overlap")


def test_a_negative_bill_without_its_original_is_told_as_such():
    told = why(INPATIENT, bill(total_fen=-100))
    assert told.formula == Reason.NO_ORIGINAL.words


def test_a_refund_gives_back_what_its_bill_was_paid():
    stay = bill(10_500)
    told = steps(INPATIENT, stay, refund(0, stay, 3))
    assert (told["pool_fen"].formula, told["pool_fen"].value) == ("minus what bill B1 was paid", -800_000)
    assert told["deductible_applied_fen"].value == -50_000
    assert told["person_fen"].formula == "−10,500.00 − (−8,000.00)"


def test_a_replayed_refund_names_the_bills_that_change_and_by_how_much():
    rules = INPATIENT | {"inpatient.deductible_basis": "each_year", "refund": "replay"}
    first, second = bill(10_500), bill(2_000, day=30)
    told = steps(rules, first, second, refund(0, first, 40))
    assert (told["change_1_fen"].label, told["change_1_fen"].value) == ("bill B1: all funds", -800_000)
    assert told["change_1_fen"].formula == "8,000.00 paid before; the bill is taken out of the year"
    assert told["change_2_fen"].formula == "1,200.00 in the year without it, 1,600.00 before"
    assert told["change_2_fen"].value == -40_000
    assert told["pool_fen"].formula == "the sum of all changes of the year without bill B1"
    assert told["fund_fen"].value == -840_000 == told["change_1_fen"].value + told["change_2_fen"].value
    assert told["pool_fen"].clauses[0].name == "benefits.resident.refund"


def test_a_second_replay_starts_from_what_the_first_had_made():
    rules = INPATIENT | {"inpatient.deductible_basis": "each_year", "refund": "replay"}
    stays = [bill(10_500), bill(2_000, day=30), bill(3_000, day=60)]
    judged = history(rules, *stays, refund(0, stays[0], 70), refund(1, stays[1], 71))
    last = {step.name: step for step in steps_of(judged[-1])}
    assert last["change_1_fen"].formula == "1,200.00 paid before; the bill is taken out of the year"
    assert last["change_2_fen"].formula == "2,000.00 in the year without it, 2,400.00 before"
