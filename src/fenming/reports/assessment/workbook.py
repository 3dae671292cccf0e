"""The assessment as a workbook to sort, print and hand on: schemes, scores item by item, indicators, what is missing."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from fenming.assessment.corrections import sides
from fenming.assessment.measure import measure_of
from fenming.facts.run_tables import Row
from fenming.kernel import PPM, format_yuan
from fenming.kernel.language import _, language
from fenming.policy import load_pack
from fenming.policy.cards import Card
from fenming.reports.adjudicated.table import Heading
from fenming.reports.assessment.folder import AssessmentFolder
from fenming.reports.assessment.missing import state_word
from fenming.reports.assessment.overview import (
    indicator_label,
    party_kind_word,
    party_name,
    scheme_label,
    scheme_overviews,
)
from fenming.reports.assessment.shown import shown_value
from fenming.reports.payment.sheet import About
from fenming.reports.payment.workbook import Table, write_payment_workbook
from fenming.reports.wording import party_word

SHEET_NAME = 31  # letters a spreadsheet allows
FEW = 6  # parties that stand side by side on a sheet
PERIODS = ("year", "q1", "q2", "q3", "q4")
SHOWN_KINDS = ("county", "consortium", "lead", "township")
RATE, EVIDENCE = "percent", "evidence"


def write_assessment_workbook(assessment: AssessmentFolder, path: Path) -> None:
    """Write the workbook of an assessment to `path`."""
    about = about_assessment(assessment, _("Assessment"))
    tables = [_overview(assessment), *_schemes(assessment), *_indicators(assessment), _findings(assessment)]
    write_payment_workbook(path, about, tables, points_unit())


def points_unit() -> str:
    """What the numbers of an assessment's sheets are in."""
    return _("Unit: points of a hundred; money in yuan")


def about_assessment(assessment: AssessmentFolder, title: str) -> About:
    """What stands on every page of an assessment."""
    manifest = assessment.manifest
    return About(
        county=manifest["county_label" if language() == "zh" else "county_label_en"],
        title=title,
        period=_("year {year}").format(year=manifest["year"]),
        year=manifest["year"],
        kept=_("assessment {id}").format(id=assessment.id),
        is_synthetic=bool(manifest["synthetic"]),
    )


def _overview(assessment: AssessmentFolder) -> Table:
    headings = [
        Heading(_("assessment scheme"), 42, "wrapped"),
        Heading(_("assesses"), 14),
        Heading(_("with a total"), 10, "whole"),
        Heading(_("without a total"), 10, "whole"),
        Heading(_("lowest"), 10, "score"),
        Heading(_("mean"), 10, "score"),
        Heading(_("highest"), 10, "score"),
    ]
    rows = [
        [one.label, party_kind_word(one.assesses), len(one.totals), one.missing, one.lowest, one.mean, one.highest]
        for one in scheme_overviews(assessment)
    ]
    return Table(_("Schemes"), _("Schemes"), headings, rows, is_summed=False)


def _schemes(assessment: AssessmentFolder) -> Iterator[Table]:
    """One sheet a scheme: a line for each party, a column for each item, the best first; few parties side by side instead."""
    rows = assessment.tables.rows("SELECT * FROM {score} ORDER BY scheme_id, party_id, period, item")
    order = assessment.manifest["schemes"]
    for scheme in dict.fromkeys(row["scheme_id"] for row in rows):
        listed = [row for row in rows if row["scheme_id"] == scheme]
        items = sorted({row["item"] for row in listed if row["item"]}, key=order[scheme]["items"].index)
        few = len({row["party_id"] for row in listed}) <= FEW
        yield _side_by_side(assessment, listed, items) if few else _one_below_another(assessment, listed, items)


def _one_below_another(assessment: AssessmentFolder, rows: list[Row], items: Sequence[str]) -> Table:
    """A line for each party; the quarters of a quarterly scheme are columns."""
    periods = [one for one in dict.fromkeys(row["period"] for row in rows) if one != "year"]
    columns = [("", "year"), *(("", one) for one in periods)]
    columns += [(item, period) for item in items for period in (periods if len(items) > 1 else ()) or ("year",)]
    known = {(row["item"], row["period"]) for row in rows}
    columns = [one for one in columns if one in known]
    headings = [Heading(_("code"), 16), Heading(_("name"), 34, "wrapped")]
    headings += [Heading(_column_words(assessment, rows, one), 14, "score") for one in columns]
    parties: dict[str, dict[tuple[str, str], Row]] = {}
    for row in rows:
        parties.setdefault(row["party_id"], {})[row["item"], row["period"]] = row
    lines: list[list[Any]] = [
        [party, party_name(assessment, party), *(_score(scored.get(one)) for one in columns)]
        for party, scored in parties.items()
    ]
    lines.sort(key=_best_first)
    label = scheme_label(assessment, rows[0]["scheme_id"])
    return Table(label[:SHEET_NAME], label, headings, lines, is_summed=False)


def _column_words(assessment: AssessmentFolder, rows: Sequence[Row], column: tuple[str, str]) -> str:
    item, period = column
    found = next((row for row in rows if (row["item"], row["period"]) == column), None)
    if not item or found is None:
        return _("points scored") if period == "year" else party_word(period)
    label = indicator_label(assessment, found["indicator_id"])
    return label if period == "year" else f"{label} {party_word(period)}"


