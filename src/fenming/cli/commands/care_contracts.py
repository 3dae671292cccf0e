"""`fenming care contracts` and `fenming care fees`: who has signed with whom, and what the teams are paid for it."""

from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Annotated, Any

import typer

from fenming.cli.choosing import DEFAULT_WORKSPACE, JsonOption, PacksOption, WorkspaceOption, example, list_runs
from fenming.cli.commands.care import BookOption, care
from fenming.cli.console import err, out, show_finding, show_json, show_table
from fenming.facts.workspace import Workspace
from fenming.kernel import Figure, format_ppm, format_yuan, parse_ppm
from fenming.kernel.language import _
from fenming.policy import load_pack
from fenming.reports.run_folder import RunFolder

if TYPE_CHECKING:
    from fenming.primary_care.family_doctor import FamilyYear
    from fenming.primary_care.family_doctor.totals import FeeSums, UnitFees

NEEDED = ("contract", "person", "health_unit")
WELCOME = (
    *("service", "service_clearance", "follow_up", "death"),
    *("unit_merger", "unit_resident", "bill", "institution"),
)
YearOption = Annotated[int, typer.Option(help=_("fund year"), min=2000, max=2100)]
UnitsOption = Annotated[bool, typer.Option("--units", help=_("every health unit instead of townships"))]
AssessmentOption = Annotated[
    Path | None, typer.Option("--assessment", help=_("folder of an assessment whose scores are the quality"))
]
QualityOption = Annotated[
    str, typer.Option("--quality", help=_("quality of units without a score, like 95%"), metavar="RATE")
]
NOTHING = "–"


@care.command(
    help=_("Contracts with family doctors: which count, which do not and why, and how many residents they cover."),
    epilog=example("fenming care contracts --workspace W --year 2024 --out contracts.xlsx"),
)
def contracts(
    year: YearOption,
    units: UnitsOption = False,
    workspace: WorkspaceOption = DEFAULT_WORKSPACE,
    packs: PacksOption = None,
    book: BookOption = None,
    as_json: JsonOption = False,
) -> None:
    from fenming.reports.family_doctor_workbook import state_words, write_contracts_workbook

    found = _worked_out(workspace, year, packs, None)
    if book is not None:
        write_contracts_workbook(found, (Workspace.open(workspace), year, packs or ()), book)
        err.print(_("Workbook: {path}").format(path=book))
    if as_json:
        show_json(
            {
                "year": year,
                "is_synthetic": Workspace.open(workspace).is_synthetic,
                "states": found.states,
                "coverage": {key: _covered(figure) for key, figure in found.coverage.items()},
                "findings": [finding.as_dict() for finding in found.findings],
            }
        )
        return
    rows = [[state_words()[state], f"{count:,}"] for state, count in sorted(found.states.items())]
    title = marked(_("Contracts of {year}").format(year=year), workspace)
    show_table(title, [_("state"), _("contracts")], rows)
    kind = "unit." if units else "township."
    covered = {key: figure for key, figure in found.coverage.items() if key.startswith(kind) or key == "county"}
    headings = [_("unit or township"), _("contracted"), _("residents"), _("coverage")]
    show_table(_("Contracts of residents"), headings, [_coverage_row(found, key, one) for key, one in covered.items()])
    _show_findings(found, "contract.")


@care.command(
    help=_(
        "Family-doctor fees by payer: for whom, what services delivered and their quality release, what is withheld."
    ),
    epilog=example("fenming care fees --workspace W --year 2024 --quality 95% --out fees.xlsx"),
)
def fees(
    year: YearOption,
    units: UnitsOption = False,
    assessment: AssessmentOption = None,
    quality: QualityOption = "",
    workspace: WorkspaceOption = DEFAULT_WORKSPACE,
    packs: PacksOption = None,
    book: BookOption = None,
    as_json: JsonOption = False,
) -> None:
    from fenming.primary_care.family_doctor import read_quality
    from fenming.reports.family_doctor_workbook import payer_words, write_fees_workbook

    given = read_quality(assessment, parse_ppm(quality) if quality else None)
    found = _worked_out(workspace, year, packs, given)
    if book is not None:
        write_fees_workbook(found, (Workspace.open(workspace), year, packs or ()), book)
        err.print(_("Workbook: {path}").format(path=book))
    charged = _charged_in_package(workspace, year)
    if as_json:
        is_synthetic = Workspace.open(workspace).is_synthetic
        show_json({"year": year, "is_synthetic": is_synthetic, **_fees_told(found, charged)})
        return
    payers = list(found.county.by_payer)
    headings = [
        _("unit or township"),
        *(payer_words().get(one, one) for one in payers),
        _("fee"),
        _("fee released"),
        _("withheld"),
    ]
    parties = _unit_sums(found.units) if units else found.townships
    rows = [[_town(found, key), *_amounts(sums, payers)] for key, sums in parties.items()]
    rows.append([_("the county"), *_amounts(found.county, payers)])
    show_table(marked(_("Family-doctor fees of {year} · yuan").format(year=year), workspace), headings, rows)
    _tell_charged(found, charged)
    if found.personal:
        words = _("For personal packages persons paid {fen} yuan of their own, which is in no sum above")
        out.print(words.format(fen=format_yuan(sum(found.personal.values()))), markup=False)
    _show_outpatient(found)
    _show_findings(found, "family_doctor.")


