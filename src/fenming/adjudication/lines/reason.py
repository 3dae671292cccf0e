"""Why a line's parts are what they are, or why ours and the platform's differ: one code per line, words in one place."""

from enum import IntEnum

from fenming.adjudication.lines.line import NONE, FeeLine, LineRules
from fenming.kernel.compiled import compiled
from fenming.kernel.language import _


class LineReason(IntEnum):
    """The first that applies is the line's reason; those up to NO_RATE are taken as the platform printed them."""

    SAME = 0
    NO_RULE = 1
    UNUSABLE = 2
    NO_RATE = 3
    PARTS = 4
    LIMITED_USE = 5
    QUANTITY_LIMIT = 6
    EXCLUDED = 7
    ORDER = 8
    OVER_LIMIT = 9
    ROUNDING = 10
    UPFRONT_COPAY = 11

    @property
    def is_as_printed(self) -> bool:
        """Whether the platform's amounts were taken over because ours cannot be known."""
        return self in (LineReason.NO_RULE, LineReason.UNUSABLE, LineReason.NO_RATE)

    @property
    def words(self) -> str:
        return {
            LineReason.SAME: _("agrees with the platform"),
            LineReason.NO_RULE: _("as printed: its bill is not there, or no rule covers its scheme and day"),
            LineReason.UNUSABLE: _("as printed: its quantity, price, limit or rate cannot be worked with"),
            LineReason.NO_RATE: _("as printed: neither the line nor the pack states what the person pays first"),
            LineReason.PARTS: _("the platform's parts do not add up to the line"),
            LineReason.LIMITED_USE: _("of limited use, which this pack leaves to the person; the platform does not"),
            LineReason.QUANTITY_LIMIT: _("more than the list allows; the platform excluded another amount"),
            LineReason.EXCLUDED: _("the platform excluded another amount"),
            LineReason.ORDER: _("the platform took price limit and up-front copay in another order"),
            LineReason.OVER_LIMIT: _("the platform found another amount above the price limit"),
            LineReason.ROUNDING: _("the up-front copay differs by one fen, as another rounding would make it"),
            LineReason.UPFRONT_COPAY: _("the platform took another up-front copay"),
        }[self]


(
    SAME,
    NO_RULE,
    UNUSABLE,
    NO_RATE,
    PARTS,
    LIMITED_USE,
    QUANTITY_LIMIT,
    EXCLUDED,
    ORDER,
    OVER_LIMIT,
    ROUNDING,
    UPFRONT_COPAY,
) = (int(reason) for reason in LineReason)

Four = tuple[int, int, int, int]  # excluded, over the limit, up-front copay, eligible


@compiled
def excluded_reason(line: FeeLine, rules: LineRules) -> int:
    """Why our excluded amount is not the platform's."""
    if line.is_limited_use == 1 and rules.excludes_limited_use == 1:
        return LIMITED_USE
    if line.quantity_limit != NONE and line.quantity_limit < line.quantity:
        return QUANTITY_LIMIT
    return EXCLUDED


@compiled
def part_reason(ours: Four, theirs: Four) -> int:
    """Why amounts over the limit or paid first differ, where the excluded amounts agree and the order explains nothing."""
    if ours[1] != theirs[1]:
        return OVER_LIMIT
    return ROUNDING if abs(ours[2] - theirs[2]) == 1 else UPFRONT_COPAY
