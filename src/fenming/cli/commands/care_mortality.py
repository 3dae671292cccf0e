"""`fenming care mortality`: premature mortality of the four chronic diseases, and death rates by cause."""

from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Annotated, Any

import typer

from fenming.cli.choosing import DEFAULT_WORKSPACE, JsonOption, PacksOption, WorkspaceOption, example
from fenming.cli.commands.care import (
    BookOption,
    YearOption,
    care,
    imported,
    rows_as_dicts,
    show_care_tables,
    show_findings,
    write_care_workbook,
)
from fenming.cli.console import out, show_json
from fenming.facts.workspace import Workspace
from fenming.kernel import BadInput, Figure, divide, format_ppm
from fenming.kernel.language import _, language
from fenming.policy import load_pack

if TYPE_CHECKING:
    from fenming.primary_care.outcomes import GroupMortality, Mortality
    from fenming.reports.budget import PlanTable
    from fenming.reports.node import Node

BandsOption = Annotated[
    bool, typer.Option("--ages", help=_("also each age group: deaths, residents, probability of dying"))
]

ExplainOption = Annotated[
    bool,
    typer.Option("--explain", help=_("open the figure: deaths and residents of every age group, formula, interval")),
]
GroupOption = Annotated[str, typer.Option("--of", help=_("with --explain: all, male or female"), metavar="GROUP")]


@care.command(
    help=_(
        "How likely somebody aged 30 dies of the four chronic diseases before 70, by life table, for everybody, men and "
        "women, with its interval; death rates by cause, as they are and standardised by age."
    ),
    epilog=example("fenming care mortality --workspace W --year 2024 --ages --out mortality.xlsx"),
)
def mortality(
    year: YearOption,
    ages: BandsOption = False,
    explain: ExplainOption = False,
    of: GroupOption = "all",
    workspace: WorkspaceOption = DEFAULT_WORKSPACE,
    packs: PacksOption = None,
    book: BookOption = None,
    as_json: JsonOption = False,
) -> None:
    from fenming.primary_care.outcomes import mortality_of, write_mortality

    opened = Workspace.open(workspace)
    pack = load_pack(opened.county, tuple(packs or ()))
    policy = pack.on(date(year, 12, 31))
    with TemporaryDirectory() as temporary:
        told = write_mortality(imported(opened), policy, year, Path(temporary))
        found = mortality_of(policy, year, Path(temporary) / "mortality.parquet")
    findings = [*told, *found.findings]
    if explain:
        _show_explained(_explained(found, of), as_json=as_json)
        show_findings(findings)
        return
    tables = [_premature(found), *([_ages(found)] if ages or book is not None else []), _rates(found)]
    if book is not None:
        write_care_workbook(book, (pack, year, opened.is_synthetic), tables, findings)
    if as_json:
        answer = {"year": year, "is_synthetic": opened.is_synthetic, "findings": rows_as_dicts(findings)}
        show_json(answer | {"groups": {name: _as_dict(group) for name, group in found.groups.items()}})
        return
    show_care_tables(tables, is_synthetic=opened.is_synthetic)
    show_findings(findings)


def _explained(found: "Mortality", of: str) -> "Node":
    """The tree of one group: premature mortality, the probability of dying of every age group, the ends of the interval."""
    from fenming.primary_care.outcomes import GROUPS
    from fenming.reports.explain import Node, explain_figures

    if of not in found.groups:
        raise BadInput(
            "care.mortality_group",
            what=_("'{group}' is no group of residents").format(group=of),
            where="--of",
            why=_("mortality is worked out for everybody, men and women"),
            remedy=_("use one of: {known}").format(known=", ".join(GROUPS)),
        )
    group = found.groups[of]
    figures = (group.premature, *(band.probability for band in group.bands), group.low, group.high)
    title = _("Premature mortality of the four chronic diseases, {year}").format(year=found.year)
    return Node(f"{title} · {_called(group)}", below=explain_figures([one for one in figures if one is not None]))


