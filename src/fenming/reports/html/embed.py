"""The explanations inside the page: only what is reachable from the numbers shown, each sentence written once."""

from collections.abc import Iterable
from typing import Any

from fenming.kernel import Book, Figure, Grade
from fenming.kernel.language import _
from fenming.mechanisms.figures import LEAVES
from fenming.reports.wording import (
    SHOWN,
    evidence_texts,
    grade_word,
    label_of,
    pick_text,
    rest_text,
    rule_template,
    shown_inputs,
    value_text,
    working_texts,
)


def embedded(book: Book, names: Iterable[str]) -> dict[str, Any]:
    """`rules` by verb, `grades` by place, and `figures`: rows of
    [name, label, value, grade, verb, inputs [[role, place]…], places of the basis, sentences, part, rest].

    A row stands after all rows it points to. `rest` is what the inputs beyond the first eight come to.
    """
    order: dict[str, int] = {}
    rows: list[list[Any]] = []
    for name in names:
        _add(book[name], book, order, rows)
    verbs = {figure.verb: figure for figure in (book[name] for name in order)}
    return {
        "rules": {name: rule_template(figure) for name, figure in verbs.items() if name not in LEAVES},
        "grades": [[grade.word, grade_word(grade)] for grade in Grade],
        "figures": rows,
    }


def _add(figure: Figure, book: Book, order: dict[str, int], rows: list[list[Any]]) -> int:
    if figure.name not in order:
        inputs = [[role, _add(lower, book, order, rows)] for role, lower in _inputs(figure).items()]
        basis = [_add(lower, book, order, rows) for lower in figure.basis[: SHOWN * 4]]
        order[figure.name] = len(rows)
        sentences = [*working_texts(figure), *_rows_behind(figure)]
        row = [figure.name, label_of(figure), value_text(figure), int(book.grade(figure.name)), figure.verb]
        rows.append(_trimmed([*row, inputs, basis, sentences, pick_text(figure), _rest(figure)]))
    return order[figure.name]


def _inputs(figure: Figure) -> dict[str, Figure]:
    """Inputs by role, the largest first when there are many."""
    if len(figure.inputs) <= SHOWN:
        return dict(figure.inputs)
    first = {lower.name for lower in shown_inputs(figure)}
    in_order = sorted(figure.inputs, key=lambda role: figure.inputs[role].name not in first)
    return {role: figure.inputs[role] for role in in_order}


def _rest(figure: Figure) -> str:
    return rest_text(figure, shown_inputs(figure))


def _rows_behind(figure: Figure) -> list[str]:
    """Evidence of a leaf; rows are named shortly, as there are thousands of them."""
    if figure.source is None:
        return evidence_texts(figure)
    where = ", ".join(f"{column} = {value}" for column, value in figure.source.where.items()) or _("all rows")
    return [f"{figure.source.table} · {figure.source.column} · {where}"]


def _trimmed(row: list[Any]) -> list[Any]:
    """Empty parts at the end are left out."""
    while row and row[-1] in ("", []):
        row.pop()
    return row
