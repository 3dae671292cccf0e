"""What differs between two assessments of a year, and why: other counts, targets, peers, an appeal, another pack."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from fenming.facts.run_tables import Row, RunTables

SCORES = "SELECT * FROM {score} ORDER BY scheme_id, party_id, item, period"
INDICATORS = "SELECT * FROM {indicator}"
CORRECTIONS = "SELECT DISTINCT indicator_id, party_id, period, appeal_id FROM {correction} ORDER BY ALL"
COMPARED = ("value_ppm", "credible_ppm", "target_ppm", "weight_ppm", "score_ppm", "state")
Key = tuple[str, str, str, str]  # scheme, party, item (blank: the total), period


@dataclass(frozen=True, slots=True)
class Change:
    """One score that differs. `before` and `after` are rows of table `score`, None where there was none.

    `why`: new · gone · state · appeal · count · value (same counts, another verb) · county (the rate to which small numbers are
    drawn) · rule (small numbers are judged otherwise) · target · weight · others (nothing of its own changed: its peers did, or
    the method) · items (a total of items that changed). `appeals` are the ids that did not count before.
    """

    key: Key
    before: Row | None
    after: Row | None
    why: tuple[str, ...]
    appeals: tuple[str, ...] = ()

    @property
    def difference_ppm(self) -> int | None:
        """Points won or lost in ppm of a hundred; None where either has no score."""
        scores = [row["score_ppm"] for row in (self.before, self.after) if row and row["score_ppm"] is not None]
        return int(scores[1]) - int(scores[0]) if len(scores) == 2 else None

    def as_dict(self) -> dict[str, Any]:
        """For JSON."""
        scheme, party, item, period = self.key
        row: dict[str, Any] = {"scheme_id": scheme, "party_id": party, "item": item, "period": period}
        for column in COMPARED:
            row |= {
                f"{column}_before": (self.before or {}).get(column),
                f"{column}_after": (self.after or {}).get(column),
            }
        return row | {"why": list(self.why), "appeals": list(self.appeals)}


def compare(old: RunTables, new: RunTables) -> list[Change]:
    """Every item and total that differs, by scheme, party, item and period; nothing where both are alike.

    Both hold `score` and `indicator`, and `correction` where appeals counted.
    """
    counts = _counts(old), _counts(new)
    return differing(_scores(old), _scores(new), counts, _appeals(new, set(_appeal_ids(old))))


def differing(
    before: Mapping[Key, Row],
    after: Mapping[Key, Row],
    counts: "tuple[Counts, Counts]",
    appeals: Mapping[tuple[str, str, str], tuple[str, ...]],
) -> list[Change]:
    """The same of rows of table `score` that were read already: `counts` numerator and denominator before and after, `appeals`
    ids of those that did not count before, by indicator, party and period.
    """
    changes = []
    for key in sorted({*before, *after}):
        first, second = before.get(key), after.get(key)
        if _compared(first) != _compared(second):
            found = _appealed(second, appeals)
            changes.append(Change(key, first, second, tuple(_why(first, second, counts, bool(found))), found))
    return changes


def _scores(tables: RunTables) -> dict[Key, Row]:
    return {(row["scheme_id"], row["party_id"], row["item"], row["period"]): row for row in tables.rows(SCORES)}


def _compared(row: Row | None) -> tuple[Any, ...] | None:
    return tuple(row[column] for column in COMPARED) if row else None


Counts = Mapping[tuple[str, str, str, str], tuple[Any, ...]]


def _counts(tables: RunTables) -> Counts:
    return {
        (row["indicator_id"], row["party_kind"], row["party_id"], row["period"]): (row["numerator"], row["denominator"])
        for row in tables.rows(INDICATORS)
    }


def _appeal_ids(tables: RunTables) -> Iterator[tuple[str, str, str, str]]:
    if tables.has("correction"):
        for row in tables.rows(CORRECTIONS):
            yield row["indicator_id"], row["party_id"], row["period"], row["appeal_id"]


def _appeals(new: RunTables, known: set[tuple[str, str, str, str]]) -> dict[tuple[str, str, str], tuple[str, ...]]:
    """Appeals that did not count before, by indicator, party and period."""
    found: dict[tuple[str, str, str], tuple[str, ...]] = {}
    for one in _appeal_ids(new):
        if one not in known:
            found[one[:3]] = (*found.get(one[:3], ()), one[3])
    return found


def _appealed(row: Row | None, appeals: Mapping[tuple[str, str, str], tuple[str, ...]]) -> tuple[str, ...]:
    return appeals.get((row["indicator_id"], row["party_id"], row["period"]), ()) if row else ()


def _why(first: Row | None, second: Row | None, counts: tuple[Counts, Counts], is_appealed: bool) -> Iterator[str]:
    if first is None or second is None:
        yield "gone" if second is None else "new"
        return
    if not second["item"]:
        yield "items"
        return
    own = list(_own(first, second, counts))
    yield from ["appeal", *own] if is_appealed else own
    if not own and not is_appealed:
        yield "others"


def _own(first: Row, second: Row, counts: tuple[Counts, Counts]) -> Iterator[str]:
    """What changed of the party's own, or of what it is held against."""
    if first["state"] != second["state"]:
        yield "state"
    counted = [_counted(row, listed) for row, listed in zip((first, second), counts, strict=True)]
    if counted[0] != counted[1]:
        yield "count"
    elif first["value_ppm"] != second["value_ppm"]:
        yield "value"
    elif first["credible_ppm"] != second["credible_ppm"]:
        yield "rule" if None in (first["credible_ppm"], second["credible_ppm"]) else "county"
    yield from (word for word in ("target", "weight") if first[f"{word}_ppm"] != second[f"{word}_ppm"])


def _counted(row: Row, counts: Counts) -> tuple[Any, ...] | None:
    """What was counted; a lead hospital's own, or its consortium's, is not looked up by its id and told by its value."""
    kind = "institution" if row["assesses"] == "lead" else row["assesses"]
    return counts.get((row["indicator_id"], kind, row["party_id"], row["period"]))
