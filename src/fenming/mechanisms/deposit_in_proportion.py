"""What of a quality deposit is released in proportion to the score."""

from fenming.kernel import divide
from fenming.mechanisms.deposit_by_points import POINT

EXPLAIN = "{withheld}, all from {full_from} points, below that {score} of {whole} points"


def deposit_in_proportion(withheld: int, score: int, full_from: int, whole: int) -> int:
    """Fen of `withheld` paid out for `score` (ppm of a hundred points): all from `full_from` points, below it score ÷ `whole` points.

    `whole` is what the proportion is taken of: the hundred points (then the share jumps at `full_from`) or `full_from`
    itself (then it does not). A score above `whole` releases no more than all of it.
    """
    if score >= full_from * POINT:
        return withheld
    return divide(withheld * min(max(score, 0), whole * POINT), whole * POINT)
