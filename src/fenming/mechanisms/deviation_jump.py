"""Where the deviation formulas do not meet the full score, and by how much."""

from collections.abc import Mapping

from fenming.kernel import PPM, divide

EXPLAIN = "{score} beside what the formulas give at the cuts {cuts}"


def deviation_jump(score: int, cuts: Mapping[str, int]) -> dict[str, int]:
    """What a case of `score` micro-points gains in one step at each cut, cost rising.

    At the lower cut the formula for low cases has reached score × cut, and the full score is paid from there on: the
    rest is a jump. At the upper cut score × (cut − cut + 1) is the score: no jump.
    """
    upper = divide(score * (cuts["high"] - cuts["high"] + PPM), PPM)
    return {"low": score - divide(score * cuts["low"], PPM), "high": upper - score}