def _side_by_side(assessment: AssessmentFolder, rows: list[Row], items: Sequence[str]) -> Table:
    """A line for each item and period, points a column for each party; the total first."""
    parties = sorted({row["party_id"] for row in rows})
    found = {(row["item"], row["period"], row["party_id"]): row for row in rows}
    headings = [Heading(_("item"), 46, "wrapped"), Heading(_("full points"), 14, "score")]
    headings += [Heading(party_name(assessment, party), 26, "score") for party in parties]
    lines: list[list[Any]] = []
    for item, period in [(item, period) for item in ("", *items) for period in PERIODS]:
        scored = [found.get((item, period, party)) for party in parties]
        first = next((row for row in scored if row is not None), None)
        if first is not None:
            words = _column_words(assessment, [first], (item, period)) if item else _("total points")
            lines.append([words, first["weight_ppm"] or PPM, *(_score(row) for row in scored)])
    label = scheme_label(assessment, rows[0]["scheme_id"])
    return Table(label[:SHEET_NAME], label, headings, lines, is_summed=False)


def _best_first(line: Sequence[Any]) -> tuple[Any, ...]:
    """By points, the most first, those without any last; then by code."""
    party, points = line[0], line[2]
    return points is None, -(points or 0), party


def _score(row: Row | None) -> int | None:
    return None if row is None else row["score_ppm"]


def _indicators(assessment: AssessmentFolder) -> Iterator[Table]:
    """The indicators of county, consortia and townships: rates with their intervals, then amounts and counts as their cards show them."""
    cards = _cards(assessment)
    known = ", ".join(f"'{kind}'" for kind in SHOWN_KINDS)
    rows = assessment.tables.rows(
        f"SELECT * FROM {{indicator}} WHERE party_kind IN ({known}) ORDER BY indicator_id, party_kind, party_id, period"
    )
    rows.sort(key=lambda row: (row["indicator_id"], SHOWN_KINDS.index(row["party_kind"])))
    rates = [row for row in rows if _shown_as(cards, row) == RATE]
    others = [row for row in rows if _shown_as(cards, row) not in (RATE, EVIDENCE)]
    yield _rates(assessment, rates, cards)
    yield _amounts(assessment, others, cards)


def _cards(assessment: AssessmentFolder) -> Mapping[str, Card]:
    """The cards of the enclosed packs."""
    packs = tuple(sorted((assessment.folder / "packs").iterdir()))
    return load_pack(assessment.manifest["county"], packs, shipped=False).cards


def _shown_as(cards: Mapping[str, Card], row: Row) -> str:
    card = cards.get(row["indicator_id"])
    if card is None or not card.is_measured:
        return EVIDENCE
    return card.text.shown_as


def _rates(assessment: AssessmentFolder, found: Sequence[Row], cards: Mapping[str, Card]) -> Table:
    headings = [
        *_whose_headings(),
        Heading(_("value"), 12, "percent"),
        Heading(_("by chance at least"), 12, "percent"),
        Heading(_("by chance at most"), 12, "percent"),
        Heading(_("judged as"), 12, "percent"),
        Heading(_("remark"), 30, "wrapped"),
    ]
    columns = ("value", "low", "high", "credible")
    rows = [[*_whose(assessment, cards, row), *(row[one] for one in columns), _remark(row)] for row in found]
    return Table(_("Rates"), _("Indicators that are rates"), headings, rows, is_summed=False)


def _amounts(assessment: AssessmentFolder, found: Sequence[Row], cards: Mapping[str, Card]) -> Table:
    headings = [*_whose_headings(), Heading(_("value"), 22), Heading(_("remark"), 30, "wrapped")]
    rows = [[*_whose(assessment, cards, row), _value(row, _shown_as(cards, row)), _remark(row)] for row in found]
    title = _("Indicators that are amounts, counts and ratios")
    return Table(_("Amounts and counts"), title, headings, rows, is_summed=False)


def _value(row: Row, as_what: str) -> str:
    return "–" if row["value"] is None else shown_value(as_what, row["value"])


def _whose_headings() -> list[Heading]:
    return [
        Heading(_("indicator"), 54, "wrapped"),
        Heading(_("whose"), 34, "wrapped"),
        Heading(_("period"), 10),
        Heading(_("numerator"), 16),
        Heading(_("denominator"), 16),
    ]


def _whose(assessment: AssessmentFolder, cards: Mapping[str, Card], row: Row) -> list[Any]:
    return [
        indicator_label(assessment, row["indicator_id"]),
        party_name(assessment, row["party_id"]),
        _("year") if row["period"] == "year" else party_word(row["period"]),
        *_counts(cards[row["indicator_id"]], row),
    ]


def _counts(card: Card, row: Row) -> Iterator[str]:
    """Numerator and denominator: counts as they are, amounts of money in yuan."""
    for side, role in zip(("numerator", "denominator"), sides(list(card.inputs)), strict=True):
        measures = card.inputs[role].all_measures if role else ()
        is_money = any(known.unit == "fen" for one in measures if (known := measure_of(one)) is not None)
        value = row[side]
        yield "" if value is None else format_yuan(value) if is_money else f"{value:,}"


def _remark(row: Row) -> str:
    return "" if row["value"] is not None else state_word(row["state"])


def _findings(assessment: AssessmentFolder) -> Table:
    headings = [
        Heading(_("what"), 46, "wrapped"),
        Heading(_("where"), 24, "wrapped"),
        Heading(_("why"), 40, "wrapped"),
        Heading(_("what to do"), 40, "wrapped"),
    ]
    rows = [[finding[part] for part in ("what", "where", "why", "remedy")] for finding in assessment.findings]
    return Table(_("Findings"), _("What is missing or was settled by a rule"), headings, rows, is_summed=False)
