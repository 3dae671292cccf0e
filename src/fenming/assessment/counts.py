"""The measure table as figures: what was counted for each party, with the rows behind it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cache

from fenming.assessment.measure import measure_of
from fenming.assessment.parties import COLUMN, COUNTY, Key, Party
from fenming.facts.run_tables import Row, RunTables
from fenming.kernel import Figure, Source
from fenming.mechanisms import given

PERIOD_LABELS = {
    "year": ("", ""),
    "q1": ("一季度", "quarter 1"),
    "q2": ("二季度", "quarter 2"),
    "q3": ("三季度", "quarter 3"),
    "q4": ("四季度", "quarter 4"),
}
QUARTERS = ("q1", "q2", "q3", "q4")


def suffix(period: str) -> str:
    """What a figure's name bears for a quarter; nothing for the year."""
    return "" if period == "year" else f".{period}"


def labelled(words: tuple[str, str], period: str) -> tuple[str, str]:
    """Chinese and English words with the quarter they are of."""
    label, label_en = PERIOD_LABELS[period]
    return f"{words[0]}{label}", f"{words[1]} {label_en}".strip()


@dataclass(frozen=True, slots=True)
class Counts:
    """Sums of the measure table by kind of party; a party without a row has no count, which is not a count of zero.

    `institutions` are those of which anything was counted; `words` are Chinese and English of what measures count by.
    """

    sums: Mapping[str, Mapping[tuple[str, str, str], int]]
    institutions: frozenset[str] = frozenset()
    words: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    _leaves: dict[tuple[Key, str, str], Figure] = field(default_factory=dict)

    def leaf(self, party: Party, measure_id: str, period: str) -> Figure | None:
        """What was counted for `party`, or None where no row says so. One figure, however many indicators use it."""
        key = (party.key, measure_id, period)
        if key in self._leaves:
            return self._leaves[key]
        value = self.sums[party.kind].get((measure_id, party.party_id, period))
        if value is None:
            return None
        name = party.base.child(f"measure.{measure_id}{suffix(period)}", *self._named(measure_id, period))
        where = {"measure_id": measure_id, "period": period} | _where(party)
        self._leaves[key] = given(name, value, Source("measure", "value", where))
        return self._leaves[key]

    def _named(self, measure_id: str, period: str) -> tuple[str, str, str]:
        """Chinese and English words of a measure, the word by which it counts among them, and its unit."""
        word = measure_id.partition(".")[2]
        return _words(measure_id, period, self.words.get(word, (word, word)))


@cache
def _words(measure_id: str, period: str, by: tuple[str, str]) -> tuple[str, str, str]:
    known = measure_of(measure_id)
    if known is None:
        return *labelled((measure_id, measure_id.replace("_", " ")), period), "count"
    words = (f"{known.label}({by[0]})", f"{known.label_en} ({by[1]})") if by[0] else (known.label, known.label_en)
    return *labelled(words, period), known.unit


def _where(party: Party) -> dict[str, str]:
    return {COLUMN[party.kind]: party.party_id} if party.kind in COLUMN else {}


def read_counts(tables: RunTables, words: Mapping[str, tuple[str, str]]) -> Counts:
    """The measure table, read once; `words` are Chinese and English of the keys of the pack."""
    columns = ", ".join(["measure_id", "period", *COLUMN.values(), "value"])
    return replace(summed(tables.rows(f"SELECT {columns} FROM {{measure}}")), words=words)


def summed(rows: Iterable[Row]) -> Counts:
    """Rows of the measure table summed for every kind of party, in whatever order they come."""
    sums: dict[str, dict[tuple[str, str, str], int]] = {kind: {} for kind in (*COLUMN, COUNTY)}
    for row in rows:
        measure, period, value = row["measure_id"], row["period"], row["value"]
        parties = {kind: row[column] for kind, column in COLUMN.items() if row[column]} | {COUNTY: COUNTY}
        for kind, party in parties.items():
            key = (measure, party, period)
            sums[kind][key] = sums[kind].get(key, 0) + value
    return Counts(sums, frozenset(party for _measure, party, _period in sums["institution"]))
