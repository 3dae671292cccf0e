"""What became of the lines: counts, sums and findings, with a bill or line named for each."""

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pyarrow as pa

from fenming.adjudication.lines.bill_sums import SumReason
from fenming.adjudication.lines.line import Parts
from fenming.adjudication.lines.reason import LineReason
from fenming.kernel import Finding, format_yuan
from fenming.kernel.language import _

NAMED = 20  # bills whose lines do not add up are named one by one, up to so many
COLUMN = {name: place for place, name in enumerate(Parts._fields)}


@dataclass(slots=True)
class Touched:
    """How many lines and how much money something touches, and the first line it was seen on."""

    rows: int = 0
    fen: int = 0
    example: str = ""

    def add(self, batch: pa.RecordBatch, where: Any, fen: Any) -> None:
        """Count the lines at the places `where`, whose money is `fen`."""
        if len(where):
            self.example = self.example or batch["line_id"][int(where[0])].as_py()
            self.rows += len(where)
            self.fen += int(np.abs(fen[where]).sum())


@dataclass
class LinesSummary:
    """Totals over all judged lines; money in fen.

    `reasons` counts lines by LineReason, `bills` by SumReason; `findings` name what a person should look at.
    """

    lines: int = 0
    total_fen: int = 0
    excluded_fen: int = 0
    over_limit_fen: int = 0
    upfront_copay_fen: int = 0
    eligible_fen: int = 0
    difference_fen: int = 0
    reasons: Counter[LineReason] = field(default_factory=Counter)
    bills: dict[SumReason, int] = field(default_factory=dict)
    milliseconds: int = 0
    kernel_milliseconds: int = 0
    compile_milliseconds: int = 0
    _noted: list[Finding] = field(default_factory=list)
    _touched: dict[str, Touched] = field(default_factory=dict)
    _unfit: Touched = field(default_factory=Touched)

    def add(self, batch: pa.RecordBatch, totals: Any, result: Any) -> None:
        """Count one batch of judged lines."""
        self.lines += batch.num_rows
        self.total_fen += int(totals.sum())
        for name in ("excluded_fen", "over_limit_fen", "upfront_copay_fen", "eligible_fen", "difference_fen"):
            setattr(self, name, getattr(self, name) + int(result[COLUMN[name]].sum()))
        reason = result[COLUMN["reason"]]
        for code, count in enumerate(np.bincount(reason, minlength=len(LineReason)).tolist()):
            self.reasons[LineReason(code)] += count
        for printed in filter(lambda one: one.is_as_printed, LineReason):
            self._touch(printed.name, batch, reason == printed, totals)
        self._touch("PRICE", batch, result[COLUMN["price_difference_fen"]] != 0, result[COLUMN["price_difference_fen"]])

    def touch_zero_limits(self, batch: pa.RecordBatch, totals: Any) -> None:
        """Note lines that state a price limit of nothing."""
        if "price_limit_micro_yuan" in batch.schema.names:
            limit = batch["price_limit_micro_yuan"].fill_null(1).to_numpy(zero_copy_only=False)
            self._touch("ZERO_LIMIT", batch, limit == 0, totals)

    def _touch(self, kind: str, batch: pa.RecordBatch, test: Any, fen: Any) -> None:
        self._touched.setdefault(kind, Touched()).add(batch, np.flatnonzero(test), fen)

    def add_bills(self, sums: pa.RecordBatch) -> None:
        """Note the bills whose lines do not add up to them."""
        difference = sums["total_difference_fen"].to_numpy()
        for place in np.flatnonzero(difference).tolist():
            self._unfit.rows += 1
            self._unfit.fen += abs(int(difference[place]))
            if self._unfit.rows <= NAMED:
                self._noted.append(_unfit_bill(sums["bill_id"][place].as_py(), int(difference[place])))

    def note(self, finding: Finding) -> None:
        """Add a finding made elsewhere."""
        self._noted.append(finding)

    @property
    def findings(self) -> tuple[Finding, ...]:
        """Everything a person should look at: single bills first, then what concerns many lines."""
        more = self._unfit.rows - NAMED
        rest = [_more_unfit(more, self._unfit)] if more > 0 else []
        kinds = [_of_lines(kind, touched) for kind, touched in self._touched.items() if touched.rows]
        return (*self._noted, *rest, *kinds)


def _unfit_bill(bill_id: str, difference_fen: int) -> Finding:
    return Finding(
        "lines.total_differs",
        _("the fee lines of bill {bill} come to {amount} yuan {direction} than the bill").format(
            bill=bill_id,
            amount=format_yuan(abs(difference_fen)),
            direction=_("more") if difference_fen > 0 else _("less"),
        ),
        _("table fee_line"),
        _("lines are missing, doubled or belong to another bill; the bill is judged on the amounts printed on it"),
        _("export the lines of this bill again and import them"),
        1,
        abs(difference_fen),
    )


def _more_unfit(more: int, unfit: Touched) -> Finding:
    return Finding(
        "lines.total_differs",
        _("{count} further bills differ from the sum of their fee lines").format(count=more),
        _("table fee_line"),
        _("the table of bill sums names each: its column total_difference_fen is not zero"),
        _("export the fee lines again and import them"),
        unfit.rows,
        unfit.fen,
    )


def _of_lines(kind: str, touched: Touched) -> Finding:
    what, why, remedy = _words(kind)
    where = _("table fee_line, for example line {line}").format(line=touched.example)
    return Finding(f"lines.{kind.lower()}", what, where, why, remedy, touched.rows, touched.fen)


def _words(kind: str) -> tuple[str, str, str]:
    if kind == "PRICE":
        return (
            _("price × quantity is not the line's total"),
            _("the total counts; only amounts above a price limit rest on the price"),
            _("check discounts and rounding in the export"),
        )
    if kind == "ZERO_LIMIT":
        return (
            _("lines state a price limit of zero"),
            _("it is read as no limit: an item of which nothing is covered is printed as self-paid"),
            _("check the export where this is unexpected"),
        )
    return (
        _("fee lines were taken as the platform printed them"),
        LineReason[kind].words,
        _("add what is missing to the export or the pack, if these lines are to be judged"),
    )