def marked(title: str, workspace: Path) -> str:
    """A title that says so where the data are synthetic."""
    return f"{title} · {_('synthetic data')}" if Workspace.open(workspace).is_synthetic else title


def _worked_out(workspace: Path, year: int, packs: list[Path] | None, quality: Any) -> "FamilyYear":
    from fenming.primary_care.family_doctor import family_year

    opened = Workspace.open(workspace)
    tables = {name: opened.table_path(name) for name in NEEDED}
    tables |= {name: opened.table_path(name) for name in WELCOME if opened.has(name)}
    pack = load_pack(opened.county, tuple(packs or ()))
    with TemporaryDirectory(prefix="fenming-") as folder, err.status(_("Contracts and services are being counted")):
        return family_year(pack, tables, year, Path(folder), quality)


def _covered(figure: Figure) -> dict[str, int]:
    return {
        "contracted": figure.inputs["part"].value,
        "residents": figure.inputs["whole"].value,
        "coverage_ppm": figure.value,
    }


def _coverage_row(found: "FamilyYear", key: str, figure: Figure) -> list[str]:
    told, code = _covered(figure), key.partition(".")[2]
    name = _town(found, code) if code else _("the county")
    return [name, f"{told['contracted']:,}", f"{told['residents']:,}", format_ppm(told["coverage_ppm"])]


def _unit_sums(units: "Mapping[str, UnitFees]") -> dict[str, "FeeSums"]:
    return {unit_id: unit.sums for unit_id, unit in units.items()}


def _town(found: "FamilyYear", key: str) -> str:
    figure = (found.townships[key] if key in found.townships else found.units[key].sums).paid
    return f"{figure.label.partition('·')[0]} {key}"


def _amounts(sums: "FeeSums", payers: list[str]) -> list[str]:
    by_payer = [sums.by_payer[payer].value if payer in sums.by_payer else 0 for payer in payers]
    return [format_yuan(fen) for fen in (*by_payer, sums.paid.value, sums.released.value, sums.withheld.value)]


def _fees_told(found: "FamilyYear", charged: int | None) -> dict[str, Any]:
    return {
        "county": _sums_told(found.county),
        "townships": {key: _sums_told(sums) for key, sums in found.townships.items()},
        "units": {key: _unit_told(unit) for key, unit in found.units.items()},
        "outpatient": {
            key: {
                "heads": team.heads.value,
                "spend_fen": team.spend.value,
                "money_fen": team.money.value if team.money else None,
                "balance_fen": team.balance.value if team.balance else None,
            }
            for key, team in found.outpatient.items()
        },
        "personal_fen": dict(found.personal),
        "charged_in_package_fen": charged,
        "findings": [finding.as_dict() for finding in found.findings],
    }


def _sums_told(sums: "FeeSums") -> dict[str, Any]:
    amounts = {"paid_fen": sums.paid.value, "released_fen": sums.released.value, "withheld_fen": sums.withheld.value}
    return {"by_payer": {payer: figure.value for payer, figure in sums.by_payer.items()}, **amounts}


def _unit_told(unit: "UnitFees") -> dict[str, Any]:
    packages = [
        {
            "package": fee.package,
            "heads": fee.heads.value,
            "paid": {payer: figure.value for payer, figure in fee.paid.items()},
            "fulfilment_ppm": fee.fulfilment.value if fee.fulfilment else None,
            "released": {payer: figure.value for payer, figure in fee.released.items()},
        }
        for fee in unit.packages
    ]
    return {"quality_ppm": unit.quality.value, "packages": packages, **_sums_told(unit.sums)}


def _charged_in_package(workspace: Path, year: int) -> int | None:
    """What the latest run of the year charged to the packages for family doctors; None where there is no run."""
    for folder in reversed(list_runs(workspace)):
        run = RunFolder.open(folder)
        if run.manifest["year"] == year:
            figures = [one for one in run.book if one.name.endswith(".family_doctor_fee")]
            return sum(int(figure.value) for figure in figures)
    return None


def _tell_charged(found: "FamilyYear", charged: int | None) -> None:
    fund = found.county.by_payer.get("fund")
    if charged is None or fund is None:
        return
    words = _("The packages of the latest run were charged {charged} yuan for it; the fund's part here is {fund}")
    out.print(words.format(charged=format_yuan(charged), fund=format_yuan(fund.value)), markup=False)
    out.print(
        _("The year is settled with the fund's whole part; what is withheld here is a proposal and is booked nowhere")
    )


def _show_outpatient(found: "FamilyYear") -> None:
    teams = {key: team for key, team in found.outpatient.items() if team.money is not None}
    if not teams:
        return
    headings = [_("team"), _("insured and contracted"), _("money by head"), _("fund spent"), _("left over")]
    rows = [
        [key, f"{team.heads.value:,}", *(format_yuan(one.value) if one else NOTHING for one in shown)]
        for key, team in teams.items()
        for shown in [(team.money, team.spend, team.balance)]
    ]
    show_table(_("Outpatient money of the contracted · yuan"), headings, rows)


def _show_findings(found: "FamilyYear", prefix: str) -> None:
    for finding in found.findings:
        if finding.code.startswith(prefix):
            show_finding(finding, "!")
