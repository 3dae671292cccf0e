"""One bill of a finished run, judged anew in its workspace and ready to be told as text or as a page."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow.compute as pc
import pyarrow.parquet as pq

from fenming.adjudication import BillExplanation
from fenming.adjudication import explain_bill as judge_again
from fenming.adjudication.law.words import CARES
from fenming.adjudication.telling.words import at_place, care_word
from fenming.facts.workspace import Workspace
from fenming.kernel import BadInput, format_yuan
from fenming.kernel.language import _
from fenming.policy import load_pack
from fenming.reports.run_folder import RunFolder

ADJUDICATED, REGISTER = "tables/adjudicated.parquet", "tables/institution.parquet"


@dataclass(frozen=True, slots=True)
class ToldBill:
    """A bill with its run and everything that explains it; the institution by name and id, by id alone where nobody registered it."""

    run: RunFolder
    told: BillExplanation
    institution: str

    @property
    def row(self) -> Mapping[str, Any]:
        """The bill as the canonical table has it, empty columns left out."""
        return self.told.row

    @property
    def settled_on(self) -> date:
        """The day of settlement."""
        day: date = self.row["settled_at"].date()
        return day

    @property
    def title(self) -> str:
        """The bill by its id, day and cost."""
        return _("Bill {bill}, settled {day}: {amount} yuan").format(
            bill=self.row["bill_id"], day=self.settled_on, amount=format_yuan(self.row["total_fen"])
        )

    @property
    def place(self) -> str:
        """Level and area of care in words."""
        claim = self.told.bill.claim
        return at_place(claim.level, claim.area)

    @property
    def care(self) -> str:
        """The kind of care in words."""
        return care_word(CARES[self.told.bill.claim.care])


def read_bill(run: RunFolder, bill_id: str, roots: tuple[Path, ...] = ()) -> ToldBill:
    """The bill `bill_id` of a run in its workspace. The person's whole year is judged anew in plain Python and compared.

    Raises BadInput for an unknown bill, a run that has left its workspace, and facts or packs that changed since the run.
    """
    workspace = _workspace_of(run)
    pack = load_pack(run.manifest["county"], roots)
    if pack.digest() != run.manifest["pack_digest"]:
        raise _changed(_("the policy packs are not those of the run"))
    told = judge_again(
        bill_id,
        workspace.table_path("bill"),
        pack,
        run.folder / ADJUDICATED,
        diseases=[workspace.table_path("chronic")],
        accumulators=[workspace.table_path("accumulator")] if workspace.has("accumulator") else [],
        year=run.manifest["year"],
    )
    return ToldBill(run, told, _institution(run, told.row.get("institution_id") or ""))


def _institution(run: RunFolder, institution: str) -> str:
    register = pq.read_table(run.folder / REGISTER, columns=["institution_id", "name"])
    place = pc.index(register["institution_id"], institution).as_py()
    return f"{register['name'][place].as_py()} {institution}" if place >= 0 else institution


def _workspace_of(run: RunFolder) -> Workspace:
    workspace = Workspace.open(run.folder.parent.parent)
    if not (run.folder / ADJUDICATED).is_file():
        raise BadInput(
            "explain.no_bills",
            what=_("this run carries no bills"),
            where=str(run.folder),
            why=_("a sealed bundle holds sums only, nothing about a person"),
            remedy=_("ask in the workspace where the year was run"),
        )
    tables = {name: table["sha256"] for name, table in workspace.manifest()["tables"].items()}
    if tables != run.manifest["facts"]:
        raise _changed(_("the facts of the workspace are not those of the run"))
    return workspace


def _changed(what: str) -> BadInput:
    why = _("something was imported or edited after the run")
    return BadInput("explain.changed", what=what, why=why, remedy=_("run the year again: fenming run"))
