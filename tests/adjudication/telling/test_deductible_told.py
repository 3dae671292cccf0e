"""The deductible is told with the reason for this one: each rule that changed it is one step, no other."""

from fenming.adjudication.telling.steps import steps_of
from tests.adjudication.telling.told import bill, history, steps

LISTED = {
    "inpatient.rate": 800_000,
    "inpatient.deductible": {"primary": 20_000, "county": 50_000, "city": 80_000, "province": 120_000},
}
DUE, APPLIED = "deductible_standard_fen", "deductible_applied_fen"


def shown(step) -> tuple[str, int]:
    return step.formula, step.value


def part(rules, *bills) -> list[tuple[str, int]]:
    """Formula and amount of every step of the last bill's deductible."""
    return [shown(step) for step in steps_of(history(rules, *bills)[-1]) if step.part == "deductible"]


def test_a_deductible_that_no_rule_changed_is_one_step_and_what_the_bill_bears():
    assert part(LISTED, bill(3000)) == [
        ("at county level", 50_000),
        ("the smaller of 3,000.00 and the deductible 500.00, never below zero", 50_000),
    ]
    assert [clause.name for clause in steps(LISTED, bill(3000))[DUE].clauses] == [
        "benefits.resident.inpatient.deductible"
    ]


def test_a_care_without_a_deductible_says_so():
    assert part({"outpatient.rate": 500_000}, bill(100, care="outpatient")) == [("the rules name none", 0)]


def test_a_bill_below_the_deductible_bears_only_itself():
    assert steps(LISTED, bill(300))[APPLIED].value == 30_000


def test_another_city_takes_the_deductible_at_home_times_its_factor():
    away = LISTED | {"inpatient.other_city_deductible_factor": 1_500_000}
    told = part(away, bill(3000, area="other_city"))
    assert told[:2] == [("at county level", 50_000), ("500.00 × 150%", 75_000)]


def test_a_deductible_written_for_another_city_is_cited_in_its_own_words():
    away = LISTED | {"inpatient.other_city_deductible": {"county": 200_000}}
    due = steps(away, bill(3000, area="other_city"))[DUE]
    assert shown(due) == ("at county level, in another city of the province", 200_000)
    assert due.clauses[0].name.endswith("other_city_deductible")


def test_out_of_the_province_a_share_of_the_bill_stays_between_its_ends():
    far = LISTED | {
        "inpatient.out_of_province_deductible_rate": 200_000,
        "inpatient.out_of_province_deductible_min": 200_000,
        "inpatient.out_of_province_deductible_max": 1_000_000,
    }
    low, middle, high = (part(far, bill(yuan, area="out_of_province"))[:-1] for yuan in (5_000, 20_000, 90_000))
    assert low == [("5,000.00 × 20%", 100_000), ("1,000.00, at least 2,000.00", 200_000)]
    assert middle == [("20,000.00 × 20%", 400_000)]
    assert high == [("90,000.00 × 20%", 1_800_000), ("18,000.00, at most 10,000.00", 1_000_000)]


def test_person_group_and_category_each_take_their_factor():
    kind = LISTED | {
        "inpatient.deductible_factor_by_person": {"minor": 500_000},
        "inpatient.deductible_factor_by_category": {"minimum_living": 300_000},
    }
    told = part(kind, bill(3000, person_group="minor", category="minimum_living"))
    assert told[:3] == [("at county level", 50_000), ("500.00 × 50%", 25_000), ("250.00 × 30%", 7_500)]
    labels = [step.label for step in steps_of(history(kind, bill(3000, person_group="minor"))[-1])]
    assert "deductible for minors and students" in labels


def test_a_repeated_admission_takes_its_factor_and_stays_above_the_least():
    repeat = LISTED | {
        "inpatient.repeat_factor": {"second": 750_000, "third": 250_000},
        "inpatient.repeat_minimum": 15_000,
    }
    stays = [bill(3000, day=30 * number) for number in range(3)]
    assert part(repeat, *stays[:2])[1] == ("500.00 × 75%", 37_500)
    assert part(repeat, *stays)[1:3] == [("500.00 × 25%", 12_500), ("125.00, at least 150.00", 15_000)]
    assert steps(repeat, *stays[:2])[DUE].label == "deductible of the year's admission no. 2"


def test_a_reduction_for_each_earlier_admission_is_counted():
    repeat = LISTED | {"inpatient.repeat_reduction": 10_000, "inpatient.repeat_minimum": {"county": 35_000}}
    stays = [bill(3000, day=30 * number) for number in range(3)]
    assert part(repeat, *stays)[1:3] == [
        ("500.00 − 2 earlier admissions × 100.00", 30_000),
        ("300.00, at least 350.00", 35_000),
    ]


def test_a_deductible_named_by_admission_does_not_tell_of_levels():
    named = LISTED | {"inpatient.repeat_deductible": {"first": 70_000, "second": 50_000}}
    stays = [bill(3000, day=30 * number) for number in range(2)]
    assert part(named, *stays)[0] == ("named for it", 50_000)


def test_a_transfer_upward_takes_only_the_rise():
    chain = LISTED | {"inpatient.transfer": "difference", "inpatient.transfer_window": 1}
    stays = bill(3000), bill(9000, day=1, level="city", referral="referred")
    assert part(chain, *stays)[:2] == [("at city level", 80_000), ("800.00 − 500.00, not below zero", 30_000)]
    assert [clause.name.rpartition(".")[2] for clause in steps(chain, *stays)[DUE].clauses] == [
        "transfer",
        "transfer_window",
    ]


def test_a_transfer_downward_gives_half_back():
    chain = LISTED | {
        "inpatient.transfer": "credit_and_half",
        "inpatient.transfer_window": 1,
        "inpatient.transfer_given_back": 500_000,
    }
    told = part(chain, bill(9000, level="city"), bill(3000, day=1, referral="referred"))
    assert told[1:] == [("−(800.00 borne before the transfer × 50%)", -40_000), ("the amount above", -40_000)]
    base = steps(chain, bill(9000, level="city"), bill(3000, day=1, referral="referred"))["base_fen"]
    assert shown(base) == ("3,000.00 − (−400.00)", 340_000)


def test_a_further_part_of_a_stay_takes_what_the_first_left():
    stays = bill(300, stay=0), bill(3000, day=5, stay=0)
    assert part(LISTED, *stays)[:2] == [
        ("as on the first bill of this stay", 50_000),
        ("500.00 − 300.00, not below zero", 20_000),
    ]


def test_a_deductible_of_the_day_month_or_year_is_taken_once():
    for basis, day, label in (("each_day", 0, "day"), ("each_month", 20, "month"), ("each_year", 200, "year")):
        rules = {"outpatient.rate": 500_000, "outpatient.deductible": 5_000, "outpatient.deductible_basis": basis}
        told = steps(rules, bill(30, care="outpatient"), bill(100, day=day, care="outpatient"))[DUE]
        assert shown(told) == ("50.00 − 30.00, not below zero", 2_000)
        assert f"left of the {label}'s deductible" in told.label


def test_deductibles_of_a_year_together_stop_at_their_total():
    total = LISTED | {"inpatient.deductible_yearly_total": 120_000}
    stays = [bill(3000, day=30 * number) for number in range(3)]
    assert part(total, *stays)[1:3] == [("1,200.00 − 1,000.00", 20_000), ("500.00, at most 200.00", 20_000)]
