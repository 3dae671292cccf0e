"""Putting the workbook together: every figure gets its cell, then every cell its formula."""

from contextvars import copy_context
from datetime import datetime
from pathlib import Path
from typing import Protocol

from xlsxwriter import Workbook

from fenming.kernel.language import _, choose_language, language
from fenming.reports.payee import read_register
from fenming.reports.run_folder import RunFolder
from fenming.reports.workbook.about import write_about
from fenming.reports.workbook.checks import CheckSheet
from fenming.reports.workbook.division import SplitSheet, divisions, is_small
from fenming.reports.workbook.entries import JournalSheet, TrialSheet
from fenming.reports.workbook.grid import UnitGrid
from fenming.reports.workbook.listing import Listing
from fenming.reports.workbook.long_division import LongDivisionSheet, share_out
from fenming.reports.workbook.page import Papers
from fenming.reports.workbook.parameters import ParameterSheet
from fenming.reports.workbook.payables import PayableDetail, PayeeSheet
from fenming.reports.workbook.plan import Plan
from fenming.reports.workbook.sums import SumSheet

MADE_ON = datetime(2000, 1, 1)  # noqa: DTZ001 - a fixed day, so that the same run gives the same bytes


def write_workbook(run: RunFolder, path: Path, lang: str = "zh") -> Path:
    """Write the clearing of `run` as `path`, an .xlsx of live formulas, in Chinese (`zh`) or English (`en`)."""
    context = copy_context()
    context.run(choose_language, lang)
    context.run(_write, run, path)
    return path


def _write(run: RunFolder, path: Path) -> Plan:
    """The written workbook's plan: which figure stands in which cell."""
    plan = Plan(run.book)
    workbook = Workbook(str(path), {"default_format_properties": {"font_size": 10}})
    workbook.set_properties({"title": run.manifest["run_id"], "created": MADE_ON})
    workbook.set_size(2400, 1600)
    papers = Papers(workbook, _heading(run), _footer(run), is_synthetic=bool(run.manifest["synthetic"]))
    Sheets(run, plan, papers).write()
    workbook.close()
    return plan


def _heading(run: RunFolder) -> str:
    county = run.manifest["county_label" if language() == "zh" else "county_label_en"]
    return _("{county} · year {year} · run {run}").format(
        county=county, year=run.manifest["year"], run=run.manifest["run_id"]
    )


def _footer(run: RunFolder) -> str:
    return _("run {run} · journal {head}").format(run=run.manifest["run_id"], head=run.manifest["journal_head"][:16])


class Claiming(Protocol):
    """What gives cells to figures."""

    def claim(self, plan: Plan, /) -> None: ...


class Sheet(Claiming, Protocol):
    """What gives cells to figures and then writes them."""

    def write(self, plan: Plan, papers: Papers, /) -> None: ...


class Sheets:
    """All sheets of one workbook, in the order of the fiscal year."""

    def __init__(self, run: RunFolder, plan: Plan, papers: Papers) -> None:
        self.run, self.plan, self.papers = run, plan, papers
        self.parameters = ParameterSheet(_("Parameters"))
        scopes = _scopes(run)
        self.lists = _lists(scopes)
        self.grids = _grids(run)
        self.detail = PayableDetail(_("Payables in detail"), run.shares)
        self.payees = PayeeSheet(_("Payables"))
        self.rest = Listing(_("Other"), _("Other figures"), r".", scopes)
        self.splits = SplitSheet(_("Splits"))
        self.long = LongDivisionSheet(_("Long division")), LongDivisionSheet(_("Long division of points"))
        self.sums = SumSheet(_("Long sums"))
        self.journal = JournalSheet(_("Journal"), run.journal)

    def write(self) -> None:
        self._claim()
        plan, papers = self.plan, self.papers
        write_about(_("About"), plan, papers, self.run.manifest)
        self.parameters.write(plan, papers)
        listed: tuple[Sheet, ...] = (*self.lists[:4], *self.grids[:2], self.lists[4], self.grids[2], self.rest)
        for sheet in listed:
            sheet.write(plan, papers)
        register = read_register(self.run)
        self.payees.write(plan, papers, register)
        self.detail.write(plan, papers, register)
        workings: tuple[Sheet, ...] = (self.splits, *self.long, self.sums, self.journal)
        for working in workings:
            working.write(plan, papers)
        TrialSheet(_("Trial balance"), self.run.journal, self.journal).write(plan, papers)
        CheckSheet(_("Checks"), self.run.checks, (self.splits, *self.long)).write(plan, papers)

    def _claim(self) -> None:
        """Places for all figures first, then for what lies between them."""
        plan = self.plan
        given: tuple[Claiming, ...] = (self.parameters, *self.grids, *self.lists, self.payees, self.rest)
        for sheet in (*given, self.detail, self.journal):
            sheet.claim(plan)
        found = divisions(plan.book)
        self.splits.divisions = [division for division in found if is_small(division, plan)]
        share_out(plan, [division for division in found if not is_small(division, plan)], self.long)
        between: tuple[Claiming, ...] = (self.splits, *self.long, self.sums)
        for last in between:
            last.claim(plan)


