"""The tables of a budget: totals and what becomes of them, need beside heads, the estimate itself, promises kept."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from fenming.budget.making import Made, PartyNeed, Promise, SchemePlan
from fenming.kernel import Figure, divide, format_ppm, format_yuan
from fenming.kernel.language import _
from fenming.reports.adjudicated.table import Heading
from fenming.reports.wording import grade_word, label_of, rule_text, value_text

Labels = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class PlanTable:
    """One table: `key` for programs, a short name, a title, headings with styles, rows (fen, counts, texts, None)."""

    key: str
    name: str
    title: str
    headings: tuple[Heading, ...]
    rows: tuple[tuple[Any, ...], ...]

    def texts(self) -> list[list[str]]:
        """The rows as people read them."""
        styles = [heading.style for heading in self.headings]
        return [[_text(style, value) for style, value in zip(styles, row, strict=True)] for row in self.rows]


def plan_tables(made: Made, labels: Labels) -> list[PlanTable]:
    """All tables of the plan; `labels` calls age bands and schemes in the language in use."""
    tables = []
    for scheme, plan in made.plan.schemes.items():
        word = labels.get(scheme, scheme)
        tables += [_totals(made, plan, word), *_need(plan, word), *_cells(plan, made.bands, (word, labels))]
    if made.plan.risk_fund is not None:
        tables.append(_figures("risk_fund", _("Risk fund"), made, _slots(made.plan.risk_fund)))
    tables.append(_promises(made.plan.promises))
    return tables


def _text(style: str, value: Any) -> str:
    if value is None:
        return ""
    if style == "fen":
        return format_yuan(value)
    return f"{value:,}" if style == "whole" else str(value)


def _slots(part: object) -> Iterator[Figure]:
    """The figures of one part of the plan, in order."""
    values = (getattr(part, name) for name in getattr(part, "__slots__", ()))
    yield from (value for value in values if isinstance(value, Figure))


def _totals(made: Made, plan: SchemePlan, word: str) -> PlanTable:
    parts = [part for part in (plan.totals, plan.reserve, plan.primary) if part is not None]
    figures = [*plan.history.spend.values(), *(figure for part in parts for figure in _slots(part))]
    return _figures(f"{plan.scheme}.totals", _("Totals, {scheme}").format(scheme=word), made, figures)


def _figures(key: str, name: str, made: Made, figures: Any) -> PlanTable:
    headings = (
        Heading(_("item"), 30, "wrapped"),
        Heading(_("yuan"), 20, "fen"),
        Heading(_("other value"), 14),
        Heading(_("rule"), 60, "wrapped"),
        Heading(_("grade"), 18, "wrapped"),
        Heading(_("figure"), 40, "wrapped"),
    )
    rows = tuple(_figure(made, figure) for figure in figures)
    return PlanTable(key, name, _("{name}, budget of {year}").format(name=name, year=made.plan.year), headings, rows)


def _figure(made: Made, figure: Figure) -> tuple[Any, ...]:
    amount, other = (figure.value, "") if figure.unit == "fen" else (None, value_text(figure))
    return (label_of(figure), amount, other, rule_text(figure), grade_word(made.book.grade(figure.name)), figure.name)


def _need(plan: SchemePlan, word: str) -> list[PlanTable]:
    if plan.need is None:
        return []
    words = {"consortium": _("consortium"), "town": _("town")}
    titles = {
        "consortium": _("Need beside heads by consortium, {scheme} (an estimate)"),
        "town": _("Need beside heads by town, {scheme} (an estimate)"),
    }
    return [
        PlanTable(
            f"{plan.scheme}.need.{level}",
            _("Need, {level}, {scheme}").format(level=words[level], scheme=word),
            titles[level].format(scheme=word),
            _need_headings(words[level]),
            tuple(map(_party, parties.values())),
        )
        for level, parties in plan.need.parties.items()
    ]


def _need_headings(word: str) -> tuple[Heading, ...]:
    return (
        Heading(word, 34, "wrapped"),
        Heading(_("heads"), 10, "whole"),
        Heading(_("relative need"), 12),
        Heading(_("by heads"), 20, "fen"),
        Heading(_("by need (estimate)"), 20, "fen"),
        Heading(_("difference"), 18, "fen"),
        Heading(_("standard error"), 18, "fen"),
    )


def _party(party: PartyNeed) -> tuple[Any, ...]:
    name = label_of(party.heads).rpartition("·")[0] or label_of(party.heads).rpartition(": ")[0]
    relative = format_ppm(divide(party.weighted.value, party.heads.value)) if party.heads.value else ""
    amounts = (party.by_heads.value, party.by_need.value, party.difference.value, party.error.value)
    return (name, party.heads.value, relative, *amounts)


def _cells(plan: SchemePlan, bands: tuple[str, ...], words: tuple[str, Labels]) -> list[PlanTable]:
    if plan.need is None:
        return []
    (word, labels), cells = words, plan.need.cells
    headings = (
        Heading(_("people"), 40, "wrapped"),
        Heading(_("heads"), 10, "whole"),
        Heading(_("spend per head"), 16, "fen"),
        Heading(_("weight (estimate)"), 14),
        Heading(_("from, at two standard errors"), 14),
        Heading(_("to, at two standard errors"), 14),
    )
    rows = tuple(
        (
            _cell_words(cell, labels),
            heads,
            divide(cells.spend.value[cell], heads) if heads else None,
            format_ppm(cells.weights.value[cell]),
            format_ppm(max(0, cells.weights.value[cell] - 2 * cells.errors.value[cell])),
            format_ppm(cells.weights.value[cell] + 2 * cells.errors.value[cell]),
        )
        for cell, heads in sorted(cells.heads.value.items(), key=lambda pair: _place(pair[0], bands))
    )
    name, title = (
        _("Weights, {scheme}"),
        _("Need by age, sex and chronic disease, {scheme}: an estimate from own spend"),
    )
    return [PlanTable(f"{plan.scheme}.cells", name.format(scheme=word), title.format(scheme=word), headings, rows)]


def _place(cell: str, bands: tuple[str, ...]) -> tuple[int, str]:
    band = cell.rsplit("_", 2)[0]
    return (bands.index(band) if band in bands else len(bands), cell)


def _cell_words(cell: str, labels: Labels) -> str:
    band, sex, chronic = cell.rsplit("_", 2)
    words = {
        "male": _("men"),
        "female": _("women"),
        "other": _("sex not stated"),
        "chronic": _("with a registered chronic disease"),
        "general": _("without"),
    }
    return _(", ").join((labels.get(band, band), words[sex], words[chronic]))


def _promises(promises: tuple[Promise, ...]) -> PlanTable:
    headings = (
        Heading(_("what must hold"), 70, "wrapped"),
        Heading(_("left"), 22),
        Heading(_("right"), 22),
        Heading(_("holds"), 8),
    )
    rows = tuple(
        (one.statement, value_text(one.left), value_text(one.right), _("yes") if one.holds else _("no"))
        for one in promises
    )
    return PlanTable("promises", _("Promises"), _("What the rules promise, with both numbers"), headings, rows)
