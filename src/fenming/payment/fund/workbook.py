"""The fund's state as a workbook: sums with live formulas, payable months, gates, warnings, findings."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import xlsxwriter

from fenming.kernel.language import _
from fenming.payment.fund.status import Status
from fenming.payment.fund.sums import kind_word
from fenming.payment.fund.telling import scheme_word, state_word

FEN_PER_WAN = 1_000_000
COLUMN_WIDTHS = (34, 20, 70)


def write_workbook(found: Sequence[Status], path: Path) -> None:
    """One sheet for each scheme and region; amounts in 万元, current balance and payable months as formulas."""
    with xlsxwriter.Workbook(str(path)) as book:
        formats = {
            "bold": book.add_format({"bold": True}),
            "amount": book.add_format({"num_format": "#,##0.000000;[Red]-#,##0.000000"}),
            "months": book.add_format({"num_format": "0.00"}),
        }
        for place, status in enumerate(found, 1):
            _sheet(book.add_worksheet(f"{place} {scheme_word(status.ledger.scheme)}"[:31]), status, formats)


def _sheet(sheet: Any, status: Status, formats: dict[str, Any]) -> None:
    ledger = status.ledger
    for column, width in enumerate(COLUMN_WIDTHS):
        sheet.set_column(column, column, width)
    sheet.write(0, 0, f"{ledger.region} · {scheme_word(ledger.scheme)}", formats["bold"])
    sheet.write(0, 1, f"{ledger.period_from} – {ledger.period_to}")
    sheet.write(0, 2, _("unit: 万元"))
    rows = {kind: place for place, kind in enumerate(ledger.sums, 2)}
    for kind, row in rows.items():
        sheet.write(row, 0, kind_word(kind))
        sheet.write_formula(row, 1, f"={ledger.sums[kind].value}/{FEN_PER_WAN}", formats["amount"], "")
    after = _derived(sheet, status, rows, formats)
    for gate in status.gates:
        sheet.write_row(after, 0, [_("gate: {name}").format(name=gate.label), state_word(gate.state), gate.why])
        after += 1
    for warning in status.warnings:
        sheet.write_row(after, 0, [_("warning"), "", warning])
        after += 1
    for finding in status.findings:
        sheet.write_row(after, 0, [_("finding"), "", str(finding)])
        after += 1


def _derived(sheet: Any, status: Status, rows: dict[str, int], formats: dict[str, Any]) -> int:
    """Current balance and payable months as formulas over the sums; the row after them."""
    after = len(rows) + 2

    def cell(kind: str) -> str:
        return f"B{rows[kind] + 1}"

    if status.ledger.current is not None:
        sheet.write(after, 0, _("current balance"))
        sheet.write_formula(after, 1, f"={cell('income')}-{cell('spend')}", formats["amount"], "")
        after += 1
    if status.payable_months is not None:
        sheet.write(after, 0, _("payable months"))
        formula = f"={cell('balance')}/({cell('spend')}/{status.ledger.months})"
        sheet.write_formula(after, 1, formula, formats["months"], "")
        after += 1
    return after
