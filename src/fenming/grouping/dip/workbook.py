"""The directory as a workbook for people: what it is, core and composite groups, retrieval levels, auxiliary coefficients."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from xlsxwriter import Workbook

from fenming.grouping.dip.directory import (
    Directory,
    Group,
    Shelf,
    shown_diagnosis,
    shown_procedure,
    treatment_words,
)
from fenming.kernel.language import _

MADE_ON = datetime(2000, 1, 1)  # noqa: DTZ001 - a fixed day, so that the same directory gives the same bytes


def write_workbook(directory: Directory, path: Path) -> None:
    """Write `directory` as .xlsx in the language in use."""
    book = Workbook(str(path), {"constant_memory": True})
    book.set_properties({"title": "DIP", "created": MADE_ON})
    formats = {
        "head": book.add_format({"bold": True, "bottom": 1}),
        "number": book.add_format({"num_format": "#,##0.00"}),
    }
    _sheet(book, _("About"), (_("item"), _("value")), _about(directory), formats)
    for title, kind in ((_("Core groups"), "core"), (_("Composite groups"), "composite")):
        rows = (_group(group) for group in directory.groups if group.kind == kind)
        _sheet(book, title, _group_headings(), rows, formats)
    for title, shelves in ((_("First level"), directory.first_level), (_("Second level"), directory.second_level)):
        _sheet(book, title, _shelf_headings(), map(_shelf, shelves), formats)
    _sheet(book, _("Auxiliary coefficients"), _auxiliary_headings(), _auxiliaries(directory), formats)
    book.close()


def _sheet(
    book: Any, title: str, headings: Sequence[str], rows: Iterable[Sequence[Any]], formats: dict[str, Any]
) -> None:
    sheet = book.add_worksheet(title)
    sheet.set_column(0, len(headings) - 1, 18)
    sheet.freeze_panes(1, 0)
    sheet.write_row(0, 0, headings, formats["head"])
    for row, cells in enumerate(rows, 1):
        for column, cell in enumerate(cells):
            if isinstance(cell, str):
                sheet.write_string(row, column, cell)
            else:
                sheet.write_number(row, column, cell, formats["number"] if isinstance(cell, Decimal) else None)


def _about(directory: Directory) -> list[tuple[str, Any]]:
    facts = directory.facts
    read = facts.get("input", {})
    rows: list[tuple[str, Any]] = [
        (_("Data"), _("synthetic data") if facts.get("synthetic") else _("the county's own"))
    ]
    rows += [
        (_("rows read"), read.get("rows", 0)),
        (_("cases covered"), read.get("cases", 0)),
        (_("rows set aside"), read.get("set_aside", 0)),
    ]
    rows += [(word, directory.counts()[name]) for name, word in count_words().items()]
    rows += [
        (name, f"{value}  ({directory.terms.origin.get(name, '')})")
        for name, value in directory.terms.as_dict().items()
    ]
    rows += [(_("off"), name) for name in facts.get("off", ())]
    return rows


def count_words() -> dict[str, str]:
    """What the counts of a directory are called."""
    return {
        "conservative": _("core groups, conservative"),
        "main_only": _("core groups, main procedure only"),
        "main_related": _("core groups, main and related procedures"),
        "core": _("core groups together"),
        "category": _("composite groups of a category"),
        "chapter": _("composite groups of a chapter"),
        "treatment": _("composite groups of a treatment"),
        "composite": _("composite groups together"),
        "groups": _("all groups"),
    }


def _group_headings() -> tuple[str, ...]:
    named = (_("group"), _("type"), _("diagnosis"), _("treatment"), _("main procedure"), _("related procedures"))
    return (*named, _("cases"), _("cost, yuan"), _("mean, yuan"), _("weight"), _("score"))


def _group(group: Group) -> tuple[Any, ...]:
    related = "+".join(map(shown_procedure, filter(None, group.related_procedures.split("+"))))
    diagnosis = shown_diagnosis(group.diagnosis) if group.kind == "core" else group.diagnosis
    named = (
        group.group_id,
        count_words().get(group.type, group.type),
        diagnosis,
        treatment_words()[group.treatment],
        shown_procedure(group.main_procedure),
        related,
    )
    return (
        *named, group.cases, _yuan(group.total_fen), _yuan(group.mean_fen),
        Decimal(group.weight_ppm) / 1_000_000, Decimal(group.score_micro) / 1_000_000,
    )  # fmt: skip


def _shelf_headings() -> tuple[str, ...]:
    return (_("category"), _("treatment"), _("groups"), _("cases"), _("cost, yuan"), _("mean, yuan"))


def _shelf(shelf: Shelf) -> tuple[Any, ...]:
    treatment = treatment_words().get(shelf.treatment, "")
    return (shelf.category, treatment, shelf.groups, shelf.cases, _yuan(shelf.total_fen), _yuan(shelf.mean_fen))


def _auxiliary_headings() -> tuple[str, ...]:
    return (_("kind"), _("group"), _("class"), _("cases"), _("cost, yuan"), _("expected, yuan"), _("coefficient"))


def _auxiliaries(directory: Directory) -> Iterable[tuple[Any, ...]]:
    for one in directory.auxiliaries:
        cost, expected = _yuan(one.total_fen), _yuan(one.expected_fen)
        yield (
            auxiliary_words().get(one.kind, one.kind),
            one.group_id or _("all"),
            auxiliary_words().get(one.name, one.name),
            one.cases,
            cost,
            expected,
            Decimal(one.coefficient_ppm) / 1_000_000,
        )


def auxiliary_words() -> dict[str, str]:
    """What auxiliary coefficients and their classes are called; ages speak for themselves."""
    return {
        "age": _("age"),
        "severity": _("severity of the disease"),
        "readmission": _("readmission"),
        "died_early": _("died early"),
        "died": _("died"),
        "mcc": "MCC",
        "cc": "CC",
        "long_stay": _("very long stay"),
        "plain": _("none of these"),
        "readmitted": _("readmitted"),
        "first": _("first admission"),
    }


def _yuan(fen: int) -> Decimal:
    return Decimal(fen) / 100
