"""What holds of the verbs of primary care whatever goes in."""

from fractions import Fraction
from random import Random

import pytest

from fenming.mechanisms import verb

DRAWS = 2_000
PPM = 1_000_000


def fen(random: Random) -> int:
    return random.randint(0, random.choice((1, 100, 50_000, 10**11)))


def rate(random: Random) -> int:
    return random.choice((0, PPM, random.randint(0, PPM)))


def nearest(exact: Fraction) -> int:
    """The whole number nearest to `exact`, a half away from zero."""
    return (-1 if exact < 0 else 1) * int(abs(exact) + Fraction(1, 2))


def call(name: str, *given: object) -> object:
    return verb(name).function(*given)


def fee_by_payer_adds_up_to_the_fee_where_all_heads_are_alike(random: Random) -> None:
    fees = {payer: fen(random) for payer in ("fund", "public_health", "person")}
    heads = random.randint(0, 100_000)
    parts = call("fee_by_payer", dict.fromkeys(fees, heads), fees)
    assert sum(parts.values()) == heads * sum(fees.values())
    assert list(parts) == list(fees)


def after_waiver_and_what_is_waived_make_up_the_amount(random: Random) -> None:
    amount, waived = fen(random), rate(random)
    left = call("after_waiver", amount, waived)
    assert 0 <= left <= amount
    assert amount - left == nearest(Fraction(amount * waived, PPM))
    assert left >= call("after_waiver", amount, min(waived + 1, PPM))


def services_owed_grows_with_heads_and_with_every_service(random: Random) -> None:
    per_head = {f"service_{place}": random.randint(0, 12) for place in range(random.randint(1, 6))}
    one, more = sorted(random.randint(0, 5_000) for _ in range(2))
    assert call("services_owed", one, per_head) <= call("services_owed", more, per_head)
    assert call("services_owed", one + more, per_head) == call("services_owed", one, per_head) + call(
        "services_owed", more, per_head
    )


def fee_released_is_rounded_once_and_never_falls_with_more_services_or_better_ones(random: Random) -> None:
    fee, fulfilment, quality = fen(random), rate(random), rate(random)
    released = call("fee_released", fee, fulfilment, quality)
    assert released == nearest(Fraction(fee * fulfilment * quality, PPM * PPM))
    assert 0 <= released <= fee
    assert released <= call("fee_released", fee, min(fulfilment + 1, PPM), quality)
    assert released <= call("fee_released", fee, fulfilment, min(quality + 1, PPM))


PROPERTIES = [
    held for held in list(globals().values()) if getattr(held, "__module__", "") == __name__ and "_" in held.__name__
]


@pytest.mark.parametrize("holds", PROPERTIES, ids=lambda holds: holds.__name__)
def test_property_holds_on_two_thousand_draws(holds):
    random = Random(holds.__name__)
    for _draw in range(DRAWS):
        holds(random)
