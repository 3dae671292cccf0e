"""`fenming care risk`: managed patients by risk, who looks after them, who is due for a follow-up; pseudonyms, never names."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Annotated, Any

import typer

from fenming.cli.choosing import DEFAULT_WORKSPACE, JsonOption, PacksOption, WorkspaceOption, example, label_of
from fenming.cli.commands.care import (
    BookOption,
    UnitOption,
    care,
    day_of,
    imported,
    refuse_unknown_unit,
    show_care_tables,
    words,
    write_care_workbook,
)
from fenming.cli.console import out, progress_bars, show_json
from fenming.facts.workspace import Workspace
from fenming.kernel import BadInput
from fenming.kernel.language import _
from fenming.policy import Policy, load_pack

if TYPE_CHECKING:
    from datetime import date

    from fenming.primary_care.chronic import Patient, Readings
    from fenming.reports.budget import PlanTable

SHOWN = 60  # patients on the screen; all are in the workbook and in JSON
LEVELS = ("low", "medium", "high")


@care.command(
    help=_(
        "Managed patients by risk: of all units how many, of one unit (--unit) the worklist: level, who looks after the "
        "patient, last readings, follow-up due. Patients are pseudonyms."
    ),
    epilog=example("fenming care risk --workspace W --on 2024-12-31 --unit U340621T0101 --due"),
)
def risk(
    on: Annotated[str, typer.Option("--on", help=_("the day to look from"), metavar="DAY")],
    unit: UnitOption = "",
    level: Annotated[str, typer.Option(help=_("only this level: low, medium or high"))] = "",
    due: Annotated[bool, typer.Option("--due", help=_("only those due for a follow-up by that day"))] = False,
    workspace: WorkspaceOption = DEFAULT_WORKSPACE,
    packs: PacksOption = None,
    book: BookOption = None,
    as_json: JsonOption = False,
) -> None:
    from fenming.primary_care.chronic import graded_patients
    from fenming.primary_care.public_health import list_units

    opened, day = Workspace.open(workspace), day_of(on)
    pack = load_pack(opened.county, tuple(packs or ()))
    policy, tables = pack.on(day), imported(opened)
    _refuse_level(level)
    if unit:
        refuse_unknown_unit(unit, {one.unit_id for one in list_units(tables)})
    with progress_bars({"risk": _("chronic patients")}) as advance:
        advance("risk", 0, 1)
        patients = graded_patients(tables, policy, day, unit)
        advance("risk", 1, 1)
    chosen = [one for one in patients if level in ("", one.level) and (not due or one.due_on <= day)]
    if book is not None:
        write_care_workbook(
            book,
            (pack, day.year, opened.is_synthetic),
            [_worklist(chosen, policy, day), _levels(chosen, policy, day)],
            [],
        )
    if as_json:
        answer = {"on": day.isoformat(), "unit": unit, "is_synthetic": opened.is_synthetic, "count": len(chosen)}
        show_json(answer | {"levels": _level_dicts(chosen, day)} | {"patients": [one.as_dict() for one in chosen]})
        return
    shown = _worklist(chosen[:SHOWN], policy, day, len(chosen)) if unit else _levels(chosen, policy, day)
    show_care_tables([shown], is_synthetic=opened.is_synthetic)
    if unit and len(chosen) > SHOWN:
        out.print(_("{count} more: write them all with --out FILE.xlsx").format(count=len(chosen) - SHOWN))


def _refuse_level(level: str) -> None:
    if level and level not in LEVELS:
        raise BadInput(
            "care.level",
            what=_("'{level}' is no level of risk").format(level=level),
            where="--level",
            why=_("patients are graded low, medium or high"),
            remedy=_("use one of: {known}").format(known=", ".join(LEVELS)),
        )


def _worklist(patients: Sequence["Patient"], policy: Policy, day: "date", of: int | None = None) -> "PlanTable":
    """The worklist of `patients`, the first of `of` patients where that is told."""
    from fenming.reports.adjudicated.table import Heading
    from fenming.reports.budget import PlanTable

    headings = (
        Heading(_("person"), 18),
        Heading(_("conditions"), 20),
        Heading(_("last readings"), 24),
        Heading(_("risk points"), 10, "whole"),
        Heading(_("risk"), 12),
        Heading(_("looked after by"), 18),
        Heading(_("last follow-up"), 14),
        Heading(_("next follow-up due"), 14),
        Heading(_("days overdue"), 10, "whole"),
    )
    conditions = {condition for one in patients for condition in one.conditions}
    called = {key: words(policy, key) for key in (*conditions, *LEVELS)}
    responsible = {level: _responsible_word(policy, level) for level in LEVELS}
    rows = tuple(_patient_row(one, called, responsible[one.level], day) for one in patients)
    title = _("{count} managed patients on {day}, the longest overdue first").format(
        count=len(rows) if of is None else of, day=day
    )
    return PlanTable("worklist", _("Worklist"), title, headings, rows)


def _patient_row(one: "Patient", called: Mapping[str, str], responsible: str, day: "date") -> tuple[Any, ...]:
    return (
        one.person,
        _(", ").join(called[condition] for condition in one.conditions),
        _readings_text(one.readings) or _("none this year"),
        one.points,
        called[one.level],
        responsible,
        one.last_on.isoformat() if one.last_on else _("never"),
        one.due_on.isoformat(),
        one.overdue_days(day) or None,
    )


def _readings_text(readings: "Readings") -> str:
    texts = []
    if readings.systolic is not None:
        texts.append(f"{readings.systolic}/{readings.diastolic} mmHg")
    if readings.fasting is not None:
        texts.append(f"{_glucose(readings.fasting)} mmol/L")
    elif readings.random is not None:
        texts.append(_("{amount} random").format(amount=f"{_glucose(readings.random)} mmol/L"))
    return "; ".join(texts)


def _glucose(amount: int) -> str:
    """1/10,000 mmol/L as mmol/L, every digit kept."""
    whole, part = divmod(amount, 10_000)
    return f"{whole}.{f'{part:04d}'.rstrip('0') or '0'}"


def _responsible_word(policy: Policy, level: str) -> str:
    name = f"chronic.responsible.{level}"
    figure = policy.get(name)
    if figure is None:
        return _("not said by the pack")
    option = policy.pack.parameter(name).options[figure.value]
    return label_of(option.label, option.label_en)


def _levels(patients: Sequence["Patient"], policy: Policy, day: "date") -> "PlanTable":
    from fenming.primary_care.chronic import count_levels
    from fenming.reports.adjudicated.table import Heading
    from fenming.reports.budget import PlanTable

    headings = (
        Heading(_("unit"), 18),
        *(Heading(words(policy, level), 12, "whole") for level in LEVELS),
        Heading(_("patients"), 12, "whole"),
        Heading(_("due for a follow-up"), 12, "whole"),
    )
    by_unit: dict[str, list[Any]] = {}
    for one in count_levels(patients, day):
        by_unit.setdefault(one.unit_id, []).append(one)
    rows = [
        (unit, *(one.patients for one in each), sum(one.patients for one in each), sum(one.due for one in each))
        for unit, each in by_unit.items()
    ]
    sums = tuple(map(sum, zip(*(row[1:] for row in rows), strict=True))) if rows else (0,) * 5
    title = _("Managed patients by risk on {day}").format(day=day)
    return PlanTable("levels", _("Levels"), title, headings, (*rows, (_("together"), *sums)))


def _level_dicts(patients: Sequence["Patient"], day: "date") -> list[dict[str, Any]]:
    from fenming.primary_care.chronic import count_levels

    names = ("unit_id", "level", "patients", "due")
    return [{name: getattr(one, name) for name in names} for one in count_levels(patients, day)]
