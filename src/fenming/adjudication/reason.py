"""Why a bill was paid as it was, or why our amount and the platform's differ: one code per bill, words in one place."""

from enum import IntEnum

from fenming.adjudication.claim import NOT_STATED, Claim
from fenming.kernel.compiled import compiled
from fenming.kernel.language import _


class Reason(IntEnum):
    """In order of precedence: the first that applies is the bill's reason."""

    SAME = 0
    NOT_COVERED = 1
    NO_ORIGINAL = 2
    REFUND = 3
    DEDUCTIBLE = 4
    CAP = 5
    FLOOR = 6
    RATE = 7
    CRITICAL_ILLNESS = 8

    @property
    def words(self) -> str:
        return {
            Reason.SAME: _("agrees with the platform"),
            Reason.NOT_COVERED: _("not covered by this plan"),
            Reason.NO_ORIGINAL: _("a negative bill without the bill it refunds: nothing is paid"),
            Reason.REFUND: _("the platform gave back another amount than the refunded bill had been paid"),
            Reason.DEDUCTIBLE: _("the platform applied another deductible"),
            Reason.CAP: _("our payment is limited by an annual cap, the platform's differs"),
            Reason.FLOOR: _("our payment is raised to the floor, the platform's differs"),
            Reason.RATE: _("the same deductible, but the platform paid at another rate"),
            Reason.CRITICAL_ILLNESS: _("the pool pays the same, critical illness insurance differs"),
        }[self]


SAME, NOT_COVERED, NO_ORIGINAL, REFUND, DEDUCTIBLE, CAP, FLOOR, RATE, CRITICAL_ILLNESS = (
    int(reason) for reason in Reason
)


@compiled
def difference_reason(claim: Claim, steps: tuple[int, int, int, int, int], pool: int, critical: int) -> int:
    """Why the platform's amounts differ from ours; `steps` are deductible standard and applied, base, by rate, floor."""
    _standard, applied, _base, by_rate, least = steps
    stated = claim.platform_critical_illness_fen
    if claim.platform_pool_fen == pool:
        return CRITICAL_ILLNESS if stated not in (NOT_STATED, critical) else SAME
    if claim.platform_deductible_fen not in (NOT_STATED, applied):
        return DEDUCTIBLE
    if pool < max(by_rate, least):
        return CAP
    return FLOOR if least > by_rate else RATE
