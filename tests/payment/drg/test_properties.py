"""What holds of pricing whatever the cases: order, what one changed case moves, and that more cost never earns less."""

from dataclasses import replace
from datetime import date, timedelta
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from fenming.payment.drg import jumps, price_cases
from fenming.payment.drg.terms import TICK
from tests.payment.drg.places import RULES, YEAR, history, ruled, stay, tables, terms

FORMULAS = st.sampled_from(("capped_at_base", "coefficient_capped_at_base", "none"))
RULE_SETS = st.builds(
    lambda low, high, extreme, measured_by, formula, by: ruled(
        outlier=replace(
            RULES.outlier, low_cut_ppm=low, high_cut_ppm=high, extreme_cut_ppm=extreme, measured_by=measured_by
        ),
        incomplete=replace(RULES.incomplete, formula=formula),
        coefficient=replace(RULES.coefficient, by=by, years=2),
    ),
    st.sampled_from((None, 350_000, 400_000, 600_000)),
    st.sampled_from((1_500_000, 2_000_000, 3_000_000)),
    st.sampled_from((None, 1_000_000, 2_000_000, 3_000_000, 5_000_000)),
    st.sampled_from(("group_mean", "standard")),
    FORMULAS,
    st.sampled_from(("none", "institution")),
)
PAST = history(
    {
        YEAR - 1: {
            ("A", "H11"): [8_800, 8_700],
            ("B", "H11"): [7_200],
            ("B", "X99"): [12_000] * 3,
            ("A", "X99"): [11_111],
        }
    }
)
STAYS = st.lists(
    st.builds(
        lambda person, hospital, drg, day, days, fen, way: {
            "person_id": person,
            "institution_id": hospital,
            "drg": drg,
            "admitted_on": date(YEAR, 1, 1) + timedelta(days=day),
            "stay_days": days,
            "total_fen": fen,
            "discharge_way": way,
        },
        st.integers(1, 3),
        st.sampled_from("ABC"),
        st.sampled_from(("H11", "X99", "N11", "")),
        st.integers(0, 60),
        st.integers(1, 70),
        st.integers(1, 5_000_000),
        st.sampled_from(("1", "4", "")),
    ),
    min_size=1,
    max_size=12,
).map(lambda told: [stay(f"c{place:02}", **one) for place, one in enumerate(told)])


def points(stays, rules) -> dict[str, tuple[str, int]]:
    table = price_cases(*tables(stays), terms(rules, PAST))
    return {row["case_id"]: (row["rule"], row["points_micro"]) for row in table.to_pylist()}


@settings(max_examples=60, deadline=None)
@given(stays=STAYS, rules=RULE_SETS, seed=st.integers(0, 99))
def test_rows_in_any_order_have_the_same_points(stays, rules, seed):
    assert points(Random(seed).sample(stays, len(stays)), rules) == points(stays, rules)


@settings(max_examples=60, deadline=None)
@given(stays=STAYS, rules=RULE_SETS, fen=st.integers(1, 5_000_000), which=st.integers(0, 11))
def test_another_cost_of_one_case_moves_that_case_alone(stays, rules, fen, which):
    place = which % len(stays)
    changed = [*stays[:place], stays[place] | {"total_fen": fen}, *stays[place + 1 :]]
    before, after = points(stays, rules), points(changed, rules)
    assert {case for case in before if before[case] != after[case]} <= {stays[place]["case_id"]}


@settings(max_examples=60, deadline=None)
@given(stays=STAYS, rules=RULE_SETS, which=st.integers(0, 11))
def test_a_case_that_falls_away_moves_only_earlier_stays_of_its_person_and_group(stays, rules, which):
    gone = stays[which % len(stays)]
    left = [one for one in stays if one is not gone]
    before, after = points(stays, rules), points(left, rules)
    its_own = {one["case_id"] for one in left if (one["person_id"], one["drg"]) == (gone["person_id"], gone["drg"])}
    assert {case for case in after if before[case] != after[case]} <= its_own


@settings(max_examples=60, deadline=None)
@given(
    rules=RULE_SETS,
    costs=st.lists(st.integers(1, 6_000_000), min_size=2, max_size=30, unique=True),
    way=st.sampled_from(("1", "4")),
)
def test_more_cost_never_earns_fewer_points(rules, costs, way):
    stays = [stay(f"c{fen:09}", person_id=fen, total_fen=fen, discharge_way=way) for fen in sorted(costs)]
    earned = [micro for _rule, micro in points(stays, rules).values()]
    assert earned == sorted(earned)


@settings(max_examples=60, deadline=None)
@given(rules=RULE_SETS, hospital=st.sampled_from("AB"), fen=st.integers(1, 5_000_000))
def test_points_are_continuous_but_where_a_jump_is_named(rules, hospital, fen):
    priced_by = terms(rules, PAST)
    sheet = priced_by.sheet("H11", hospital)
    near = [stay(str(one), person_id=one + 1, institution_id=hospital, total_fen=one) for one in (fen, fen + 1)]
    lower, upper = (micro for _rule, micro in points(near, rules).values())
    steepest = sheet.full / sheet.measure_fen + TICK  # points are counted to the fourth place
    named = [jump for jump in jumps(sheet, priced_by) if jump.unit == "fen" and fen < jump.at <= fen + 1]
    assert named or 0 <= upper - lower <= steepest


@settings(max_examples=40, deadline=None)
@given(stays=STAYS, rules=RULE_SETS)
def test_points_are_never_negative_and_only_stays_left_out_or_unpaid_have_none(stays, rules):
    for _rule, micro in points(stays, rules).values():
        assert micro >= 0
