"""Why a bill was paid as it was: its person's year judged anew in plain Python, and the bill's steps."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from fenming.adjudication.desk.lookup import days_judged, person_rows, stored_rows
from fenming.adjudication.desk.run import days_of, sources_of
from fenming.adjudication.plan.reason import Reason
from fenming.adjudication.telling.history import Judged, check_stored, exact_bills, judged_rows
from fenming.adjudication.telling.step import Step
from fenming.adjudication.telling.steps import steps_of
from fenming.adjudication.telling.what_if import Elsewhere, elsewhere
from fenming.engines.persons import KEY, Persons
from fenming.policy import Pack


@dataclass(frozen=True, slots=True)
class BillExplanation:
    """A bill, the steps of its payment, the reason of a difference, and how many bills of the person's were judged anew.

    `row` is the bill as the canonical table has it, empty columns left out. `elsewhere` is what it would have come to in
    other places of care, the actual one first; empty where that says nothing.
    """

    bill: Judged
    steps: list[Step]
    bills_compared: int
    row: Mapping[str, Any]
    elsewhere: list[Elsewhere]

    @property
    def reason(self) -> Reason:
        """The bill's reason code, as stored."""
        return Reason(self.bill.paid.reason)

    def as_dict(self) -> dict[str, Any]:
        """For export."""
        return {
            "bill_id": self.bill.bill_id,
            "row": self.bill.row,
            "total_fen": int(self.bill.claim.total_fen),
            "eligible_fen": int(self.bill.claim.eligible_fen),
            "steps": [step.as_dict() for step in self.steps],
            "reason": self.reason.name.lower(),
            "reason_words": self.reason.words,
            "bills_compared": self.bills_compared,
            "elsewhere": [asdict(one) for one in self.elsewhere],
        }


def explain_bill(
    bill_id: str,
    paths: Path | Sequence[Path],
    pack: Pack,
    adjudicated: Path,
    *,
    diseases: Sequence[Path] = (),
    accumulators: Sequence[Path] = (),
    year: int | None = None,
) -> BillExplanation:
    """Judge the bill's person anew and compare every bill with its stored row, then tell the bill's steps.

    `paths`, `pack`, `diseases` and `year` as given to `adjudicate`, `adjudicated` the table it wrote. Raises BadInput for an
    unknown bill, and when a stored row is not what the bills and rules come to.
    """
    files = [paths] if isinstance(paths, Path) else list(paths)
    rows = person_rows(files, bill_id)
    days = days_judged(adjudicated) or days_of(files, pack, year)
    assert days is not None, "the bill has a day"
    person = rows[KEY][0].as_py()
    facts = sources_of(files, pack, days, diseases, accumulators).facts(Persons(person, person))
    bills = exact_bills(rows, facts)
    judged = judged_rows(bills, rows, facts)
    steps = bill_steps(bill_id, judged, stored_rows(adjudicated, rows))
    place = _place(bill_id, judged)
    others = elsewhere(bills, place, judged, facts)
    return BillExplanation(judged[place], steps, len(judged), rows.slice(place, 1).to_pylist()[0], others)


def bill_steps(bill_id: str, judged: Sequence[Judged], stored: Sequence[Mapping[str, int]]) -> list[Step]:
    """The steps of one bill of a person's `judged` bills, all of which must equal their `stored` rows (else BadInput)."""
    check_stored(judged, stored)
    return steps_of(judged[_place(bill_id, judged)])


def _place(bill_id: str, judged: Sequence[Judged]) -> int:
    return next(place for place, bill in enumerate(judged) if bill.bill_id == bill_id)
