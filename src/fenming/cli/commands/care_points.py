"""`fenming care points`: work points of the two-card log by unit and quarter, and the services that cannot be."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from fenming.cli.choosing import DEFAULT_WORKSPACE, JsonOption, PacksOption, WorkspaceOption, example
from fenming.cli.commands.care import (
    BookOption,
    UnitOption,
    YearOption,
    care,
    imported,
    refuse_unknown_unit,
    rows_as_dicts,
    show_findings,
    words,
    write_care_workbook,
)
from fenming.cli.console import out, progress_bars, show_json, show_table
from fenming.facts.workspace import Workspace
from fenming.kernel import Finding, divide, format_ppm
from fenming.kernel.language import _
from fenming.policy import Policy, load_pack

if TYPE_CHECKING:
    from fenming.primary_care.public_health import FlaggedService, WorkPoints
    from fenming.reports.budget import PlanTable

SHOWN = 40  # flagged services on the screen; all are in the workbook and in JSON


@care.command(
    help=_(
        "Work points of the two-card log: earned and due by unit and quarter; with --flagged the services that look "
        "impossible, each with why. They earn nothing until they are cleared (import the table service_clearance)."
    ),
    epilog=example("fenming care points --workspace W --year 2024 --flagged --out flagged.xlsx"),
)
def points(
    year: YearOption,
    unit: UnitOption = "",
    flagged: Annotated[bool, typer.Option("--flagged", help=_("list the services that look impossible"))] = False,
    workspace: WorkspaceOption = DEFAULT_WORKSPACE,
    packs: PacksOption = None,
    book: BookOption = None,
    as_json: JsonOption = False,
) -> None:
    opened = Workspace.open(workspace)
    pack = load_pack(opened.county, tuple(packs or ()))
    policy = pack.on(date(year, 12, 31))
    show = _flagged if flagged else _counted
    table, findings, answer = show(imported(opened), policy, year, unit)
    if book is not None:
        write_care_workbook(book, (pack, year, opened.is_synthetic), [table], findings)
    if as_json:
        show_json(answer | {"year": year, "is_synthetic": opened.is_synthetic, "findings": rows_as_dicts(findings)})
        return
    rows = table.texts()
    numbers = {place for place, heading in enumerate(table.headings) if heading.style in ("whole", "percent")}
    title = f"{table.title} · {_('synthetic data')}" if opened.is_synthetic else table.title
    show_table(title, [heading.words for heading in table.headings], rows[: SHOWN if flagged else None], numbers)
    if flagged and len(rows) > SHOWN:
        out.print(_("{count} more: write them all with --out FILE.xlsx").format(count=len(rows) - SHOWN))
    show_findings(findings)


Shown = tuple["PlanTable", list[Finding], dict[str, Any]]


def _counted(tables: dict[str, Path], policy: Policy, year: int, unit: str) -> Shown:
    from fenming.primary_care.public_health import count_work_points

    with progress_bars({"points": _("work points")}) as advance:
        advance("points", 0, 1)
        found = count_work_points(tables, policy, year)
        advance("points", 1, 1)
    known = {one.unit_id for one in found.quarters}
    refuse_unknown_unit(unit, known)
    table = _kind_table(found, policy, unit) if unit else _unit_table(found)
    return table, found.findings, _as_dict(found, unit)


def _unit_table(found: "WorkPoints") -> "PlanTable":
    from fenming.reports.adjudicated.table import Heading
    from fenming.reports.budget import PlanTable

    quarters = (f"Q{number}" for number in range(1, 5))
    whole = (*quarters, _("points earned"), _("points due"), _("services"), _("flagged"))
    headings = (
        Heading(_("unit"), 16),
        *(Heading(words, 12, "whole") for words in whole),
        Heading(_("earned ÷ due"), 12),
    )
    by_unit: dict[str, list[Any]] = {}
    for one in found.quarters:
        by_unit.setdefault(one.unit_id, []).append(one)
    rows = tuple(_unit_row(unit, quarters) for unit, quarters in by_unit.items())
    return PlanTable("points", _("Work points"), _("Work points earned by unit and quarter"), headings, rows)


def _unit_row(unit: str, quarters: Sequence[Any]) -> tuple[Any, ...]:
    earned = [one.points for one in quarters]
    known = [points for points in earned if points is not None]
    due = None if any(one.due is None for one in quarters) else sum(one.due for one in quarters)
    rate = _rate(sum(known), due) if due and len(known) == len(earned) else _("unknown")
    services, flagged = sum(one.services for one in quarters), sum(one.flagged for one in quarters)
    return (unit, *earned, sum(known) if known else None, due, services, flagged, rate)


def _rate(part: int, whole: int) -> str:
    """A share shown to a hundredth of a percent."""
    return format_ppm(divide(part * 10_000, whole) * 100)


def _kind_table(found: "WorkPoints", policy: Policy, unit: str) -> "PlanTable":
    from fenming.mechanisms import verb
    from fenming.reports.adjudicated.table import Heading
    from fenming.reports.budget import PlanTable
    from fenming.reports.wording import points_text

    rule = found.rules.points.value
    headings = (
        Heading(_("quarter"), 10),
        Heading(_("kind of service"), 26),
        Heading(_("points each"), 12, "whole"),
        Heading(_("services"), 12, "whole"),
        Heading(_("flagged"), 12, "whole"),
        Heading(_("points earned"), 16),
    )
    rows = tuple(
        (
            one.quarter,
            words(policy, one.service_code),
            rule.get(one.service_code),
            one.services,
            one.flagged,
            points_text(
                verb("work_points").function(rule, {one.service_code: one.quality_ppm}) if one.quality_ppm else 0
            ),
        )
        for one in found.sums
        if one.unit_id == unit
    )
    title = _("Work points of unit {unit} by kind of service").format(unit=unit)
    return PlanTable("points", _("Work points"), title, headings, rows)


def _as_dict(found: "WorkPoints", unit: str) -> dict[str, Any]:
    quarters = [one for one in found.quarters if unit in ("", one.unit_id)]
    names = ("unit_id", "quarter", "points", "due", "services", "flagged")
    answer: dict[str, Any] = {
        "quarters": [{name: getattr(one, name) for name in names} for one in quarters],
        "reasons": dict(found.reasons),
    }
    if unit:
        kinds = ("quarter", "service_code", "services", "flagged", "quality_ppm")
        answer["kinds"] = [{name: getattr(one, name) for name in kinds} for one in found.sums if one.unit_id == unit]
    return answer


def _flagged(tables: dict[str, Path], policy: Policy, year: int, unit: str) -> Shown:
    from fenming.primary_care.public_health import flagged_services, reason_words
    from fenming.reports.adjudicated.table import Heading
    from fenming.reports.budget import PlanTable

    with progress_bars({"points": _("work points")}) as advance:
        advance("points", 0, 1)
        listed = flagged_services(tables, policy, year, unit or None)
        advance("points", 1, 1)
    headings = (
        Heading(_("service"), 18),
        Heading(_("unit"), 14),
        Heading(_("doctor"), 14),
        Heading(_("person"), 18),
        Heading(_("kind of service"), 22),
        Heading(_("served at"), 18),
        Heading(_("why"), 60, "wrapped"),
        Heading(_("cleared"), 10),
    )
    reasons = reason_words()
    rows = tuple(_flagged_row(one, policy, reasons) for one in listed)
    title = _("{count} services that look impossible").format(count=len(rows))
    table = PlanTable("flagged", _("Flagged services"), title, headings, rows)
    return table, [], {"flagged": [one.as_dict() for one in listed]}


def _flagged_row(one: "FlaggedService", policy: Policy, reasons: dict[str, str]) -> tuple[Any, ...]:
    why = _("; ").join(reasons[reason] for reason in one.reasons)
    at = one.served_at.isoformat(" ", "minutes")
    cleared = _("yes") if one.is_cleared else _("no")
    return (one.service_id, one.unit_id, one.doctor_id, one.person, words(policy, one.service_code), at, why, cleared)
