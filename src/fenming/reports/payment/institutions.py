"""The year's clearing of each institution: what it earned by every method, less what it was advanced."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from fenming.facts.workspace import Workspace
from fenming.kernel import Book, Figure
from fenming.mechanisms import Name, derive, total
from fenming.payment.advances.ledgers import PART_PAYMENT, QUALITY_DEPOSIT, WORKING_CAPITAL, Ledgers, Payee
from fenming.payment.methods.earned_sums import earned_by_method
from fenming.policy import load_pack
from fenming.reports.run_folder import RunFolder

FOLDER = "payments"  # of a workspace: its ledgers and orders
PAID_HERE = {"lead_hospital", "township_hospital", "village_clinic", "community_station"}
KINDS = ("points", "cleared", "billed", "difference")
WORDS = {
    PART_PAYMENT: ("已预拨", "paid in part"),
    QUALITY_DEPOSIT: ("预留保证金", "deposit withheld"),
    WORKING_CAPITAL: ("未收回周转金", "working capital out"),
}


@dataclass(frozen=True, slots=True)
class InstitutionClearing:
    """One institution's year in fen: `earned` by method, what the three ledgers have of it, and what is still to be paid.

    earned = part payments + deposit + to pay; working capital that is out is owed beside it. All figures.
    """

    payee: Payee
    methods: Mapping[str, Figure]
    earned: Figure
    advanced: Mapping[str, Figure]
    to_pay: Figure

    @property
    def amounts(self) -> tuple[int, int, int, int]:
        """Earned, paid in part, deposit withheld, to be paid."""
        ledgers = (self.advanced[PART_PAYMENT].value, self.advanced[QUALITY_DEPOSIT].value)
        return (self.earned.value, *ledgers, self.to_pay.value)

    def as_dict(self) -> dict[str, object]:
        """For JSON, in fen."""
        return {
            "institution_id": self.payee.institution_id,
            "methods": {method: figure.value for method, figure in self.methods.items()},
            "earned": self.earned.value,
            **{ledger: figure.value for ledger, figure in self.advanced.items()},
            "to_pay": self.to_pay.value,
        }


def hospitals_of(run: RunFolder) -> dict[str, dict[str, Figure]]:
    """The clearing figures of each hospital by id, empty where the run cleared no cases."""
    found: dict[str, dict[str, Figure]] = {}
    for figure in run.book:
        words = figure.name.split(".")
        if words[:2] == ["payment", "hospital"] and words[-1] in KINDS:
            found.setdefault(words[2], {})[words[-1]] = figure
    return found


def clear_institutions(workspace: Workspace, run: RunFolder) -> list[InstitutionClearing]:
    """The clearing of every institution of the county that earned or was advanced something in the year of `run`."""
    policy = load_pack(workspace.county).on(date(run.manifest["year"], 12, 31))
    ledgers = Ledgers.load(workspace.folder / FOLDER)
    cleared = {key: one["cleared"] for key, one in hospitals_of(run).items()}
    methods = earned_by_method(policy, run.tables, has_cases=bool(cleared))
    found = {"drg": cleared} | methods if cleared else methods
    return list(_each(run, found, ledgers))


def _each(
    run: RunFolder, methods: Mapping[str, Mapping[str, Figure]], ledgers: Ledgers
) -> Iterator[InstitutionClearing]:
    year = run.manifest["year"]
    for institution, row in run.tables.institutions.items():
        own = {method: amounts[institution] for method, amounts in methods.items() if institution in amounts}
        payee = Payee(institution, row["name"], institution)
        advanced = {ledger: _advanced(ledgers, ledger, payee, year) for ledger in WORDS}
        if row["kind"] in PAID_HERE and (own or any(figure.value for figure in advanced.values())):
            base = Name(f"payment.clearing.{institution}", row["name"], institution)
            earned = total(base.child("earned", "全年应得", "earned in the year"), own.values())
            unpaid = derive(
                base.child("unpaid", "未拨部分", "not paid yet"),
                "difference",
                {"whole": earned, "part": advanced[PART_PAYMENT]},
            )
            name = base.child("to_pay", "清算应拨", "to be paid at the clearing")
            to_pay = derive(name, "difference", {"whole": unpaid, "part": advanced[QUALITY_DEPOSIT]})
            yield InstitutionClearing(payee, own, earned, advanced, to_pay)


def _advanced(ledgers: Ledgers, ledger: str, payee: Payee, year: int) -> Figure:
    """What the year's steps left with the institution; of working capital all that is out, whichever year lent it."""
    label, label_en = WORDS[ledger]
    name = f"payment.advances.{payee.institution_id}.{ledger}"
    fen = ledgers.of(ledger, payee) if ledger == WORKING_CAPITAL else ledgers.of_year(ledger, payee, year)
    return Figure(name, fen, "fen", "published", f"{payee.label}·{label}", f"{payee.label_en}: {label_en}")


def clearing_book(clearings: list[InstitutionClearing]) -> Book:
    """Every figure of the clearing, with all that made it."""
    return Book([figure for one in clearings for figure in (one.earned, *one.advanced.values(), one.to_pay)])
