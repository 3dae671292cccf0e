"""One fee line under every rule: what is excluded, over the limit, paid first and eligible; both engines alike."""

from random import Random

import pytest

from fenming.adjudication.lines.line import CEILING_FIRST, CEILING_ORDERS, NONE, FeeLine, LineRules, Parts
from fenming.adjudication.lines.reason import LineReason
from tests.adjudication.line_tables import (
    MICRO,
    UNIT,
    YUAN,
    compiled_parts,
    four,
    in_both_engines,
    plain_parts,
    yuan_line,
)

PPM = 1_000_000
COPAY_FIRST, EACH_ON_TOTAL = LineRules(1), LineRules(2)
ALL_ORDERS = [LineRules(order) for order in range(len(CEILING_ORDERS))]
EXCLUDES_LIMITED_USE = LineRules(excludes_limited_use=1)


def hundred(percent: int, **more: int) -> FeeLine:
    """One item of 100 yuan whose price limit is 80, unless said."""
    return yuan_line(100, percent, **({"price": 100 * MICRO, "price_limit": 80 * MICRO} | more))


def yuan(line: FeeLine, rules: LineRules | None = None) -> tuple[int, int, int, int]:
    """The four parts, which are whole yuan."""
    parts = four(in_both_engines(line, rules))
    assert all(part % YUAN == 0 for part in parts)
    return tuple(part // YUAN for part in parts)


def test_limit_first_takes_the_copay_of_what_lies_within_the_limit():
    assert yuan(hundred(10)) == (0, 20, 8, 72)


def test_copay_first_takes_it_of_all_and_limits_what_is_left():
    assert yuan(hundred(10), COPAY_FIRST) == (0, 10, 10, 80)


def test_copay_first_may_bring_a_dear_item_below_its_limit():
    assert yuan(hundred(30), COPAY_FIRST) == (0, 0, 30, 70)


def test_each_on_total_takes_both_of_all():
    assert yuan(hundred(10), EACH_ON_TOTAL) == (0, 20, 10, 70)


def test_each_on_total_never_takes_more_than_there_is():
    assert yuan(hundred(90), EACH_ON_TOTAL) == (0, 10, 90, 0)


@pytest.mark.parametrize("rules", ALL_ORDERS, ids=CEILING_ORDERS)
def test_without_a_limit_the_order_changes_nothing(rules):
    assert yuan(yuan_line(100, 10, price=100 * MICRO), rules) == (0, 0, 10, 90)


@pytest.mark.parametrize("rules", ALL_ORDERS, ids=CEILING_ORDERS)
def test_a_price_at_its_limit_is_not_over_it(rules):
    assert yuan(hundred(10, price_limit=100 * MICRO), rules) == (0, 0, 10, 90)


@pytest.mark.parametrize("rules", ALL_ORDERS, ids=CEILING_ORDERS)
def test_a_line_that_the_person_pays_first_in_full_is_excluded_whatever_its_limit(rules):
    assert yuan(hundred(100), rules) == (100, 0, 0, 0)


def test_a_price_finer_than_a_fen_is_multiplied_before_it_is_rounded():
    line = FeeLine(2333, 70 * UNIT, 0, 0, 333_333, 330_000)
    assert four(in_both_engines(line)) == (0, 23, 0, 2310)


def test_without_a_price_the_line_total_is_held_against_the_limit():
    line = FeeLine(2333, 70 * UNIT, 0, 0, NONE, 330_000)
    assert four(in_both_engines(line)) == (0, 23, 0, 2310)


def test_over_the_limit_is_never_more_than_the_line():
    free_of_charge = FeeLine(0, UNIT, 0, 0, 100 * MICRO, 80 * MICRO)
    discounted = FeeLine(1000, UNIT, 0, 0, 100 * MICRO, 80 * MICRO)
    assert four(in_both_engines(free_of_charge)) == (0, 0, 0, 0)
    assert four(in_both_engines(discounted)) == (0, 1000, 0, 0)


def test_the_total_counts_and_its_difference_from_price_times_quantity_is_told():
    discounted = in_both_engines(FeeLine(9_500, UNIT, 0, 0, 100 * MICRO))
    assert (discounted.eligible_fen, discounted.price_difference_fen) == (9_500, -500)
    refunded = in_both_engines(FeeLine(-9_500, UNIT, 0, 0, 100 * MICRO))
    assert (refunded.eligible_fen, refunded.price_difference_fen) == (-9_500, 500)


def test_half_a_fen_goes_away_from_zero_on_charge_and_refund():
    assert in_both_engines(FeeLine(50, rate=10_000)).upfront_copay_fen == 1
    assert in_both_engines(FeeLine(-50, rate=10_000)).upfront_copay_fen == -1


@pytest.mark.parametrize(("item_class", "parts"), [(0, (0, 0, 0, 100)), (1, (0, 0, 15, 85)), (2, (100, 0, 0, 0))])
def test_class_decides_where_the_line_states_no_rate(item_class, parts):
    line = FeeLine(100 * YUAN, item_class=item_class)
    assert yuan(line, LineRules(copay_b=150_000)) == parts


def test_the_rate_of_the_line_prevails_over_its_class():
    assert yuan(yuan_line(100, 10, item_class=0), LineRules(copay_a=200_000)) == (0, 0, 10, 90)
    assert yuan(yuan_line(100, 100, item_class=0)) == (100, 0, 0, 0)


@pytest.mark.parametrize("item_class", [1, NONE])
def test_a_line_whose_rate_nobody_states_is_taken_as_printed(item_class):
    line = FeeLine(1000, item_class=item_class, platform_upfront_copay_fen=77, platform_eligible_fen=923)
    assert in_both_engines(line) == Parts(0, 0, 77, 923, 0, 0, LineReason.NO_RATE)


def test_limited_use_is_as_listed_unless_the_pack_excludes_it():
    line = yuan_line(100, 10, is_limited_use=1)
    assert yuan(line) == (0, 0, 10, 90)
    assert yuan(line, EXCLUDES_LIMITED_USE) == (100, 0, 0, 0)
    assert yuan(yuan_line(100, 10), EXCLUDES_LIMITED_USE) == (0, 0, 10, 90)


def test_beyond_the_quantity_of_the_list_the_person_pays_in_full():
    bed = yuan_line(500, 10, quantity=10 * UNIT, quantity_limit=7 * UNIT)
    assert yuan(bed) == (150, 0, 35, 315)
    assert yuan(bed._replace(quantity_limit=10 * UNIT)) == (0, 0, 50, 450)
    assert yuan(bed._replace(quantity_limit=0)) == (500, 0, 0, 0)


def test_a_price_limit_holds_for_the_quantity_that_the_list_allows():
    line = yuan_line(500, quantity=10 * UNIT, quantity_limit=7 * UNIT, price=50 * MICRO, price_limit=40 * MICRO)
    assert yuan(line) == (150, 70, 0, 280)
    assert yuan(line._replace(price=NONE)) == (150, 70, 0, 280)


UNUSABLE = {
    "a rate above the whole": {"rate": PPM + 1},
    "a negative rate": {"rate": -5},
    "a limit without a quantity": {"quantity": 0, "price_limit": 80 * MICRO},
    "a quantity limit on too many": {"quantity": 3 * 10**9, "quantity_limit": UNIT},
    "more than any bill": {"total_fen": 10**11 + 1},
    "a product beyond 64 bits": {"quantity": 10**12, "price": 999_998 * MICRO},
    "a limit beyond 64 bits": {"quantity": 10**12, "price_limit": 999_998 * MICRO},
    "a quantity beyond anything": {"quantity": 10**12 + 1},
}


@pytest.mark.parametrize("changes", UNUSABLE.values(), ids=UNUSABLE)
def test_numbers_that_cannot_be_worked_with_are_taken_as_printed(changes):
    line = yuan_line(100, 10, platform_eligible_fen=9_100, platform_upfront_copay_fen=900)._replace(**changes)
    assert in_both_engines(line) == Parts(0, 0, 900, 9_100, 0, 0, LineReason.UNUSABLE)


def test_a_line_that_no_rule_covers_is_taken_as_printed():
    line = yuan_line(100, 10, rule=NONE, platform_eligible_fen=10_000)
    assert in_both_engines(line) == Parts(0, 0, 0, 10_000, 0, 0, LineReason.NO_RULE)


def printed(line: FeeLine, *parts: int) -> FeeLine:
    """The line with what the platform printed, in yuan."""
    names = ("excluded", "over_limit", "upfront_copay", "eligible")
    fen = (part * YUAN for part in parts)
    return line._replace(**{f"platform_{name}_fen": amount for name, amount in zip(names, fen, strict=True)})


LIMITED = hundred(10, is_limited_use=1)
FEW = hundred(10, quantity=2 * UNIT, quantity_limit=UNIT, price=50 * MICRO, price_limit=NONE)
REASONS = [
    (printed(hundred(10), 0, 20, 8, 72), None, LineReason.SAME),
    (printed(hundred(10), 0, 20, 8, 70), None, LineReason.PARTS),
    (printed(LIMITED, 0, 20, 8, 72), EXCLUDES_LIMITED_USE, LineReason.LIMITED_USE),
    (printed(FEW, 0, 0, 10, 90), None, LineReason.QUANTITY_LIMIT),
    (printed(hundred(10), 100, 0, 0, 0), None, LineReason.EXCLUDED),
    (printed(hundred(10), 0, 10, 10, 80), None, LineReason.ORDER),
    (printed(hundred(10), 0, 20, 10, 70), None, LineReason.ORDER),
    (printed(hundred(10), 0, 20, 8, 72), COPAY_FIRST, LineReason.ORDER),
    (printed(hundred(10), 0, 15, 8, 77), None, LineReason.OVER_LIMIT),
    (printed(hundred(10), 0, 20, 16, 64), None, LineReason.UPFRONT_COPAY),
    (FeeLine(150, rate=10_000, platform_upfront_copay_fen=1, platform_eligible_fen=149), None, LineReason.ROUNDING),
]


@pytest.mark.parametrize(("line", "rules", "reason"), REASONS)
def test_a_difference_from_the_platform_has_its_reason(line, rules, reason):
    parts = in_both_engines(line, rules)
    assert LineReason(parts.reason) == reason
    assert parts.difference_fen == parts.eligible_fen - line.platform_eligible_fen
    assert reason.words


def crowd(random: Random, count: int, rules: int) -> list[FeeLine]:
    """Lines of every kind, consistent and not, of every order of magnitude, against `rules` sets."""
    return [drawn(random, random.randrange(-1, rules)) for _line in range(count)]


def drawn(random: Random, rule: int) -> FeeLine:
    price = random.choice((NONE, random.randint(0, 10 ** random.randint(2, 12))))
    quantity = random.randint(0, 10 ** random.randint(1, 12))
    total = price * quantity // 10**8 + random.choice((0, 0, 1, 7)) if price != NONE else random.randint(0, 10**9)
    return FeeLine(
        total_fen=random.choice((-1, 1)) * min(total, 2 * 10**11),
        quantity=quantity,
        rate=random.choice((NONE, 0, PPM, PPM + 1, random.randint(0, PPM))),
        item_class=random.randint(-1, 2),
        price=price,
        price_limit=random.choice((NONE, price * 9 // 10 if price > 0 else NONE, random.randint(1, 10**12))),
        quantity_limit=random.choice((NONE, NONE, random.randint(0, quantity + 1))),
        is_limited_use=random.randint(0, 1),
        rule=rule,
        platform_excluded_fen=random.randint(0, 9),
        platform_eligible_fen=total,
    )


RULES = [LineRules(order, limited, 0, rate) for order in range(3) for limited in (0, 1) for rate in (NONE, 100_000)]


def test_engines_agree_on_a_crowd_of_random_lines():
    lines = crowd(Random(20240502), 20_000, len(RULES))
    parts = plain_parts(lines, RULES)
    assert {type(value) for one in parts for value in one} == {int}
    assert compiled_parts(lines, RULES) == parts
    assert {LineReason(one.reason) for one in parts} >= {LineReason.NO_RULE, LineReason.UNUSABLE, LineReason.NO_RATE}


def test_judged_parts_make_the_line_are_never_below_zero_and_mirror_on_refund():
    lines = crowd(Random(20240503), 20_000, len(RULES))
    for line, parts in zip(lines, plain_parts(lines, RULES), strict=True):
        if LineReason(parts.reason).is_as_printed:
            continue
        assert sum(four(parts)) == line.total_fen
        sign = -1 if line.total_fen < 0 else 1
        assert min(sign * part for part in four(parts)) >= 0
        (mirror,) = plain_parts([line._replace(total_fen=-line.total_fen)], RULES)
        assert four(mirror) == tuple(-part for part in four(parts))


def test_more_is_eligible_when_the_limit_comes_after_the_copay_and_least_when_both_take_from_all():
    random = Random(20240504)
    for _line in range(5_000):
        line = drawn(random, 0)._replace(item_class=0)
        first, second, both = (plain_parts([line], [rules])[0] for rules in ALL_ORDERS)
        if not LineReason(first.reason).is_as_printed and line.price == NONE:
            assert both.eligible_fen * line.total_fen <= first.eligible_fen * line.total_fen
            assert first.eligible_fen * line.total_fen <= second.eligible_fen * line.total_fen


def test_the_shipped_order_is_the_limit_first():
    assert LineRules().ceiling_order == CEILING_FIRST
