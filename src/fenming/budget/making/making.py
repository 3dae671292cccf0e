"""The plan of a workspace: its facts read, the budget made, figures and tables put into a folder whole or not at all."""

import json
import shutil
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from fenming.budget.making.facts import MakingTables, Sources, write_making_tables
from fenming.budget.making.known import Known
from fenming.budget.making.plan import Plan, make_plan
from fenming.engines.local import parquet
from fenming.facts.workspace import Workspace
from fenming.kernel import BadInput, Book
from fenming.kernel.language import _
from fenming.mechanisms import Name
from fenming.policy import Pack, Policy

NEEDED = ("bill", "person", "chronic", "health_unit", "institution", "unit_history")
CALLED = (
    "SELECT kind, consortium_id, town_id, name FROM {institution} "
    "WHERE kind IN ('lead_hospital', 'township_hospital') ORDER BY institution_id"
)


@dataclass(frozen=True, slots=True)
class Made:
    """A plan, the folder its figures stand in, and the age bands of its estimate, the youngest first."""

    plan: Plan
    book: Book
    folder: Path
    bands: tuple[str, ...]


def make_budget(workspace: Workspace, pack: Pack, year: int, known: Known) -> Made:
    """Make the budget of `year` from what the workspace holds of the years before, into `budgets/<year>` of it.

    Raises BadInput where facts or the pack leave open what a total needs; then an older budget stays as it was.
    """
    target = workspace.folder / "budgets" / str(year)
    staging = target.with_name(f".making-{year}")
    shutil.rmtree(staging, ignore_errors=True)
    (staging / "tables").mkdir(parents=True)
    try:
        plan = _make(workspace, pack, (year, known), staging / "tables")
        book = plan.book()
        (staging / "figures.json").write_text(book.to_json(), "utf-8")
        (staging / "plan.json").write_text(json.dumps({"pack": pack.region, "year": year}), "utf-8")
        shutil.rmtree(target, ignore_errors=True)
        staging.replace(target)
    finally:
        shutil.rmtree(staging, ignore_errors=True)
    bands = pack.on(date(year, 12, 31))["budget.making.age_bands"].value
    return Made(plan, book, target, tuple(sorted(bands, key=lambda band: int(bands[band]))))


def read_figures(workspace: Workspace, year: int) -> Book:
    """The figures of a budget made before. Raises BadInput where none was made for `year`."""
    path = workspace.folder / "budgets" / str(year) / "figures.json"
    if not path.is_file():
        raise BadInput(
            "budget.none",
            what=_("no budget was made for {year}").format(year=year),
            where=str(path.parent),
            remedy=_("make it: fenming budget make --year {year}").format(year=year),
        )
    return Book.from_json(path.read_text("utf-8"))


def _make(workspace: Workspace, pack: Pack, asked: tuple[int, Known], folder: Path) -> Plan:
    year, known = asked
    # The year before may lie before the pack's own rules: then they say nothing of it, and nothing is refused for that.
    policies = (pack.on(date(year, 12, 31)), Policy(pack, date(year - 1, 12, 31)))
    bands = policies[0]["budget.making.age_bands"].value
    tables = {table: workspace.table_path(table) for table in NEEDED}
    write_making_tables(Sources(tables, pack.codes.get("scheme", {}), bands), year, folder)
    made = MakingTables(folder)
    _refuse_empty(made, year, known)
    return make_plan(policies, made, known, _names(made, tables["institution"]))


def _refuse_empty(tables: MakingTables, year: int, known: Known) -> None:
    if known.history or tables.rows("SELECT 1 FROM {history} WHERE year = ? LIMIT 1", year - 1):
        return
    raise BadInput(
        "budget.no_last_year",
        what=_("nothing is known of the year {year}").format(year=year - 1),
        where=_("table bill"),
        why=_("a budget is made from what the years before cost"),
        remedy=_("import the bills of that year, or choose another --year"),
    )


def _names(tables: MakingTables, institution: Path) -> dict[str, Name]:
    """What consortia and towns are called: after their lead hospital and their township hospital."""
    named: dict[str, Name] = {}
    for row in tables.rows(CALLED.replace("{institution}", parquet(institution))):
        if row["kind"] == "lead_hospital" and row["consortium_id"]:
            one = str(row["consortium_id"])
            named.setdefault(one, Name(one, f"{row['name']}医共体", f"consortium {one}"))
        elif row["town_id"]:
            one = str(row["town_id"])
            named.setdefault(one, Name(one, str(row["name"]), f"town {one}"))
    return named
