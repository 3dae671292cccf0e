"""What moves between two sets of group tables: groups that came, went and changed; cases by group, hospital and money."""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from fenming.grouping.case.source import CaseFile
from fenming.grouping.grouped import group_cases
from fenming.grouping.tables.group_tables import GroupRow, GroupTables
from fenming.kernel import Finding
from fenming.kernel.language import _

Tell = Callable[[int], None]
_KEYS = ("before", "after", "mdc_before", "mdc_after", "institution_id")


@dataclass(slots=True)
class Move:
    """Cases that were in one group and are in another; `weight` in ppm where the tables give weights."""

    cases: int = 0
    total_fen: int = 0
    weight_before_ppm: int = 0
    weight_after_ppm: int = 0

    def add(self, other: "Move") -> None:
        self.cases += other.cases
        self.total_fen += other.total_fen
        self.weight_before_ppm += other.weight_before_ppm
        self.weight_after_ppm += other.weight_after_ppm

    def as_dict(self) -> dict[str, int]:
        return {
            "cases": self.cases,
            "total_fen": self.total_fen,
            "weight_before_ppm": self.weight_before_ppm,
            "weight_after_ppm": self.weight_after_ppm,
        }


@dataclass(frozen=True, slots=True)
class GroupChange:
    """A group that only one set has, or whose name differs. `level` is mdc, adrg or drg."""

    level: str
    code: str
    before: str
    after: str


@dataclass(slots=True)
class Comparison:
    """What moves. `moves` are by group before and after, `institutions` by hospital: all its cases, and those that moved."""

    before: str
    after: str
    counts: dict[str, tuple[int, int]]
    changes: list[GroupChange]
    moves: dict[tuple[str, str], Move] = field(default_factory=dict)
    institutions: dict[str, tuple[Move, Move]] = field(default_factory=dict)
    status: dict[str, Counter[str]] = field(default_factory=lambda: {"before": Counter(), "after": Counter()})
    mdc_moves: Counter[tuple[str, str]] = field(default_factory=Counter)
    findings: tuple[Finding, ...] = ()

    @property
    def cases(self) -> int:
        return sum(move.cases for move in self.moves.values())

    def moved(self) -> list[tuple[str, str, Move]]:
        """Groups between which cases moved, the most cases first."""
        found = [(before, after, move) for (before, after), move in self.moves.items() if before != after]
        return sorted(found, key=lambda one: (-one[2].cases, one[0], one[1]))

    def as_dict(self) -> dict[str, Any]:
        """For `--json`."""
        return {
            "before": self.before,
            "after": self.after,
            "counts": {name: {"before": one, "after": other} for name, (one, other) in self.counts.items()},
            "groups": [
                {"level": one.level, "code": one.code, "before": one.before, "after": one.after} for one in self.changes
            ],
            "cases": self.cases,
            "status": {side: dict(counter) for side, counter in self.status.items()},
            "moved": [{"before": before, "after": after, **move.as_dict()} for before, after, move in self.moved()],
            "mdc_changed": [
                {"before": before, "after": after, "cases": count}
                for (before, after), count in self.mdc_moves.most_common()
            ],
            "institutions": {
                name: {"all": whole.as_dict(), "moved": moved.as_dict()}
                for name, (whole, moved) in sorted(self.institutions.items())
            },
            "findings": [finding.as_dict() for finding in self.findings],
        }


def compare_tables(before: GroupTables, after: GroupTables) -> Comparison:
    """The two sets themselves, without cases."""
    counts = {name: (before.counts[name], after.counts[name]) for name in ("mdc", "adrg", "drg", "surgical_drg")}
    changes = [
        change
        for level, one, other in (
            ("mdc", before.mdc, after.mdc),
            ("adrg", before.adrg, after.adrg),
            ("drg", before.drg, after.drg),
        )
        for change in _changes(level, one, other)
    ]
    return Comparison(before.name, after.name, counts, changes)


def _changes(level: str, before: Iterable[GroupRow], after: Iterable[GroupRow]) -> Iterable[GroupChange]:
    one, other = ({row.code: row.name or row.code for row in rows} for rows in (before, after))
    for code in sorted(one.keys() | other.keys()):
        if one.get(code) != other.get(code):
            yield GroupChange(level, code, one.get(code, ""), other.get(code, ""))


