"""What was spent in the years before, by scheme: from the bills, the units' records, or the user's own figures."""

import csv
from dataclasses import dataclass
from pathlib import Path

from fenming.budget.making.facts import MakingTables, Row
from fenming.budget.making.known import Known
from fenming.kernel import BadInput, Figure, Finding, Source, parse_yuan
from fenming.kernel.language import _, language
from fenming.mechanisms import Name, given

BACK = {"latest": 1, "middle": 2, "oldest": 3}
WORDS = {
    "latest": ("上一年", "the year before"),
    "middle": ("前两年", "two years before"),
    "oldest": ("前三年", "three years before"),
}
SCHEMES = {"resident": ("城乡居民", "residents"), "employee": ("职工", "employees")}
COLUMNS = ("year", "scheme", "fund")


def scheme_word(scheme: str) -> str:
    """What the scheme is called in the language in use."""
    label, label_en = SCHEMES.get(scheme, (scheme, scheme))
    return label if language() == "zh" else label_en


@dataclass(frozen=True, slots=True)
class History:
    """Past spend of one scheme in fen: `spend` by relative year (latest, middle, oldest) as far as known; the last year's
    spend at primary care, elsewhere, and on outpatients, None where bills of that year are not on file.
    """

    scheme: str
    spend: dict[str, Figure]
    primary: Figure | None
    other: Figure | None
    outpatient: Figure | None
    findings: tuple[Finding, ...]

    def needed(self, relative: str, year: int) -> Figure:
        """The spend of a relative year. Raises BadInput when nothing is known of it."""
        if relative in self.spend:
            return self.spend[relative]
        raise BadInput(
            "budget.no_history",
            what=_("nothing is known of what {scheme} spent in {year}").format(
                scheme=scheme_word(self.scheme), year=year - BACK[relative]
            ),
            where=_("budget.making.history_weights gives that year a weight"),
            why=_("no bills, no unit history and no figure of yours cover it"),
            remedy=_("import that year, or give it: --history FILE with the columns year,scheme,fund"),
        )


def read_own_history(path: Path) -> dict[tuple[str, int], int]:
    """Spend in fen by scheme and year out of a CSV file with the columns year, scheme and fund (yuan).

    Raises BadInput with every line that cannot be read.
    """
    with path.open(encoding="utf-8-sig", newline="") as handle:
        rows = list(csv.DictReader(handle))
    missing = [column for column in COLUMNS if not rows or column not in rows[0]]
    if missing:
        raise BadInput(
            "budget.history_columns",
            what=_("the history file lacks: {columns}").format(columns=", ".join(missing)),
            where=str(path),
            remedy=_("write the columns year,scheme,fund, e.g. 2023,resident,7.0 亿元"),
        )
    found: dict[tuple[str, int], int] = {}
    wrong: list[Finding] = []
    for line, row in enumerate(rows, 2):
        try:
            found[row["scheme"].strip(), int(row["year"])] = parse_yuan(row["fund"])
        except (BadInput, ValueError) as problem:
            wrong.append(_unreadable(f"{path}:{line}", problem))
    if wrong:
        raise BadInput(findings=tuple(wrong))
    return found


def _unreadable(where: str, problem: Exception) -> Finding:
    return Finding(
        "budget.history_line",
        _("a line of the history file cannot be read"),
        where,
        str(problem),
        _("write it like: 2023,resident,7.0 亿元"),
    )


def schemes_of(tables: MakingTables, known: Known) -> list[str]:
    """The schemes anything is known of, in order of name."""
    rows = tables.rows("SELECT DISTINCT scheme FROM {history}")
    return sorted({str(row["scheme"]) for row in rows} | {scheme for scheme, _year in known.history})


def read_history(tables: MakingTables, scheme: str, year: int, known: Known) -> History:
    """The years before `year` of one scheme; a figure given by hand stands before bills and records."""
    rows = tables.rows(
        "SELECT year, is_primary, part, max(months)::BIGINT AS months, sum(fund_fen)::BIGINT AS fund_fen FROM {history} "
        "WHERE scheme = ? GROUP BY ALL ORDER BY ALL",
        scheme,
    )
    spend = {
        relative: figure
        for relative, back in BACK.items()
        if (figure := _spend(rows, (scheme, relative, year - back), known)) is not None
    }
    latest = [row for row in rows if row["year"] == year - 1 and row["is_primary"] is not None]
    primary, other = (_level(latest, scheme, is_primary, year - 1) for is_primary in (1, 0))
    return History(
        scheme, spend, primary, other, _outpatient(latest, scheme, year - 1), tuple(_partial(latest, year - 1))
    )


def _spend(rows: list[Row], which: tuple[str, str, int], known: Known) -> Figure | None:
    scheme, relative, year = which
    label, label_en = WORDS[relative]
    name = Name(f"budget.next.{scheme}.spend.{relative}", f"{label}支出", f"spend of {label_en}")
    if (scheme, year) in known.history:
        return known.figure(name, known.history[scheme, year], f"history of {year}")
    found = [row["fund_fen"] for row in rows if row["year"] == year]
    return given(name, sum(found), Source("history", "fund_fen", {"scheme": scheme, "year": year})) if found else None


def _level(rows: list[Row], scheme: str, is_primary: int, year: int) -> Figure | None:
    if not rows:
        return None
    words = ("基层", "primary care") if is_primary else ("其他", "other levels")
    key = "primary" if is_primary else "other"
    name = Name(f"budget.next.{scheme}.before.{key}", f"上一年{words[0]}支出", f"last year's spend at {words[1]}")
    where: dict[str, str | int] = {"scheme": scheme, "year": year, "is_primary": is_primary}
    value = sum(row["fund_fen"] for row in rows if row["is_primary"] == is_primary)
    return given(name, value, Source("history", "fund_fen", where))


def _outpatient(rows: list[Row], scheme: str, year: int) -> Figure | None:
    if not rows:
        return None
    name = Name(f"budget.next.{scheme}.before.outpatient", "上一年门诊支出", "last year's spend on outpatients")
    value = sum(row["fund_fen"] for row in rows if row["part"] == "outpatient")
    return given(name, value, Source("history", "fund_fen", {"scheme": scheme, "year": year, "part": "outpatient"}))


def _partial(rows: list[Row], year: int) -> list[Finding]:
    months = max((row["months"] for row in rows), default=12)
    if months >= 12:
        return []
    return [
        Finding(
            "budget.part_of_a_year",
            _("bills of {year} cover {months} months").format(year=year, months=months),
            why=_("a total made from part of a year is too small"),
            remedy=_("import the rest of the year, or give its spend: --history FILE"),
        )
    ]
