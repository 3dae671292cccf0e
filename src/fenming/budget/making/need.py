"""Heads beside need: a package divided by plain heads, and by heads weighted with an estimate of need from own spend."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from fenming.budget.making.facts import MakingTables, Row
from fenming.kernel import Citation, Figure, Grade, Source
from fenming.mechanisms import Name, collect, derive, derive_parts, given

ESTIMATE = Citation("assumed", "分明测算假设(非政策文件)", "需要估计", Grade.ASSUMED)
LEVELS = {"consortium": ("consortium_id", "医共体", "consortia"), "town": ("town_id", "乡镇", "towns")}


@dataclass(frozen=True, slots=True)
class Cells:
    """The estimate: heads and spend (fen) by cell of age, sex and chronic disease; `weights` and their `errors` in ppm."""

    heads: Figure
    spend: Figure
    weights: Figure
    errors: Figure


@dataclass(frozen=True, slots=True)
class PartyNeed:
    """One party's part of a package in fen: by plain `by_heads`, `by_need`, their `difference`, and the standard error."""

    party: str
    heads: Figure
    weighted: Figure
    by_heads: Figure
    by_need: Figure
    difference: Figure
    error: Figure


@dataclass(frozen=True, slots=True)
class Need:
    """The estimate of one scheme and what it would do to the package, by consortium and by town."""

    cells: Cells
    parties: Mapping[str, Mapping[str, PartyNeed]]


def weigh(tables: MakingTables, base: Name, package: Figure, names: Mapping[str, Name]) -> Need | None:
    """Need estimated from the last year's spend, and `package` divided by it beside plain heads.

    None where nobody of the scheme is on the roll, or nothing was spent on them. `names` calls consortia and towns. It is an estimate and is marked as an
    assumption: what people cost is not all they need, and a package by need is for the county to decide.
    """
    scheme = base.name.rpartition(".")[2]
    rows = tables.rows("SELECT * FROM {need} WHERE scheme = ? ORDER BY cell, consortium_id, town_id", scheme)
    if not any(row["spend_fen"] for row in rows):
        return None
    cells = _cells(base, rows, scheme)
    parties = {level: _parties(base, rows, (cells, package), (level, names)) for level in LEVELS}
    return Need(cells, {level: found for level, found in parties.items() if found})


def _cells(base: Name, rows: list[Row], scheme: str) -> Cells:
    def by_cell(words: tuple[str, str, str], column: str, unit: str) -> Figure:
        sums: dict[str, int] = {}
        for row in rows:
            sums[row["cell"]] = sums.get(row["cell"], 0) + int(row[column])
        return given(base.child(*words, unit), sums, Source("need", column, {"scheme": scheme}))

    heads = by_cell(("need.heads", "各格人数", "heads by cell"), "heads", "person")
    spend = by_cell(("need.spend", "各格支出", "spend by cell"), "spend_fen", "fen")
    squares = by_cell(("need.squares", "各格人均支出平方和", "sums of squares by cell"), "squares", "fen squared")
    inputs = {"heads": heads, "spend": spend, "squares": squares}
    weights = derive(
        base.child("need.weights", "需要权重（估计）", "weights of need (estimate)", "ppm"), "shrunken_weights", inputs
    )
    errors = derive(
        base.child("need.errors", "需要权重的标准误（估计）", "standard errors (estimate)", "ppm"),
        "weight_errors",
        inputs,
    )
    return Cells(heads, spend, replace(weights, cite=ESTIMATE), replace(errors, cite=ESTIMATE))


def _parties(
    base: Name, rows: list[Row], made_of: tuple[Cells, Figure], called: tuple[str, Mapping[str, Name]]
) -> dict[str, PartyNeed]:
    (cells, package), (level, names) = made_of, called
    column = LEVELS[level][0]
    found = sorted({str(row[column]) for row in rows if row[column]})
    own = {party: names.get(party, Name(party, party, party)) for party in found}
    bases = {party: Name(f"{base.name}.need.{level}.{party}", own[party].label, own[party].label_en) for party in found}
    by_cell = {party: _heads(bases[party], [row for row in rows if row[column] == party], column) for party in found}
    return _divide(base, level, bases, (by_cell, cells, package)) if found else {}


def _heads(name: Name, rows: list[Row], column: str) -> Figure:
    sums: dict[str, int] = {}
    for row in rows:
        sums[row["cell"]] = sums.get(row["cell"], 0) + row["heads"]
    where = {"scheme": rows[0]["scheme"], column: rows[0][column]}
    return given(name.child("cells", "各格人数", "heads by cell", "person"), sums, Source("need", "heads", where))


def _divide(
    base: Name, level: str, bases: Mapping[str, Name], made_of: tuple[dict[str, Figure], Cells, Figure]
) -> dict[str, PartyNeed]:
    by_cell, cells, package = made_of
    label, label_en = LEVELS[level][1:]
    weighted = {
        party: derive(
            name.child("weighted", "按需要折算人数", "weighted heads", "weight"),
            "weighted_heads",
            {"heads": by_cell[party], "weights": cells.weights},
        )
        for party, name in bases.items()
    }
    heads = {party: _counted(name, by_cell[party]) for party, name in bases.items()}
    plain = collect(base.child(f"need.{level}.heads", f"各{label}人数", f"heads by {label_en}", "person"), heads)
    need = collect(
        base.child(f"need.{level}.weights", f"各{label}折算人数", f"weighted heads by {label_en}", "weight"), weighted
    )
    by_heads = _split(bases, ("by_heads", "按人数", "by heads"), package, plain)
    by_need = _split(bases, ("by_need", "按需要（估计）", "by need (estimate)"), package, need)
    return {
        party: _party(
            name,
            party,
            (heads[party], weighted[party], by_heads[party], by_need[party]),
            (by_cell[party], cells, package),
        )
        for party, name in bases.items()
    }


def _counted(name: Name, cells: Figure) -> Figure:
    """Heads of all cells, each counting one."""
    each = Figure(
        f"{name.name}.each", dict.fromkeys(cells.value, 1), "weight", "calendar", "每人计一", "each counts one"
    )
    return derive(name.child("heads", "人数", "heads", "person"), "weighted_heads", {"heads": cells, "weights": each})


def _split(
    bases: Mapping[str, Name], words: tuple[str, str, str], package: Figure, weights: Figure
) -> dict[str, Figure]:
    names = {party: name.child(*words) for party, name in bases.items()}
    return derive_parts(names, "split", {"whole": package, "weights": weights})


def _party(
    name: Name, party: str, parts: tuple[Figure, Figure, Figure, Figure], made_of: tuple[Figure, Cells, Figure]
) -> PartyNeed:
    (heads, weighted, by_heads, by_need), (cells, estimate, package) = parts, made_of
    words = name.child("moved", "按需要减按人数", "by need less by heads")
    moved = derive(words, "difference", {"whole": by_need, "part": by_heads})
    inputs = {"whole": package, "heads": cells, "all_heads": estimate.heads}
    inputs |= {"weights": estimate.weights, "errors": estimate.errors}
    error = derive(name.child("error", "标准误（估计）", "standard error (estimate)"), "need_error", inputs)
    return PartyNeed(party, heads, weighted, by_heads, by_need, moved, error)