def compare_cases(
    before: GroupTables, after: GroupTables, paths: list[Path], tell: Tell = lambda _done: None
) -> Comparison:
    """The same with the cases of files grouped by both. Raises BadInput."""
    found, sources, unreadable = compare_tables(before, after), [CaseFile(path) for path in paths], 0
    for source in sources:
        for batch in source.batches():
            fen, wrong = total_fen(batch)
            unreadable += wrong
            _count(found, _side_by_side(batch, fen, before, after))
            tell(found.cases)
    found.findings = (
        *before.findings,
        *after.findings,
        *(finding for source in sources for finding in source.findings()),
        *([_unreadable_money(unreadable)] if unreadable else []),
    )
    return found


def _side_by_side(batch: pa.Table, fen: pa.Array, before: GroupTables, after: GroupTables) -> pa.Table:
    """Sums of cases, money and weights by groups of both sets and hospital."""
    columns: dict[str, pa.Array] = {"total_fen": fen, "institution_id": _institutions(batch)}
    for side, tables in (("before", before), ("after", after)):
        grouped = group_cases(batch, tables).combine_chunks()
        status, drg, mdc = (grouped.column(name).combine_chunks() for name in ("status", "drg", "mdc"))
        columns[side] = pc.if_else(pc.equal(drg, ""), pc.binary_join_element_wise("(", status, ")", ""), drg)
        columns[f"mdc_{side}"] = pc.if_else(pc.equal(mdc, ""), pc.binary_join_element_wise("(", status, ")", ""), mdc)
        columns[f"weight_{side}"] = _weights(drg, tables)
    sums = [(name, "sum") for name in ("total_fen", "weight_before", "weight_after")]
    return pa.table(columns).group_by(list(_KEYS)).aggregate([*sums, ("total_fen", "count")])


def _institutions(batch: pa.Table) -> pa.Array:
    if "institution_id" not in batch.column_names:
        return pa.repeat("", batch.num_rows)
    return pc.fill_null(batch.column("institution_id").combine_chunks(), "")


def _weights(drg: pa.Array, tables: GroupTables) -> pa.Array:
    codes, weights = list(tables.weights), list(tables.weights.values())
    places = pc.index_in(drg, pa.array(codes, pa.string()))
    return pc.fill_null(pa.array(weights, pa.int64()).take(places), 0)


def total_fen(batch: pa.Table) -> tuple[pa.Array, int]:
    """The money of every case in fen, and how many amounts could not be read; those count as nothing."""
    name = next((name for name in ("total_fen", "total_yuan") if name in batch.column_names), "")
    if not name:
        return pa.repeat(pa.scalar(0, pa.int64()), batch.num_rows), 0
    texts = pc.utf8_trim_whitespace(pc.fill_null(batch.column(name).combine_chunks().cast(pa.string()), ""))
    pattern = r"^-?\d{1,13}$" if name == "total_fen" else r"^-?\d{1,13}(\.\d{1,2}0{0,4})?$"
    is_read = pc.match_substring_regex(texts, pattern)
    amounts = pc.if_else(is_read, texts, "0").cast(pa.decimal128(20, 6))
    scaled = pc.multiply(amounts, pa.scalar(1 if name == "total_fen" else 100, pa.decimal128(3, 0)))
    wrong = batch.num_rows - pc.sum(pc.or_(is_read, pc.equal(texts, ""))).as_py() if batch.num_rows else 0
    return scaled.cast(pa.int64()), wrong


def _unreadable_money(rows: int) -> Finding:
    return Finding(
        "cases.money",
        what=_("{count} amounts are no money and count as nothing").format(count=rows),
        why=_("total_fen is whole fen, medfee_sumamt yuan with two decimals"),
        remedy=_("correct them and compare again"),
        rows=rows,
    )


def _count(found: Comparison, sums: pa.Table) -> None:
    for row in sums.to_pylist():
        move = Move(row["total_fen_count"], row["total_fen_sum"], row["weight_before_sum"], row["weight_after_sum"])
        found.moves.setdefault((row["before"], row["after"]), Move()).add(move)
        whole, moved = found.institutions.setdefault(row["institution_id"], (Move(), Move()))
        whole.add(move)
        if row["before"] != row["after"]:
            moved.add(move)
        if row["mdc_before"] != row["mdc_after"]:
            found.mdc_moves[row["mdc_before"], row["mdc_after"]] += move.cases
        for side in ("before", "after"):
            word = row[side].strip("()") if row[side].startswith("(") else "grouped"
            found.status[side][word] += move.cases
