"""Why a bill was paid as it was, or why our amount and the platform's differ: one code per bill, words in one place."""

from enum import IntEnum
from typing import Any

from fenming.adjudication.plan.claim import NOT_STATED, Claim
from fenming.kernel.compiled import compiled
from fenming.kernel.language import _


class Reason(IntEnum):
    """Of those that apply, one is the bill's reason: what refuses the bill, else what explains a difference."""

    SAME = 0
    NOT_COVERED = 1
    NO_ORIGINAL = 2
    REFUND = 3
    DEDUCTIBLE = 4
    CAP = 5
    FLOOR = 6
    RATE = 7
    CRITICAL_ILLNESS = 8
    RULE_UNKNOWN = 9
    THIRD_PARTY = 10
    SUPPLY_TOO_LONG = 11
    SUPPLY_OVERLAPS = 12
    REPLAYED = 13

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
            Reason.RULE_UNKNOWN: _("a rule that decides here was never seen: nothing is paid until the pack has it"),
            Reason.THIRD_PARTY: _("a third party is liable for the cost"),
            Reason.SUPPLY_TOO_LONG: _("the prescription supplies more days than the rules allow"),
            Reason.SUPPLY_OVERLAPS: _("the prescription begins before the last one is used up"),
            Reason.REPLAYED: _("the refund changed later payments of the year; the platform gave back another amount"),
        }[self]


(
    SAME,
    NOT_COVERED,
    NO_ORIGINAL,
    REFUND,
    DEDUCTIBLE,
    CAP,
    FLOOR,
    RATE,
    CRITICAL_ILLNESS,
    RULE_UNKNOWN,
    THIRD_PARTY,
    SUPPLY_TOO_LONG,
    SUPPLY_OVERLAPS,
    REPLAYED,
) = (int(reason) for reason in Reason)


@compiled
def is_refused(reason: int) -> bool:
    """Whether no rule was applied to a bill of this reason, so that it counts into no year."""
    return reason in (NOT_COVERED, NO_ORIGINAL, RULE_UNKNOWN, THIRD_PARTY, SUPPLY_TOO_LONG, SUPPLY_OVERLAPS)


@compiled
def difference_reason(claim: Claim, pool: Any, critical: int) -> int:
    """Why the platform's amounts differ from ours; `pool` is the plan's Pool, `critical` what critical illness pays."""
    stated = claim.platform_critical_illness_fen
    if claim.platform_pool_fen == pool.paid:
        return CRITICAL_ILLNESS if stated not in (NOT_STATED, critical) else SAME
    if claim.platform_deductible_fen not in (NOT_STATED, pool.applied):
        return DEDUCTIBLE
    if pool.paid < max(pool.by_rate, pool.least):
        return CAP
    return FLOOR if pool.least > pool.by_rate else RATE


@compiled
def refund_reason(claim: Claim, pool: int, critical: int, other: int) -> int:
    """Why the platform gave back another amount than we do: `other`, unless it gave back the same."""
    if claim.platform_pool_fen != pool:
        return other
    if claim.platform_critical_illness_fen not in (NOT_STATED, critical):
        return CRITICAL_ILLNESS
    return SAME
