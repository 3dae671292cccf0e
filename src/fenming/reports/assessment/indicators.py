"""The county's indicators beside what was published and what is to be expected: on screen, and as the table that is reported."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from fenming.assessment.assessing import Assessment, assess_tables
from fenming.assessment.national import NationalIndicator, county_rows, evidence_on_file, national_table
from fenming.facts.workspace import Workspace
from fenming.kernel import BadInput, Figure, format_yuan
from fenming.kernel.language import _, language
from fenming.policy import load_pack
from fenming.reports.adjudicated.table import Heading
from fenming.reports.assessment.folder import AssessmentFolder, list_assessments
from fenming.reports.assessment.shown import shown_value
from fenming.reports.assessment.workbook import about_assessment
from fenming.reports.payment.workbook import Table, write_payment_workbook

NATIONAL_VERSION = 2024
EVIDENCE = "evidence"  # folder of a workspace: what shows the qualitative indicators, by indicator
NUMBERS = range(2, 7)


def county_indicators(
    workspace: Workspace, assessment: AssessmentFolder, version: int | None
) -> list[NationalIndicator]:
    """The indicators of the national table of `version`, or all of the county's cards where it is None.

    They are worked out again from the enclosed packs and counts. Raises BadInput for a version that no pack holds.
    """
    if version not in (None, NATIONAL_VERSION):
        raise BadInput(
            "assess.national",
            what=_("there is no national table of {version} here").format(version=version),
            where="--national",
            remedy=_("use {known}").format(known=NATIONAL_VERSION),
        )
    pack = load_pack(
        assessment.manifest["county"], tuple(sorted((assessment.folder / "packs").iterdir())), shipped=False
    )
    assessed = assess_tables(pack, assessment.tables, assessment.manifest["year"])
    before = _year_before(workspace, assessment)
    if version is None:
        return county_rows(pack, assessed, before)
    return list(national_table(pack, assessed, before, evidence_on_file(workspace.folder / EVIDENCE)).rows)


def _year_before(workspace: Workspace, assessment: AssessmentFolder) -> Assessment | None:
    """The newest assessment of the year before, worked out again; None where there is none."""
    earlier = [one for one in list_assessments(workspace) if one.manifest["year"] == assessment.manifest["year"] - 1]
    if not earlier:
        return None
    last = earlier[-1]
    pack = load_pack(last.manifest["county"], tuple(sorted((last.folder / "packs").iterdir())), shipped=False)
    return assess_tables(pack, last.tables, last.manifest["year"])


def indicator_rows(listed: Sequence[NationalIndicator]) -> tuple[list[str], list[list[str]]]:
    """Headings and lines for the screen."""
    headings = [
        _("No."),
        _("indicator"),
        _("numerator"),
        _("denominator"),
        _("value"),
        _("year before"),
        _("published"),
        _("expected"),
        "",
    ]
    return headings, [_line(one) for one in listed]


def _line(one: NationalIndicator) -> list[str]:
    counts = [_count(figure) for figure in (one.numerator, one.denominator)]
    value, before = (shown(one, figure.value) if figure else "–" for figure in (one.figure, one.before))
    return [one.number, one.label, *counts, value, before, _published(one), _expected(one), _judged(one)]


def shown(one: NationalIndicator, value: int) -> str:
    """A value as its card shows it: percent, per ten thousand, yuan, a plain count, a ratio."""
    return shown_value(one.shown_as, value)


def _count(figure: Figure | None) -> str:
    if figure is None or not isinstance(figure.value, int):
        return ""
    return format_yuan(figure.value) if figure.unit == "fen" else f"{figure.value:,}"


def _published(one: NationalIndicator) -> str:
    return _("; ").join(
        f"{shown(one, each.value)} {_('({value})').format(value=each.what if language() == 'zh' else each.what_en)}"
        for each in one.published
    )


def _expected(one: NationalIndicator) -> str:
    if one.plausible is None:
        return ""
    return f"{shown(one, one.plausible.low)} – {shown(one, one.plausible.high)}"


def _judged(one: NationalIndicator) -> str:
    if one.state == "evidence":
        return _("on file: {files}").format(files=", ".join(one.files)) if one.files else _("evidence: nothing on file")
    if one.figure is None:
        return _("missing")
    return "" if one.is_plausible is not False else _("outside what is to be expected")


def indicator_dict(one: NationalIndicator) -> dict[str, Any]:
    """For JSON: values as whole numbers in the unit of the card."""
    value = {
        name: figure.value if (figure := getattr(one, name)) else None
        for name in ("figure", "numerator", "denominator", "low", "high", "before")
    }
    return {
        "indicator_id": one.card.indicator_id,
        "number": one.number,
        "label": one.label,
        "unit": one.card.unit,
        "state": one.state,
        "value": value.pop("figure"),
        **value,
        "is_plausible": one.is_plausible,
        "plausible": [one.plausible.low, one.plausible.high] if one.plausible else None,
        "published": [{"value": each.value, "what": each.what} for each in one.published],
        "evidence": list(one.evidence),
        "files": list(one.files),
    }


def write_indicator_workbook(assessment: AssessmentFolder, listed: Sequence[NationalIndicator], path: Path) -> None:
    """The table that is reported, how each value comes about beside it, and the evidence asked for, as a workbook."""
    about = about_assessment(assessment, _("Monitoring table"))
    measured = [one for one in listed if one.state != "evidence"]
    asked = [one for one in listed if one.state == "evidence"]
    tables = [_values(measured), _definitions(listed)]
    write_payment_workbook(
        path, about, tables + ([_evidence(asked)] if asked else []), _("Unit: as written; money in yuan")
    )


def _values(listed: Sequence[NationalIndicator]) -> Table:
    words, widths = indicator_rows([])[0], (8, 36, 18, 18, 20, 16, 46, 26, 24)
    headings = [Heading(word or _("remark"), width, "wrapped") for word, width in zip(words, widths, strict=True)]
    title = _("Monitoring table")
    return Table(title, title, headings, [_line(one) for one in listed], is_summed=False)


def _definitions(listed: Sequence[NationalIndicator]) -> Table:
    headings = [
        Heading(_("No."), 8),
        Heading(_("indicator"), 30, "wrapped"),
        Heading(_("meaning"), 50, "wrapped"),
        Heading(_("source"), 28, "wrapped"),
        Heading(_("owner"), 18, "wrapped"),
        Heading(_("why it matters"), 34, "wrapped"),
        Heading(_("how it could be gamed"), 34, "wrapped"),
        Heading(_("document and clause"), 40, "wrapped"),
    ]
    title = _("How it is worked out")
    return Table(title, title, headings, [_definition(one) for one in listed], is_summed=False)


def _definition(one: NationalIndicator) -> list[str]:
    text, cite = one.card.text, one.card.citation
    written = f"{cite.title} · {cite.clause}"
    return [
        one.number,
        one.label,
        text.meaning,
        text.source,
        text.owner,
        text.why_it_matters,
        text.gaming_risk,
        written,
    ]


def _evidence(listed: Sequence[NationalIndicator]) -> Table:
    headings = [
        Heading(_("No."), 8),
        Heading(_("indicator"), 30, "wrapped"),
        Heading(_("what must be shown"), 60, "wrapped"),
        Heading(_("on file"), 50, "wrapped"),
    ]
    title = _("Evidence")
    rows = [[one.number, one.label, "\n".join(one.evidence), "\n".join(one.files)] for one in listed]
    return Table(title, title, headings, rows, is_summed=False)