def _show_explained(told: "Node", *, as_json: bool) -> None:
    if as_json:
        show_json(told.as_dict())
    else:
        out.print("\n".join(told.text_lines()), markup=False)


def _called(group: "GroupMortality") -> str:
    from fenming.primary_care.outcomes import GROUPS

    label, label_en, _sex = GROUPS[group.group]
    return label if language() == "zh" else label_en


def _premature(found: "Mortality") -> "PlanTable":
    from fenming.reports.adjudicated.table import Heading
    from fenming.reports.budget import PlanTable

    headings = (
        Heading(_("group of people"), 14),
        Heading(_("deaths aged 30 to 69"), 16, "whole"),
        Heading(_("premature mortality"), 16),
        Heading(_("lower end"), 12),
        Heading(_("upper end"), 12),
    )
    rows = tuple(
        (
            _called(group),
            sum(band.deaths.value for band in group.bands),
            *(_percent(one) for one in (group.premature, group.low, group.high)),
        )
        for group in found.groups.values()
    )
    title = _("Premature mortality of the four chronic diseases, {year}").format(year=found.year)
    return PlanTable("premature", _("Premature mortality"), title, headings, rows)


def _ages(found: "Mortality") -> "PlanTable":
    from fenming.reports.adjudicated.table import Heading
    from fenming.reports.budget import PlanTable

    headings = (
        Heading(_("group of people"), 14),
        Heading(_("age"), 10),
        Heading(_("deaths"), 12, "whole"),
        Heading(_("residents"), 14, "whole"),
        Heading(_("probability of dying"), 16),
    )
    rows = tuple(
        (
            _called(group),
            f"{band.age_from}–{band.age_from + 4}",
            band.deaths.value,
            band.residents.value,
            _percent(band.probability),
        )
        for group in found.groups.values()
        for band in group.bands
    )
    title = _("Deaths of the four chronic diseases by age group")
    return PlanTable("ages", _("Age groups"), title, headings, rows)


def _rates(found: "Mortality") -> "PlanTable":
    from fenming.primary_care.outcomes import CAUSE_WORDS
    from fenming.reports.adjudicated.table import Heading
    from fenming.reports.budget import PlanTable

    headings = (
        Heading(_("group of people"), 14),
        Heading(_("cause of death"), 26),
        Heading(_("deaths"), 12, "whole"),
        Heading(_("per 100,000"), 14),
        Heading(_("per 100,000, standardised"), 18),
    )
    place = 0 if language() == "zh" else 1
    rows = tuple(
        (
            _called(group),
            CAUSE_WORDS[rate.cause][place],
            rate.deaths.value,
            _per_100_000(rate.crude),
            _per_100_000(rate.standardised),
        )
        for group in found.groups.values()
        for rate in group.rates
    )
    return PlanTable("rates", _("Death rates"), _("Death rates by cause"), headings, rows)


def _percent(figure: Figure | None) -> str:
    """A probability shown to a hundredth of a percent."""
    return _("unknown") if figure is None else format_ppm(divide(figure.value, 100) * 100)


def _per_100_000(figure: Figure | None) -> str:
    """A rate in ppm as deaths per 100,000, to a tenth."""
    return _("unknown") if figure is None else f"{figure.value // 10:,}.{figure.value % 10}"


def _as_dict(group: "GroupMortality") -> dict[str, Any]:
    def value(figure: Figure | None) -> int | None:
        return None if figure is None else int(figure.value)

    return {
        "premature_ppm": value(group.premature),
        "low_ppm": value(group.low),
        "high_ppm": value(group.high),
        "ages": [
            {
                "age_from": band.age_from,
                "deaths": band.deaths.value,
                "residents": band.residents.value,
                "probability_ppm": value(band.probability),
            }
            for band in group.bands
        ],
        "causes": [
            {
                "cause": rate.cause,
                "deaths": rate.deaths.value,
                "crude_ppm": value(rate.crude),
                "standardised_ppm": value(rate.standardised),
            }
            for rate in group.rates
        ],
    }
