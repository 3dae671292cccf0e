"""What holds of the verbs of indicators whatever goes in: exact, rounded once, and the same when everything is doubled."""

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as draw

from fenming.kernel import PPM
from fenming.mechanisms import verb

EVERY = settings(max_examples=200, derandomize=True, deadline=None)
amounts = draw.integers(0, 10**13)
some = draw.integers(1, 10**9)
shares = draw.integers(1, PPM)


def call(name: str, *given_values: int) -> int:
    return verb(name).function(*given_values)


def nearest(exact: Fraction) -> int:
    return (-1 if exact < 0 else 1) * int(abs(exact) + Fraction(1, 2))


@given(amounts, some, some, some)
def ratio_per_head_is_parity_where_both_are_paid_alike(part, part_heads, whole, whole_heads):
    exact = Fraction(part, part_heads) / Fraction(whole, whole_heads)
    assert call("ratio_per_head", part, part_heads, whole, whole_heads) == nearest(exact * PPM)
    assert call("ratio_per_head", whole, whole_heads, whole * 3, whole_heads * 3) == PPM


@given(amounts, some, some, some)
def rise_per_head_is_growth_less_one(amount, heads, amount_before, heads_before):
    exact = Fraction(amount, heads) / Fraction(amount_before, heads_before) - 1
    assert call("rise_per_head", amount, heads, amount_before, heads_before) == nearest(exact * PPM)
    assert call("rise_per_head", amount_before, heads_before, amount_before, heads_before) == 0


@given(amounts, some, draw.integers(1, 366))
def ratio_per_day_falls_as_days_are_added(part, whole, days):
    assert call("ratio_per_day", part, whole, days) == nearest(Fraction(part * PPM, whole * days))
    assert call("ratio_per_day", part, whole, days + 1) <= call("ratio_per_day", part, whole, days)


@given(some, some, shares, shares)
def estimated_rate_is_rounded_once_and_rises_with_every_patient(part, residents, adult_share, prevalence):
    expected = residents * Fraction(adult_share, PPM) * Fraction(prevalence, PPM)
    rate = call("estimated_rate", part, residents, adult_share, prevalence)
    assert rate == nearest(part / expected * PPM)
    assert rate <= call("estimated_rate", part + 1, residents, adult_share, prevalence)


PROPERTIES = [
    held for name, held in list(globals().items()) if name.partition("_")[0] in ("ratio", "rise", "estimated")
]


@pytest.mark.parametrize("holds", PROPERTIES, ids=lambda holds: holds.__name__)
def test_property_holds_of_every_draw(holds):
    EVERY(holds)()
