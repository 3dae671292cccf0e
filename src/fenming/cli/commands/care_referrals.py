"""`fenming care referrals` and `fenming care flow`: who was sent where, whether deductibles went on, where money goes."""

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Annotated, Any

import typer

from fenming.cli.choosing import DEFAULT_WORKSPACE, JsonOption, PacksOption, WorkspaceOption, example, label_of
from fenming.cli.commands.care import care
from fenming.cli.commands.care_contracts import marked
from fenming.cli.console import err, out, show_finding, show_json, show_table
from fenming.facts.run_tables import Row
from fenming.facts.workspace import Workspace
from fenming.kernel import PPM, divide, format_ppm, format_yuan
from fenming.kernel.language import _
from fenming.policy import load_pack

if TYPE_CHECKING:
    from fenming.primary_care.referral import Continuity, Register
    from fenming.primary_care.referral.flow import Flow
    from fenming.primary_care.referral.register import Sender

WELCOME = ("bill", "institution", "death", "chronic", "accumulator")
FLOW_TABLES = ("bill", "person", "health_unit", "institution")
YearOption = Annotated[int, typer.Option(help=_("fund year"), min=2000, max=2100)]
FlowOutOption = Annotated[Path | None, typer.Option("--out", help=_("workbook to write (.xlsx)"), metavar="FILE")]
SHOWN = 20
NOTHING = "–"


@care.command(
    help=_("Referrals up and down: states, arrival, time to admission, reasons, and whether deductibles went on."),
    epilog=example("fenming care referrals --workspace W --year 2024"),
)
def referrals(
    year: YearOption,
    continuity: Annotated[
        bool, typer.Option(help=_("check the deductibles of the stays that followed; takes some seconds"))
    ] = True,
    workspace: WorkspaceOption = DEFAULT_WORKSPACE,
    packs: PacksOption = None,
    as_json: JsonOption = False,
) -> None:
    from fenming.primary_care.referral import check_continuity, read_register

    opened = Workspace.open(workspace)
    tables = {"referral": opened.table_path("referral")}
    tables |= {name: opened.table_path(name) for name in WELCOME if opened.has(name)}
    checked = None
    with TemporaryDirectory(prefix="fenming-") as folder, err.status(_("Referrals are being followed")):
        register = read_register(tables, year, Path(folder))
        if continuity and "bill" in tables:
            pack = load_pack(opened.county, tuple(packs or ()))
            checked = check_continuity(pack, tables, year, Path(folder))
    if as_json:
        told = _referrals_told(register, checked)
        show_json({"year": year, "is_synthetic": opened.is_synthetic, **told})
        return
    _show_register(register, marked(_("Referrals of {year}").format(year=year), workspace))
    if checked is not None:
        _show_continuity(checked)
    for finding in register.findings:
        show_finding(finding, "!")


def _referrals_told(register: "Register", checked: "Continuity | None") -> dict[str, Any]:
    return {
        "county": {way: _sender_told(one) for way, one in register.county.items()},
        "institutions": [_sender_told(one) for one in register.senders.values()],
        "days": register.days,
        "reasons": register.reasons,
        "continuity": _continuity_told(checked) if checked is not None else None,
        "findings": [finding.as_dict() for finding in register.findings],
    }


def _sender_told(one: "Sender") -> dict[str, Any]:
    return {
        "institution_id": one.institution_id,
        "direction": one.direction,
        "sent": one.sent.value,
        "states": {state: figure.value for state, figure in one.states.items()},
        "arrival_ppm": one.arrival.value if one.arrival else None,
        "rate_ppm": one.rate.value if one.rate else None,
    }


def _continuity_told(checked: "Continuity") -> dict[str, Any]:
    from fenming.primary_care.referral.continuity import VERDICTS

    return {
        "rule": checked.rule.value if checked.rule else None,
        "verdicts": {verdict: checked.count(verdict) for verdict in VERDICTS},
        "stake_fen": checked.stake_fen,
        "departures": checked.departures,
    }


def _show_register(register: "Register", title: str) -> None:
    headings = [
        _("institution"),
        _("direction"),
        _("referrals sent"),
        _("arrived"),
        _("still open"),
        _("refused"),
        _("cancelled"),
        _("ran out"),
        _("arrival"),
        _("per treated"),
    ]
    listed = [*register.senders.values(), *register.county.values()]
    rows = [_sender_row(one) for one in listed if one.sent.value]
    show_table(title, headings, rows, numbers=range(2, 12))
    _show_days(register.days)
    headings = [_("direction"), _("state"), _("reason"), _("referrals")]
    rows = [
        [
            direction_words()[row["direction"]],
            state_words()[row["state"]],
            row["reason"] or _("no reason"),
            f"{row['cases']:,}",
        ]
        for row in register.reasons
        if row["direction"] in direction_words()
    ]
    if rows:
        show_table(_("Referrals that led nowhere"), headings, rows, numbers=(3,))


def _sender_row(one: "Sender") -> list[str]:
    """An open referral is one that was requested or accepted and of which nothing else is known."""
    states = {state: figure.value for state, figure in one.states.items()}
    open_cases = states["requested"] + states["accepted"]
    counts = (states["arrived"], open_cases, states["refused"], states["cancelled"], states["expired"])
    name = one.sent.label.partition("·")[0] if one.institution_id else _("the county")
    rates = (format_ppm(rate.value) if rate else NOTHING for rate in (one.arrival, one.rate))
    numbers = (f"{count:,}" for count in (one.sent.value, *counts))
    return [name, direction_words()[one.direction], *numbers, *rates]