def _scopes(run: RunFolder) -> dict[str, str]:
    """What county and consortia are called."""
    names = run.tables.consortia()
    consortia = {one: name.label if language() == "zh" else name.label_en for one, name in names.items()}
    return {"county": _("whole county"), **consortia}


def _lists(scopes: dict[str, str]) -> list[Listing]:
    consortium = r"settlement\.consortium\.[^.]+\."
    outturn = r"(spend\w*|charge|surplus|overspend|chronic_surplus|chronic_overspend|fund_share\w*|consortium_share|drg_balance)$"
    heads = r"facts\.consortium\.[^.]+\.(heads|chronic_heads|contracted_chronic_heads)$"
    return [
        Listing(_("Budget"), _("Financing, package and budgets"), rf"budget\.|{heads}", scopes),
        Listing(
            _("Consortia"),
            _("Outturn and corridor of each consortium"),
            rf"facts\.consortium\.|{consortium}{outturn}",
            scopes,
        ),
        Listing(
            _("Chronic surplus"),
            _("Distribution of the chronic surplus"),
            rf"{consortium}chronic_|settlement\.county\.chronic",
            scopes,
        ),
        Listing(
            _("General surplus"),
            _("Distribution of the package surplus and the family-doctor fee"),
            rf"{consortium}|settlement\.county",
            scopes,
        ),
        Listing(_("Public health"), _("Public-health money of the county"), r"public_health\.county", scopes),
    ]


def _grids(run: RunFolder) -> list[UnitGrid]:
    def order(pool: str, facts: tuple[str, ...]) -> tuple[str, ...]:
        own = (
            "per_head",
            "growth",
            "is_eligible",
            "part",
            *(f"{part}.{level}" for part in ("share", "team") for level in ("county", "town", "village")),
        )
        return (
            *(f"facts.unit.*.{column}" for column in facts),
            *(f"settlement.unit.*.{pool}.{column}" for column in own),
        )

    units = run.tables.units
    general = ("heads", "general_spend", "heads_before", "general_fen_before")
    chronic = ("chronic_heads", "chronic_spend", "chronic_heads_before", "chronic_fen_before")
    health = r"public_health\.unit|facts\.unit\.[^.]+\.(residents|medical_spend|process_scores|targets_met)$"
    chronic_pattern = r"settlement\.unit\.[^.]+\.chronic\.|facts\.unit\.[^.]+\.chronic_"
    return [
        UnitGrid(
            _("Units general"),
            _("Health units: general pool"),
            rf"(?!{health}|{chronic_pattern})",
            order("general", general),
            units,
        ),
        UnitGrid(
            _("Units chronic"), _("Health units: chronic pool"), chronic_pattern, order("chronic", chronic), units
        ),
        UnitGrid(
            _("Units public health"), _("Health units: public-health money"), health, ("facts.unit.*.residents",), units
        ),
    ]
