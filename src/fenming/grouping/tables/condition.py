"""Cells of a table row as conditions that must all hold."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from fenming.grouping.engine import rules as engine
from fenming.grouping.tables import layout
from fenming.grouping.tables.code_list import DIAGNOSES, PROCEDURES, CodeLists
from fenming.grouping.tables.combination import read_combination
from fenming.kernel.language import _

OPERATING = "OR"  # owner of the list of operating-room procedures
SITE = "site\n"  # before the number of an MDC's list of one body site
_WHOLE = re.compile(r"\d{1,9}")
Numbers = tuple[int, int, int]


class WrongCell(ValueError):
    """A cell that is no condition: code, what, why, remedy."""

    def __init__(self, code: str, what: str, why: str = "", remedy: str = "") -> None:
        self.told = (code, what, why, remedy)
        super().__init__(what)


@dataclass(frozen=True, slots=True)
class Condition:
    """One condition as the table writes it, and as the engine reads it: its kind and three numbers."""

    column: str
    written: str
    kind: int
    numbers: Numbers


@dataclass(slots=True)
class Making:
    """What conditions are made with; collects terms of combinations and sets of words for all rows."""

    lists: CodeLists
    mode: str
    terms: list[tuple[tuple[int, bool, bool], ...]] = field(default_factory=list)
    words: tuple[dict[str, int], ...] = field(default_factory=lambda: ({}, {}))
    sets: list[tuple[int, ...]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Owner:
    """The row whose cells are read: `level` is mdc, adrg or drg; `code` owns its lists."""

    level: str
    code: str
    cells: dict[str, str]

    def cell(self, column: str) -> str:
        return self.cells.get(column, "")


def conditions_of(making: Making, owner: Owner) -> Iterator[Condition]:
    """The conditions of a row, in the order in which they are told. Raises WrongCell."""
    yield from _lists(making, owner)
    yield from _combinations(making, owner)
    yield from _operating(making, owner)
    yield from _sites(making, owner)
    yield from _ranges(owner)
    yield from _words(making, owner)
    yield from _severity(owner)


def _lists(making: Making, owner: Owner) -> Iterator[Condition]:
    for column in layout.LIST_COLUMNS:
        written = owner.cell(column)
        if written:
            number = whole(column, written)
            side = DIAGNOSES if "_dx_" in column else PROCEDURES
            is_principal = column.startswith("principal") and not (side == PROCEDURES and _is_any(making, owner))
            kind = engine.PRINCIPAL if is_principal else engine.ANY
            yield Condition(column, written, kind, (_list(making, side, owner, str(number)), 0, 0))


def _is_any(making: Making, owner: Owner) -> bool:
    """Whether a list meant for the principal procedure may be met by any procedure."""
    mode = owner.cell("procedure_mode") or making.mode
    if mode not in layout.MODES:
        raise _not_one_of("procedure_mode", mode, layout.MODES)
    return mode == "any"


def _list(making: Making, side: int, owner: Owner, number: str) -> int:
    place = making.lists.place(side, owner.code, number)
    if place is None:
        file = f"{'adrg' if owner.level == 'drg' else owner.level}_{'dx' if side == DIAGNOSES else 'proc'}.csv"
        raise WrongCell(
            "group_table.unknown_list",
            _("{name} has no list {number}").format(name=owner.code, number=number),
            _("no row of {file} belongs to it").format(file=file),
            _("add the list's codes to {file}, or take the condition out").format(file=file),
        )
    return place


def _combinations(making: Making, owner: Owner) -> Iterator[Condition]:
    for column in layout.COMBINATION_COLUMNS:
        written = owner.cell(column)
        if not written:
            continue
        try:
            read = read_combination(written)
        except ValueError as place:
            raise WrongCell(
                "group_table.bad_combination",
                _("'{text}' is no combination of lists").format(text=written),
                _("it cannot be read at '{place}'").format(place=place),
                _("write numbers of lists with & and |, such as 1&2|3"),
            ) from None
        first = len(making.terms)
        for term in read:
            literals = tuple(
                (
                    _list(making, DIAGNOSES if one.is_diagnosis else PROCEDURES, owner, str(one.number)),
                    one.is_principal,
                    one.is_negated,
                )
                for one in term
            )
            making.terms.append(literals)
        yield Condition(column, written, engine.COMBINATION, (first, len(making.terms), 0))


def _operating(making: Making, owner: Owner) -> Iterator[Condition]:
    if owner.cell("principal_proc_is_or"):
        written = owner.cell("principal_proc_is_or")
        if whole("principal_proc_is_or", written) == 1:
            yield Condition("principal_proc_is_or", written, engine.PRINCIPAL, (_operating_list(making), 0, 0))
    written = owner.cell("or_procedure")
    if not written:
        return
    if written not in layout.OR_PROCEDURE:
        raise _not_one_of("or_procedure", written, layout.OR_PROCEDURE)
    kind = {"principal": engine.PRINCIPAL, "none": engine.NONE}.get(written, engine.ANY)
    yield Condition("or_procedure", written, kind, (_operating_list(making), 0, 0))
    if written == "unrelated":
        mdc = owner.cell("mdc")
        own = making.lists.place(PROCEDURES, OPERATING, mdc)
        if own is not None:
            yield Condition("or_procedure", written, engine.NONE, (own, 0, 0))


def _operating_list(making: Making) -> int:
    place = making.lists.place(PROCEDURES, OPERATING, "")
    if place is None:
        raise WrongCell(
            "group_table.unknown_list",
            _("there is no list of operating-room procedures"),
            _("the condition needs or_proc.csv"),
            _("add or_proc.csv, or take the condition out"),
        )
    return place


def _sites(making: Making, owner: Owner) -> Iterator[Condition]:
    written = owner.cell("min_body_sites")
    if not written:
        return
    count = whole("min_body_sites", written)
    sites = [place for (_side, code, number), place in making.lists.ids.items() if code == SITE + owner.code and number]
    if len(sites) < count:
        raise WrongCell(
            "group_table.unknown_list",
            _("{name} has {found} body sites, {count} are asked for").format(
                name=owner.code, found=len(sites), count=count
            ),
            _("column body_site of mdc_dx.csv names them"),
            _("fill body_site for this MDC's diagnoses"),
        )
    yield Condition("min_body_sites", written, engine.SITES, (min(sites), max(sites) + 1, count))


def _ranges(owner: Owner) -> Iterator[Condition]:
    for column in ("sex", "age_years"):
        written = owner.cell(column)
        if written:
            value = whole(column, written)
            if column == "sex" and value not in (1, 2):
                raise _not_one_of(column, written, ("1", "2"))
            yield Condition(
                column, written, engine.NUMBER, (engine.SEX if column == "sex" else engine.AGE, value, value)
            )
    for name, fact in layout.RANGES.items():
        least, most = 0, engine.MOST
        given = {ending: owner.cell(name + ending) for ending in layout.RANGE_ENDINGS}
        if not any(given.values()):
            continue
        if given["_min"]:
            least = whole(f"{name}_min", given["_min"])
        if given["_max"]:
            most = whole(f"{name}_max", given["_max"])
        if given["_below"]:
            most = min(most, whole(f"{name}_below", given["_below"]) - 1)
        if least > most:
            raise WrongCell(
                "group_table.empty_range",
                _("no number lies between {least} and {most}").format(least=least, most=most),
                _("columns {name}_min, {name}_max and {name}_below").format(name=name),
                _("correct the bounds: nothing could ever fit this row"),
            )
        written = " ".join(f"{name}{ending}={cell}" for ending, cell in given.items() if cell)
        yield Condition(name, written, engine.NUMBER, (engine.NUMBERS.index(fact), least, most))


def _words(making: Making, owner: Owner) -> Iterator[Condition]:
    for place, column in enumerate(layout.WORD_COLUMNS):
        written = owner.cell(column)
        if written:
            known = making.words[place]
            chosen = [plain_word(column, word) for word in written.split("|") if word.strip()]
            making.sets.append(tuple(known.setdefault(word, len(known)) for word in chosen))
            yield Condition(column, written, engine.WORD, (place, len(making.sets) - 1, 0))


def plain_word(column: str, written: str) -> str:
    """A word as it is compared: discharge ways without leading zeros, departments in capitals."""
    text = written.strip().removesuffix(".0").upper()
    return (text.lstrip("0") or "0") if column == "discharge_way" and text.isdigit() else text


def _severity(owner: Owner) -> Iterator[Condition]:
    written = owner.cell("severity")
    if written:
        if written not in layout.SEVERITIES:
            raise _not_one_of("severity", written, tuple(layout.SEVERITIES))
        if written != "any":
            yield Condition("severity", written, engine.SEVERITY, (*layout.SEVERITIES[written], 0))


def whole(column: str, written: str) -> int:
    """A whole number. Raises WrongCell."""
    if not _WHOLE.fullmatch(written):
        raise WrongCell(
            "group_table.bad_number",
            _("'{text}' in column '{name}' is no whole number").format(text=written, name=column),
            _("conditions compare whole years, days, hours, grams and numbers of lists"),
            _("write digits only, or leave the cell blank"),
        )
    return int(written)


def _not_one_of(column: str, written: str, words: tuple[str, ...]) -> WrongCell:
    return WrongCell(
        "group_table.unknown_word",
        _("'{text}' is no value of column '{name}'").format(text=written, name=column),
        _("it may be one of: {words}").format(words=", ".join(words)),
        _("choose one of them, or leave the cell blank"),
    )
