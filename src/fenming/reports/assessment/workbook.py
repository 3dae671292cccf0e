"""The assessment as a workbook to sort, print and hand on: schemes, scores item by item, indicators, what is missing."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from fenming.facts.run_tables import Row
from fenming.kernel.language import _, language
from fenming.reports.adjudicated.table import Heading
from fenming.reports.assessment.folder import AssessmentFolder
from fenming.reports.assessment.overview import indicator_label, party_kind_word, scheme_label, scheme_overviews
from fenming.reports.assessment.party import party_name, state_word
from fenming.reports.payment.sheet import About
from fenming.reports.payment.workbook import Table, write_payment_workbook
from fenming.reports.wording import party_word

SHEET_NAME = 31  # letters a spreadsheet allows


def write_assessment_workbook(assessment: AssessmentFolder, path: Path) -> None:
    """Write the workbook of an assessment to `path`."""
    about = about_assessment(assessment, _("Assessment"))
    tables = [_overview(assessment), *_schemes(assessment), _indicators(assessment), _findings(assessment)]
    write_payment_workbook(path, about, tables)


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
    """One sheet a scheme: a line for each party and period, a column for each item, the best first."""
    rows = assessment.tables.rows("SELECT * FROM {score} ORDER BY scheme_id, party_id, period, item")
    for scheme in dict.fromkeys(row["scheme_id"] for row in rows):
        yield _scheme(assessment, scheme, [row for row in rows if row["scheme_id"] == scheme])


def _scheme(assessment: AssessmentFolder, scheme: str, rows: list[Row]) -> Table:
    items = {row["item"]: row for row in rows if row["item"]}
    label = scheme_label(assessment, scheme)
    headings = [
        Heading(_("code"), 16),
        Heading(_("name"), 28, "wrapped"),
        Heading(_("period"), 10),
        Heading(_("points"), 10, "score"),
    ]
    headings += [Heading(indicator_label(assessment, row["indicator_id"]), 14, "score") for row in items.values()]
    parties: dict[tuple[str, str], dict[str, Row]] = {}
    for row in rows:
        parties.setdefault((row["party_id"], row["period"]), {})[row["item"]] = row
    lines: list[list[Any]] = [
        [party, party_name(assessment, party), "" if period == "year" else party_word(period), _score(scored.get(""))]
        + [_score(scored.get(item)) for item in items]
        for (party, period), scored in parties.items()
    ]
    lines.sort(key=_best_first)
    return Table(label[:SHEET_NAME], label, headings, lines, is_summed=False)


def _best_first(line: Sequence[Any]) -> tuple[Any, ...]:
    """By points, the most first, those without any last; then by code and period."""
    party, points, period = line[0], line[3], line[2]
    return points is None, -(points or 0), party, period


def _score(row: Row | None) -> int | None:
    return None if row is None else row["score_ppm"]


def _indicators(assessment: AssessmentFolder) -> Table:
    headings = [
        Heading(_("indicator"), 34, "wrapped"),
        Heading(_("whose"), 26, "wrapped"),
        Heading(_("period"), 10),
        Heading(_("numerator"), 16, "whole"),
        Heading(_("denominator"), 16, "whole"),
        Heading(_("value"), 12, "percent"),
        Heading(_("by chance from"), 12, "percent"),
        Heading(_("to"), 12, "percent"),
        Heading(_("counted with"), 12, "percent"),
        Heading(_("state"), 16, "wrapped"),
    ]
    found = assessment.tables.rows(
        "SELECT * FROM {indicator} WHERE party_kind <> 'unit' ORDER BY indicator_id, party_kind, party_id, period"
    )
    rows = [
        [
            indicator_label(assessment, row["indicator_id"]),
            party_name(assessment, row["party_id"]),
            "" if row["period"] == "year" else party_word(row["period"]),
            *(row[column] for column in ("numerator", "denominator", "value", "low", "high", "credible")),
            "" if row["value"] is not None else state_word(row["state"]),
        ]
        for row in found
    ]
    return Table(_("Indicators"), _("Indicators of county, consortia and townships"), headings, rows, is_summed=False)


def _findings(assessment: AssessmentFolder) -> Table:
    headings = [
        Heading(_("what"), 46, "wrapped"),
        Heading(_("where"), 24, "wrapped"),
        Heading(_("why"), 40, "wrapped"),
        Heading(_("what to do"), 40, "wrapped"),
    ]
    rows = [[finding[part] for part in ("what", "where", "why", "remedy")] for finding in assessment.findings]
    return Table(_("Findings"), _("What is missing or was settled by a rule"), headings, rows, is_summed=False)