def _show_days(days: list[Row]) -> None:
    columns = ("cases", "first_quarter", "median", "third_quarter", "ninth_tenth", "longest")
    headings = [
        _("direction"),
        _("arrived"),
        _("a quarter within"),
        _("half within"),
        _("three quarters within"),
        _("nine tenths within"),
        _("longest"),
    ]
    rows = [
        [direction_words().get(row["direction"]) or str(row["direction"]), *(f"{row[one]:,}" for one in columns)]
        for row in days
    ]
    if rows:
        show_table(_("Days from request to arrival"), headings, rows)


def _show_continuity(checked: "Continuity") -> None:
    rule = label_of(checked.rule.written, checked.rule.value) if checked.rule else _("each hospital takes its own")
    out.print(_("Deductible of a transfer in the pack: {rule}").format(rule=rule), markup=False)
    words = verdict_words()
    rows = [[words[verdict], f"{checked.count(verdict):,}"] for verdict in words if checked.count(verdict)]
    show_table(_("Deductibles after referrals that arrived"), [_("verdict"), _("referrals")], rows)
    headings = [
        _("referral"),
        _("direction"),
        _("referred from"),
        _("referred to"),
        _("billed"),
        _("due"),
        _("bill says referred"),
    ]
    listed = [
        [
            row["referral_id"],
            direction_words().get(row["direction"], row["direction"]),
            row["from_institution_id"],
            row["to_institution_id"],
            format_yuan(row["billed_fen"]),
            format_yuan(row["due_fen"]),
            _("yes") if row["is_told"] else _("no"),
        ]
        for row in checked.departures[:SHOWN]
    ]
    if listed:
        title = _("{count} deductibles depart, {fen} yuan at stake").format(
            count=len(checked.departures), fen=format_yuan(checked.stake_fen)
        )
        show_table(title, headings, listed, numbers=(4, 5), unbroken=(0, 2, 3))


@care.command(
    help=_("Where patients and money go: by place, level and disease, and from home township to place of care."),
    epilog=example("fenming care flow --workspace W --year 2024 --out flow.xlsx"),
)
def flow(
    year: YearOption,
    out_file: FlowOutOption = None,
    workspace: WorkspaceOption = DEFAULT_WORKSPACE,
    as_json: JsonOption = False,
) -> None:
    from fenming.primary_care.referral.flow import read_flow

    opened = Workspace.open(workspace)
    tables = {name: opened.table_path(name) for name in FLOW_TABLES}
    tables |= {name: opened.table_path(name) for name in ("unit_merger",) if opened.has(name)}
    with err.status(_("Bills are being followed to where they were made")):
        found = read_flow(tables, opened.region, year)
    if out_file is not None:
        from fenming.reports.flow_workbook import write_flow_workbook

        write_flow_workbook(found, opened, year, out_file)
    if as_json:
        show_json({"year": year, "is_synthetic": opened.is_synthetic, **_flow_told(found)})
        return
    title = _("Where the insured were treated in {year} · yuan").format(year=year)
    _show_flow(found, marked(title, workspace))
    if out_file is not None:
        out.print(_("The workbook is {file}").format(file=out_file), markup=False)


def _flow_told(found: "Flow") -> dict[str, Any]:
    named = ("whole", "places", "levels", "chapters", "diagnoses", "matrix")
    return {name: getattr(found, name) for name in named}


def _show_flow(found: "Flow", title: str) -> None:
    from fenming.reports.flow_workbook import chapter_name, place_words

    whole = found.whole["pool_fen"]
    headings = [_("place of care"), _("persons"), _("stays"), _("fund"), _("total cost"), _("share of the fund")]
    rows = [[place_words()[row["place"]], *_cells(row, whole)] for row in found.places]
    rows.append([_("together"), *_cells(found.whole, whole)])
    show_table(title, headings, rows)
    headings[0:1] = [_("disease"), _("in the county")]
    stays = sum(row["pool_fen"] for row in found.chapters)
    rows = [
        [chapter_name(row["chapter"]), _("yes") if row["is_in_county"] else _("no"), *_cells(row, stays)]
        for row in found.chapters
    ]
    show_table(_("Stays by disease"), headings, rows, numbers=range(2, 9))
    rows = [[row["category"], *_cells(row, stays)] for row in found.diagnoses]
    show_table(
        _("Diagnoses for which stays out of the county cost most"),
        [_("diagnosis"), *headings[2:]],
        rows,
    )


def _cells(row: Row, whole: int) -> list[str]:
    share = format_ppm(divide(row["pool_fen"] * PPM, whole)) if whole else NOTHING
    amounts = (format_yuan(row["pool_fen"]), format_yuan(row["total_fen"]))
    return [f"{row['persons']:,}", f"{row['stays']:,}", *amounts, share]


def direction_words() -> dict[str, str]:
    """What directions are called."""
    return {"up": _("upward"), "down": _("downward")}


def state_words() -> dict[str, str]:
    """What states of referrals are called."""
    return {
        "requested": _("requested"),
        "accepted": _("accepted"),
        "arrived": _("arrived"),
        "refused": _("refused"),
        "cancelled": _("cancelled"),
        "expired": _("ran out"),
    }


def verdict_words() -> dict[str, str]:
    """What the check of deductibles found, in words."""
    return {
        "follows": _("as the pack has it"),
        "departs": _("departs from the pack"),
        "not_billed": _("the bill does not tell its deductible"),
        "no_stay": _("the care that followed was no stay"),
        "no_bill": _("no bill of the visit is on file"),
    }
