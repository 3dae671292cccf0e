"""What an adjudication came to: totals, differences with the platform by reason, and the identities that must hold."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from fenming.adjudication.desk.accumulated import not_used
from fenming.adjudication.desk.bills import field as bill
from fenming.adjudication.plan.claim import MONEY, NOT_STATED, Paid
from fenming.adjudication.plan.reason import Reason
from fenming.kernel import Finding

PAID = Paid._fields
SUMMED = MONEY
LAYERS = (
    "pool_fen",
    "large_amount_fen",
    "critical_illness_fen",
    "civil_servant_fen",
    "medical_aid_fen",
    "tilted_aid_fen",
)
ON_BASES = (
    ("large_amount_base_fen", "large_amount_fen"),
    ("critical_base_fen", "critical_illness_fen"),
    ("medical_aid_base_fen", "medical_aid_fen"),
)


@dataclass
class Summary:
    """Totals over all bills, and how they compare with what the platform printed.

    `reasons` counts all bills by reason. `differences` has for each reason the bills on which pool or critical
    illness insurance pay another amount than the platform's, and by how many fen together (ours less the platform's).
    """

    bills: int = 0
    persons: int = 0
    total_fen: int = 0
    eligible_fen: int = 0
    totals: dict[str, int] = field(default_factory=lambda: dict.fromkeys(SUMMED, 0))
    reasons: dict[Reason, int] = field(default_factory=lambda: dict.fromkeys(Reason, 0))
    differences: dict[Reason, tuple[int, int]] = field(default_factory=lambda: dict.fromkeys(Reason, (0, 0)))
    milliseconds: int = 0
    kernel_milliseconds: int = 0
    compile_milliseconds: int = 0
    unused_accumulators: dict[str, int] = field(default_factory=dict)

    @property
    def findings(self) -> list[Finding]:
        """What a user should know besides the amounts."""
        return [not_used(code, count) for code, count in sorted(self.unused_accumulators.items())]

    def add(self, bills: Any, result: Any) -> None:
        """Count a batch of whole persons, both arrays as in the loop, after checking it."""
        check_payers(bills, result)
        self.bills += bills.shape[1]
        self.persons += int(np.count_nonzero(np.diff(bill(bills, "person")))) + 1
        self.total_fen += int(bill(bills, "total_fen").sum())
        self.eligible_fen += int(bill(bills, "eligible_fen").sum())
        for name in SUMMED:
            self.totals[name] += int(_paid(result, name).sum())
        self._compare(_paid(result, "reason"), *_differences(bills, result))

    def count_unused(self, rows: Mapping[str, int]) -> None:
        """Count rows of the accumulator table, by kind, that stand for nothing the pack knows."""
        for code, count in rows.items():
            self.unused_accumulators[code] = self.unused_accumulators.get(code, 0) + count

    def join(self, other: "Summary") -> None:
        """Count what another part came to, whose persons are others. Times of work add up, compiling is waited for once."""
        for name in ("bills", "persons", "total_fen", "eligible_fen", "kernel_milliseconds"):
            setattr(self, name, getattr(self, name) + getattr(other, name))
        self.compile_milliseconds = max(self.compile_milliseconds, other.compile_milliseconds)
        for name in SUMMED:
            self.totals[name] += other.totals[name]
        for reason in Reason:
            self.reasons[reason] += other.reasons[reason]
            pairs = zip(self.differences[reason], other.differences[reason], strict=True)
            bills, fen = (mine + theirs for mine, theirs in pairs)
            self.differences[reason] = bills, fen
        self.count_unused(other.unused_accumulators)

    def _compare(self, reason: Any, is_other: Any, fen: Any) -> None:
        others, sums_fen = reason[is_other], np.zeros(len(Reason), np.int64)
        np.add.at(sums_fen, others, fen[is_other])
        counts, differing = (np.bincount(codes, minlength=len(Reason)) for codes in (reason, others))
        for code in Reason:
            bills, sum_fen = self.differences[code]
            self.reasons[code] += int(counts[code])
            self.differences[code] = bills + int(differing[code]), sum_fen + int(sums_fen[code])

    def as_dict(self) -> dict[str, Any]:
        """For the run's record: plain numbers and words."""
        return {
            **{name: value for name, value in self.__dict__.items() if name != "unused_accumulators"},
            "totals": dict(self.totals),
            "reasons": {reason.name.lower(): count for reason, count in self.reasons.items()},
            "differences": {
                reason.name.lower(): {"bills": bills, "fen": fen, "words": reason.words}
                for reason, (bills, fen) in self.differences.items()
            },
        }


def check_payers(bills: Any, result: Any) -> None:
    """Fund, person and others pay the whole bill, and no layer pays what another has paid. A breach is a defect: ArithmeticError."""
    fund, given, person = (_paid(result, name) for name in ("fund_fen", "given_fen", "person_fen"))
    layers = sum(_paid(result, name) for name in LAYERS)
    sums = (fund + given + person == bill(bills, "total_fen")) & (layers == fund)
    sums &= _paid(result, "account_fen") + _paid(result, "cash_fen") == person
    within = (_paid(result, "pool_fen") <= bill(bills, "total_fen")) & (fund <= bill(bills, "total_fen"))
    for base, payment in ON_BASES:
        within &= _paid(result, payment) <= _paid(result, base)
    good = sums & (within | (bill(bills, "original") >= 0) | (bill(bills, "total_fen") < 0))
    if not good.all():
        row = int(np.flatnonzero(~good)[0])
        raise ArithmeticError(f"payers do not sum to the bill: {bills[:, row].tolist()} {result[:, row].tolist()}")


def _differences(bills: Any, result: Any) -> tuple[Any, Any]:
    """Whether each bill's pool or critical illness payment differs from what the platform states, and by how many fen both do."""
    stated = bill(bills, "platform_critical_illness_fen")
    pool = _paid(result, "difference_fen")
    critical = np.where(stated == NOT_STATED, 0, _paid(result, "critical_illness_fen") - stated)
    return (pool != 0) | (critical != 0), pool + critical


def _paid(result: Any, name: str) -> Any:
    return result[PAID.index(name)]
