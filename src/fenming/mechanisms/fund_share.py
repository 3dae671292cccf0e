"""What the fund owes of a case's standard."""

from collections.abc import Mapping

from fenming.kernel import PPM, divide

EXPLAIN = "({standard} − {deducted}) × {rate}, below zero: {floor}"


def fund_share(standard: int, deducted: Mapping[str, int], rate: int, floor: str) -> int:
    """Standard less what is `deducted` (full self-pay, first-pay, deductible; all fen) times the benefit rate (ppm).

    Rounded once. `floor` `zero` pays nothing where that is negative; `claw_back` takes it back from the hospital.
    """
    owed = divide((standard - sum(deducted.values())) * rate, PPM)
    return max(owed, 0) if floor == "zero" else owed
