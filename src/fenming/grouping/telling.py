"""Why a case came into its group, and why not into those near it: in words, from the conditions themselves."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pyarrow as pa

from fenming.grouping.case.encode import encode_cases
from fenming.grouping.engine import rules as engine
from fenming.grouping.engine.machine import as_lists, new_room
from fenming.grouping.engine.marks import counted_level, take_up
from fenming.grouping.engine.test import test_condition
from fenming.grouping.grouped import group_cases
from fenming.grouping.tables.condition import Condition
from fenming.grouping.tables.group_tables import GroupRow, GroupTables
from fenming.grouping.words import (
    condition_words,
    lacking_words,
    reason_words,
    remedy_words,
    severity_words,
    status_words,
    with_name,
)
from fenming.kernel.language import _

NEAR = 8  # ADRGs told of that were nearly met


@dataclass(frozen=True, slots=True)
class Missed:
    """A group that the case is not in: what failed, and what would have met it."""

    code: str
    name: str
    why: tuple[str, ...]
    would: tuple[str, ...]

    def as_dict(self) -> dict[str, Any]:
        return {"code": self.code, "name": self.name, "why": list(self.why), "would": list(self.would)}


@dataclass(slots=True)
class Told:
    """One case told: what it was grouped as, its steps in words, the groups it missed."""

    grouped: dict[str, str]
    steps: list[str] = field(default_factory=list)
    missed: list[Missed] = field(default_factory=list)

    def as_dict(self) -> dict[str, Any]:
        """For `--json`."""
        return {**self.grouped, "told": self.steps, "why_not": [one.as_dict() for one in self.missed]}


def tell_case(case: pa.Table, tables: GroupTables, *, ignores_unknown: bool = False) -> Told:
    """The first case of `case` in words."""
    case = case.slice(0, 1)
    grouped = group_cases(case, tables, ignores_unknown=ignores_unknown, shows_provisional=True).to_pylist()[0]
    told = Told(grouped)
    view = _View.of(case, tables, ignores_unknown)
    told.steps = [status_words(grouped["status"], grouped["reason"])]
    if view is None:
        return told
    told.steps.extend(view.codes())
    told.steps.extend(view.walked(grouped))
    told.missed = list(view.missed(grouped))
    return told


@dataclass(frozen=True, slots=True)
class _View:
    """One case with the tables, as plain lists that the engine's functions read."""

    tables: GroupTables
    rules: engine.Rules
    cases: engine.Cases
    room: engine.Room
    at: engine.At
    written: tuple[list[str], list[str]]

    @classmethod
    def of(cls, case: pa.Table, tables: GroupTables, ignores_unknown: bool) -> "_View | None":
        """None where the case has no principal diagnosis that anybody knows."""
        encoded = encode_cases(case, tables, ignores_unknown=ignores_unknown)
        rules, cases = as_lists(tables.rules), as_lists(encoded.cases)
        room = as_lists(new_room(1, tables.lists[1]))
        if not cases.dx or cases.dx[0] < 0:
            return None
        at = take_up(rules, cases, room, 0, tables.dx_lists)
        written = tuple(
            codes.written.dictionary_decode().to_pylist() for codes in (encoded.diagnoses, encoded.procedures)
        )
        return cls(tables, rules, cases, room, at, written)

    def codes(self) -> Iterator[str]:
        """Codes that were read otherwise than they were written, and those nobody knows."""
        books = ((self.tables.diagnoses, self.cases.dx, 0), (self.tables.procedures, self.cases.proc, 1))
        for book, ids, side in books:
            for code, text in zip(ids, self.written[side], strict=True):
                if code == engine.UNKNOWN_CODE:
                    yield _("{code} is no code of these tables").format(code=text.strip())
                elif 0 <= code < len(book.texts) and book.texts[code].as_py() != text:
                    yield _("{written} is read as {code}").format(written=text, code=book.texts[code].as_py())

    def walked(self, grouped: dict[str, str]) -> Iterator[str]:
        """The steps of a case that has a group."""
        if not grouped["adrg"]:
            return
        if grouped["status"] == "needs_data":
            yield _("until it is given, the tables lead to the group below; it does not count as grouped")
        for level, rows in (("mdc", self.tables.mdc), ("adrg", self.tables.adrg), ("drg", self.tables.drg)):
            row = next((row for row in rows if row.code == grouped[level]), None)
            if row is None:
                continue
            if level == "drg":
                yield from self.complications()
            met = [condition_words(self.tables, one) for one in row.conditions] or [_("it has no condition")]
            named = f"{level.upper()} {with_name(row.code, row.name)}"
            yield _("{group} ({where}): {met}").format(group=named, where=row.where, met=_("; ").join(met))

    def complications(self) -> Iterator[str]:
        """Each further diagnosis that is a complication: it counts, or its exclusion list shuts it out."""
        for place in range(self.at.dx + 1, self.at.dx_end):
            code = self.cases.dx[place]
            level = counted_level(self.rules, self.cases.dx[self.at.dx], code)
            if not level:
                continue
            text = self._named(code)
            if level > 0:
                yield _("{code} counts as {level}").format(code=text, level="MCC" if level > 1 else "CC")
            else:
                name = self.tables.exclusion_lists[self.rules.cc_list[code]]
                said = _(
                    "{code} would be {level}, but does not count beside this principal diagnosis (exclusion list {name})"
                )
                yield said.format(code=text, level="MCC" if level < -1 else "CC", name=name)

    def _named(self, code: int) -> str:
        text = self.tables.diagnoses.texts[code].as_py()
        return with_name(text, self.tables.name_of(side=0, code=text))

    def missed(self, grouped: dict[str, str]) -> Iterator[Missed]:
        """Groups near the case's own: rows of the same MDC tried before it and after it, other MDCs, other severities."""
        yield from self._other_levels(grouped)
        yield from self._other_adrgs(grouped)
        if not grouped["mdc"]:
            yield from self._mdcs()

    def _other_levels(self, grouped: dict[str, str]) -> Iterator[Missed]:
        for row in self.tables.drg:
            if row.owner == grouped["adrg"] and row.code != grouped["drg"] and grouped["adrg"]:
                failed = self._failed(row)
                if failed:
                    yield self._miss(row, failed)
                else:
                    yield Missed(row.code, row.name, (_("a row before it fits first"),), ())

    def _other_adrgs(self, grouped: dict[str, str]) -> Iterator[Missed]:
        mdcs = {grouped["mdc"]} if grouped["mdc"] else {row.code for row in self.tables.mdc if not self._failed(row)}
        near: list[tuple[int, int, Missed]] = []
        own = next((place for place, row in enumerate(self.tables.adrg) if row.code == grouped["adrg"]), -1)
        for place, row in enumerate(self.tables.adrg):
            if row.owner not in mdcs or row.code == grouped["adrg"]:
                continue
            failed = self._failed(row)
            if failed:
                near.append((len(failed), abs(place - own), self._miss(row, failed)))
            elif own >= 0:
                before = _("{name} stands before it and fits first").format(name=grouped["adrg"])
                near.append((0, abs(place - own), Missed(row.code, row.name, (before,), ())))
        near.sort(key=lambda one: one[:2])
        yield from (missed for _count, _distance, missed in near[:NEAR])

    def _mdcs(self) -> Iterator[Missed]:
        near = [(len(failed), row, failed) for row in self.tables.mdc if (failed := self._failed(row))]
        near.sort(key=lambda one: (one[0], one[1].order))
        least = near[0][0] if near else 0
        yield from (self._miss(row, failed) for count, row, failed in near[:NEAR] if count == least)

    def _failed(self, row: GroupRow) -> list[tuple[Condition, int]]:
        """The conditions of a row that are not met, with the answer: no, or not known."""
        place = self.tables.line_of(row)
        answers = [
            (one, test_condition(self.rules, self.cases, self.room, self.at, self.rules.row_first[place] + number))
            for number, one in enumerate(row.conditions)
        ]
        return [(one, answer) for one, answer in answers if answer != engine.YES]

    def _miss(self, row: GroupRow, failed: list[tuple[Condition, int]]) -> Missed:
        why, would = [], []
        for one, answer in failed:
            lacking = self._lacking(one) if one.kind == engine.COMBINATION else []
            told = reason_words(self.tables, one, answer, self._value(one))
            why.append(f"{told} · {lacking_words(self.tables, lacking)}" if lacking else told)
            would.append(remedy_words(self.tables, one, lacking))
        return Missed(row.code, row.name, tuple(why), tuple(filter(None, would)))

    def _lacking(self, condition: Condition) -> list[int]:
        """The lists that the case lacks in the alternative of a combination it comes nearest to."""
        rules, nearest = self.rules, list[int]()
        for term in range(condition.numbers[0], condition.numbers[1]):
            places = range(rules.term_first[term], rules.term_first[term + 1])
            lists = [rules.literal_list[place] for place in places if not rules.literal_negated[place]]
            missing = [one for one in lists if self.room.any_mark[one] != self.at.row]
            if term == condition.numbers[0] or len(missing) < len(nearest):
                nearest = missing
        return nearest

    def _value(self, condition: Condition) -> str:
        """What the case has where the condition looks at a number."""
        if condition.kind == engine.SEVERITY:
            return severity_words(("none", "cc", "mcc")[self.at.severity_least])
        if condition.kind != engine.NUMBER:
            return ""
        least, most = self.cases.least[condition.numbers[0]], self.cases.most[condition.numbers[0]]
        if least == most:
            return str(least)
        return "?" if most >= engine.MOST else f"{least}–{most}"
