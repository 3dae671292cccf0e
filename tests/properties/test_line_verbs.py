"""What holds of the verbs of fee lines whatever goes in, against exact fractions and in both engines."""

from fractions import Fraction
from random import Random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fenming.kernel.compiled import machine_code
from fenming.mechanisms.at_price import at_price
from fenming.mechanisms.by_quantity import by_quantity
from fenming.mechanisms.over_limit import over_limit

DRAWS = 10_000
PRICES = (9, 9_999, 10**6, 10**9, 10**12)  # millionths of a yuan
QUANTITIES = (9, 9_999, 10**4, 10**6, 10**10)  # ten-thousandths


def half_away(exact: Fraction) -> int:
    """The one rounding, told in fractions."""
    whole = (2 * abs(exact) + 1) // 2
    return int(whole if exact >= 0 else -whole)


def price(random: Random) -> int:
    return random.randint(0, random.choice(PRICES))


def quantity(random: Random) -> int:
    return random.randint(1, random.choice(QUANTITIES))


def sign(random: Random) -> int:
    return random.choice((-1, 1))


def at_price_is_the_exact_product_rounded_once(random: Random) -> None:
    unit, count = sign(random) * price(random), sign(random) * quantity(random)
    assert at_price(unit, count) == half_away(Fraction(unit * count, 10**8))
    assert at_price(-unit, count) == -at_price(unit, count) == at_price(unit, -count)


def over_limit_is_the_excess_of_the_price_times_the_quantity(random: Random) -> None:
    unit, limit, count = price(random), price(random), quantity(random)
    over = over_limit(unit, limit, count)
    assert over == half_away(Fraction(max(unit - limit, 0) * count, 10**8))
    assert 0 <= over <= at_price(unit, count)
    assert abs(over - max(at_price(unit, count) - at_price(limit, count), 0)) <= 1


def by_quantity_is_the_exact_proportion_rounded_once(random: Random) -> None:
    whole, count = sign(random) * price(random) // 10, min(quantity(random), 2 * 10**9)
    part = random.randint(0, count)
    assert by_quantity(whole, part, count) == half_away(Fraction(whole * part, count))
    assert by_quantity(-whole, part, count) == -by_quantity(whole, part, count)
    assert by_quantity(whole, count, count) == whole


PROPERTIES = [
    at_price_is_the_exact_product_rounded_once,
    over_limit_is_the_excess_of_the_price_times_the_quantity,
    by_quantity_is_the_exact_proportion_rounded_once,
]


@pytest.mark.parametrize("holds", PROPERTIES, ids=lambda holds: holds.__name__)
def test_property_holds_on_ten_thousand_draws(holds):
    random = Random(holds.__name__)
    for _draw in range(DRAWS):
        holds(random)


@pytest.mark.parametrize("holds", PROPERTIES, ids=lambda holds: holds.__name__)
@settings(max_examples=100, deadline=None)
@given(random=st.randoms(use_true_random=False))
def test_no_counterexample_is_found(holds, random):
    holds(random)


def many(function):
    """A compiled loop that calls the verb on rows of arguments."""

    def two(rows, result):
        for row in range(len(rows)):
            result[row] = function(rows[row, 0], rows[row, 1])

    def three(rows, result):
        for row in range(len(rows)):
            result[row] = function(rows[row, 0], rows[row, 1], rows[row, 2])

    return machine_code(two if function is at_price else three, is_kept=False)


def drawn(function, random: Random) -> tuple[int, ...]:
    """Arguments up to the largest that the verb's docstring allows."""
    if function is by_quantity:
        count = random.randint(1, 2 * 10**9)
        return sign(random) * random.randint(0, 10**11), random.randint(0, count), count
    unit = random.randint(0, 10**12)
    count = random.randint(0, 10**18 // (unit // 10_000 + 1))
    count = min(count, 4 * 10**14)
    return (sign(random) * unit, count) if function is at_price else (unit, price(random), count)


@pytest.mark.parametrize("function", [at_price, over_limit, by_quantity], ids=lambda function: function.__name__)
def test_compiled_verb_is_exact_up_to_its_largest_numbers(function):
    random = Random(function.__name__)
    rows = [drawn(function, random) for _draw in range(DRAWS)]
    result = np.zeros(DRAWS, np.int64)
    many(function)(np.array(rows, np.int64), result)
    assert result.tolist() == [function(*row) for row in rows]
