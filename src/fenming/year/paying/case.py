"""One paid case, step by step: how it came to its group, and to its points."""

from datetime import date
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from fenming.facts.workspace import Workspace
from fenming.grouping.telling import tell_case
from fenming.kernel import BadInput
from fenming.kernel.language import _
from fenming.payment.drg import drg_terms, explain_case, price_cases
from fenming.policy import load_pack
from fenming.reports.run_folder import RunFolder
from fenming.year.cases import group_tables_of, read_reviews, read_year_cases


def explain_paid_case(workspace: Workspace, run: RunFolder, case_id: str, roots: tuple[Path, ...] = ()) -> list[str]:
    """The steps of the case in the year of `run`, worked out anew from the workspace. Raises BadInput for no such case."""
    year, tables = run.manifest["year"], group_tables_of(workspace)
    if tables is None:
        raise BadInput(
            "pay.no_group_tables",
            what=_("the group tables of this run are not in the workspace any more"),
            where=str(workspace.folder),
            remedy=_("take them in again: fenming group adopt --tables DIR --workspace W"),
        )
    read = read_year_cases(workspace, year, tables)
    terms = drg_terms(load_pack(workspace.county, roots).on(date(year, 12, 31)), read.history)
    decisions = read_reviews(workspace, read, terms).decisions
    told = explain_case(case_id, read.cases, read.grouped, terms, decisions)
    _refuse_another(run, price_cases(read.cases, read.grouped, terms, decisions), case_id)
    one = tell_case(read.cases.slice(pc.index(read.cases["case_id"], case_id).as_py(), 1), tables)
    status, *grouping = one.steps
    return [_("group {drg}: {steps}").format(drg=one.grouped["drg"] or "–", steps=status), *grouping, *told]


def _refuse_another(run: RunFolder, points: pa.Table, case_id: str) -> None:
    """What is told must be what the run paid: facts, packs or code may have moved on since."""
    now = points.filter(pc.equal(points["case_id"], case_id))["points_micro"].to_pylist()
    then = run.tables.rows("SELECT points_micro FROM {case_points} WHERE case_id = ?", case_id)
    if now != [row["points_micro"] for row in then]:
        raise BadInput(
            "pay.run_is_older",
            what=_("case {case} would be given other points today than in run {run}").format(
                case=case_id, run=run.manifest["run_id"]
            ),
            why=_("facts, packs or the program were changed since the run"),
            remedy=_("run the year again and ask for the new run"),
        )
