"""A fund divided by points where nobody pays back."""

from collections.abc import Mapping

from fenming.kernel import BadInput, split_whole
from fenming.kernel.language import _

EXPLAIN = "({fund} + {patients}) split by {points}, less {patients}, nobody below zero"


def floored_split(fund: int, points: Mapping[str, int], patients: Mapping[str, int]) -> dict[str, int]:
    """Parts of `fund` (fen) by party, none negative, that sum to it exactly.

    Fund and patients' shares are split by points and each party's patients' share is taken off. Who comes out below zero
    gets nothing and leaves with points and patients; the others are divided again, until nobody is below zero.
    Raises BadInput for a negative fund, and where nobody has points.
    """
    if fund < 0:
        raise BadInput(
            "drg.negative_fund",
            _("a fund below zero cannot be divided where nobody pays back"),
            why=_("the floor leaves no party below zero, so the parts could not sum to the fund"),
            remedy=_("correct the fund, or let the rule be `claw_back`"),
        )
    parts, left = dict.fromkeys(points, 0), dict(points)
    while left:
        split = split_whole(fund + sum(patients[party] for party in left), left)
        below = [party for party in left if split[party] < patients[party]]
        if not below:
            return parts | {party: split[party] - patients[party] for party in left}
        left = {party: weight for party, weight in left.items() if party not in below}
    return parts
