"""What an import did, file by file, and the quality of what came in with its price tag."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import xlsxwriter

from fenming.engines.local import parquet, run
from fenming.facts.intake.stage import Batch
from fenming.facts.workspace import Workspace
from fenming.kernel.finding import Finding
from fenming.kernel.language import _


@dataclass(frozen=True, slots=True)
class ImportReport:
    """`batches` came in now, `known` were already there; `tables` give rows accepted and quarantined in the whole workspace.

    `findings` are all defects and remarks of the workspace's facts, by file and code, most money first.
    """

    batches: tuple[Batch, ...]
    known: tuple[Batch, ...]
    tables: dict[str, dict[str, int]]
    findings: tuple[Finding, ...]

    @property
    def is_unchanged(self) -> bool:
        return not self.batches

    @property
    def accepted(self) -> int:
        return sum(table["accepted"] for table in self.tables.values())

    @property
    def quarantined(self) -> int:
        return sum(table["quarantined"] for table in self.tables.values())

    def as_dict(self) -> dict[str, Any]:
        return {
            "batches": [batch.as_dict() for batch in self.batches],
            "known": [batch.as_dict() for batch in self.known],
            "tables": self.tables,
            "findings": [finding.as_dict() for finding in self.findings],
        }


def quality(paths: list[Path], remarks: list[Finding]) -> tuple[Finding, ...]:
    """Findings per file and defect code over the quarantine files: rows, money touched, example lines, remedy."""
    found: list[Finding] = []
    if paths:
        counted = run(
            duckdb.connect(":memory:"),
            f"""SELECT code, file, min(reason), min(remedy), count(*), sum(fen)::BIGINT, min_by(line, line, 3)
            FROM {parquet(*paths)} GROUP BY code, file""",
        )
        for code, file, reason, remedy, rows, fen, lines in counted:
            where = _("{file}, lines {lines}").format(
                file=file, lines=", ".join(map(str, lines)) + (" …" if rows > len(lines) else "")
            )
            found.append(
                Finding(code, reason, where, _("quarantined rows: {rows}").format(rows=rows), remedy, rows, fen or 0)
            )
    return tuple(
        sorted((*found, *remarks), key=lambda finding: (-finding.fen, -finding.rows, finding.code, finding.where))
    )


def write_quarantine_workbook(workspace: Workspace, path: Path) -> int:
    """Write the quarantined rows as XLSX, one sheet per table, and give their number.

    The row stands as it was in its own columns, person numbers as labels: correct it there and import the sheet again.
    """
    paths = workspace.quarantine_paths()
    if not paths:
        return 0
    connection = duckdb.connect(":memory:")
    rows = run(
        connection,
        f'SELECT "table", file, line, code, reason, remedy, fen, raw FROM {parquet(*paths)} ORDER BY "table", file, line',
    )
    options = {"constant_memory": False, "strings_to_numbers": False}
    with path.open("wb") as file, xlsxwriter.Workbook(file, options) as workbook:
        for table in dict.fromkeys(row[0] for row in rows):
            _write_sheet(workbook, table, [row[1:] for row in rows if row[0] == table])
    return len(rows)


def _write_sheet(workbook: xlsxwriter.Workbook, table: str, rows: list[tuple[Any, ...]]) -> None:
    sheet = workbook.add_worksheet(table)
    raws = [json.loads(raw) if raw else {} for *_others, raw in rows]
    names = list(dict.fromkeys(name for raw in raws for name in raw))
    heads = [_("file"), _("line"), _("code"), _("what is wrong"), _("remedy"), _("touched (fen)")]
    sheet.write_row(0, 0, [*heads, *names], workbook.add_format({"bold": True}))
    for place, (row, raw) in enumerate(zip(rows, raws, strict=True), 1):
        sheet.write_row(place, 0, list(row[:-1]))
        for column, name in enumerate(names, len(heads)):
            if raw.get(name) is not None:
                sheet.write_string(place, column, str(raw[name]))
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, len(rows), len(heads) + len(names) - 1)
