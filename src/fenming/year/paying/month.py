"""One month of payment: what each institution of the county earned, by case and by item, and what it is paid of it now."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import NamedTuple

import pyarrow.parquet as pq

from fenming.budget import build_budget, by_month
from fenming.engines.local import connect, literal, parquet, run
from fenming.facts.run_tables import RunTables
from fenming.facts.workspace import Workspace
from fenming.kernel import BadInput, Book, Figure, Finding
from fenming.kernel.language import _
from fenming.mechanisms import Name, total
from fenming.payment.advances.ledgers import WORKING_CAPITAL, Ledgers, Payee
from fenming.payment.advances.month import Claim, MonthOrders, last_day, month_orders
from fenming.payment.clearing import CasePayment, clear_cases, write_points
from fenming.payment.methods import write_method_sums
from fenming.payment.methods.earned_sums import earned_by_method
from fenming.policy import Pack, Policy
from fenming.reports.payment.institutions import FOLDER, PAID_HERE
from fenming.settlement import Reading, read_roll
from fenming.settlement.rows import BASIS, write_roll
from fenming.year.cases import is_cleared, waiting, write_case_points

NEEDED = ("bill", "person", "chronic", "institution", "health_unit", "unit_resident")
SHOWN = ("earned", "paid", "deposit", "order")
PLATFORM = BASIS["platform"]


class PaidRow(NamedTuple):
    """What one institution earned, is paid, leaves as deposit, and gets by bank, in fen."""

    id: str
    name: str
    earned_fen: int
    paid_fen: int
    deposit_fen: int
    order_fen: int

    @property
    def amounts(self) -> tuple[int, ...]:
        return self[2:]


@dataclass(frozen=True)
class PaidMonth:
    """A month's payment: its orders, its case payment (None where bills are paid as they are), and the tables they stand on."""

    month: str
    orders: MonthOrders
    cases: CasePayment | None
    claims: tuple[Claim, ...]
    methods: Mapping[str, Mapping[str, Figure]]
    tables: RunTables
    findings: tuple[Finding, ...]

    def rows(self) -> list["PaidRow"]:
        """One row for each institution, for a table."""
        return [
            PaidRow(one.payee.institution_id, one.payee.label, *(getattr(one, name).value for name in SHOWN))
            for one in self.orders.payments
        ]

    def book(self) -> Book:
        """Every figure of the month, with all that made it."""
        cases = self.cases.figures() if self.cases else []
        return Book([*cases, *self.orders.figures()])


def pay_month(workspace: Workspace, pack: Pack, month: str, folder: Path) -> PaidMonth:
    """What is paid for `month` (`2024-03`), its tables written into `folder`.

    Raises BadInput for a month without bills, and where the pack leaves open what a payment needs.
    """
    policy = pack.on(last_day(month))
    folder.mkdir(parents=True, exist_ok=True)
    found = _write_tables(workspace, policy, month, folder)
    tables = RunTables(folder)
    cases = clear_cases(policy, _fund(policy, tables, month), tables)
    methods = earned_by_method(policy, tables, has_cases=cases is not None)
    claims = tuple(_claims(workspace, tables, cases, methods))
    orders = month_orders(policy, month, claims)
    return PaidMonth(month, orders, cases, claims, methods, tables, (*found, *orders.findings))


def _write_tables(workspace: Workspace, policy: Policy, month: str, folder: Path) -> list[Finding]:
    """The month's bills, its sums by method, roll and register; points of its cases where cases are cleared."""
    year = last_day(month).year
    paths = {name: workspace.table_path(name) for name in NEEDED}
    bills = _write_bills(workspace, last_day(month), folder)
    write_method_sums(bills, folder, year)
    reading = Reading(year, "platform", policy["budget.chronic_heads_on"].value)
    merged = {"unit_merger": workspace.table_path("unit_merger")} if workspace.has("unit_merger") else {}
    write_roll({name: str(path) for name, path in {**paths, **merged}.items()}, reading, folder)
    _copy(paths["institution"], folder / "institution.parquet")
    if not is_cleared(policy):
        return []
    found = write_case_points(workspace, policy, year, folder)
    priced = folder / "case_points.parquet"
    if priced.exists():
        named = {name: paths[name] for name in ("person", "institution")}
        write_points(named | {"bill": bills, "case_points": priced}, PLATFORM, year, folder)
        found += waiting(RunTables(folder))
    return found


def _write_bills(workspace: Workspace, last: date, folder: Path) -> Path:
    target = folder / "bill.parquet"
    within = f"settled_at >= DATE '{last.replace(day=1)}' AND settled_at < DATE '{last}' + 1"
    with connect(workspace.temporary) as connection:
        query = f"SELECT * FROM {parquet(workspace.table_path('bill'))} WHERE {within}"
        ((rows,),) = run(connection, f"COPY ({query}) TO {literal(target)} (FORMAT parquet)")
    if not rows:
        raise BadInput(
            "pay.no_bills",
            what=_("no bill was settled in {month}").format(month=f"{last:%Y-%m}"),
            where=_("table bill"),
            why=_("without bills there is nothing to pay"),
            remedy=_("import the bills of that month, or name another month"),
        )
    return target


def _copy(path: Path, target: Path) -> None:
    pq.write_table(pq.read_table(path), target)


def _fund(policy: Policy, tables: RunTables, month: str) -> Figure:
    """The month's part of the county's DRG budget."""
    budget: Figure = build_budget(policy, read_roll(tables)).county.drg_budget
    name = Name(budget.name, budget.label, budget.label_en)
    return by_month(policy, name, budget)[month[-2:]]


def _claims(
    workspace: Workspace, tables: RunTables, cases: CasePayment | None, methods: Mapping[str, Mapping[str, Figure]]
) -> Iterator[Claim]:
    """One claim for each institution of the county that earned or owes something."""
    lent = Ledgers.load(workspace.folder / FOLDER)
    for institution, row in tables.institutions.items():
        parts = [amounts[institution] for amounts in methods.values() if institution in amounts]
        if cases is not None and institution in cases.hospitals:
            parts.append(cases.hospitals[institution]["cleared"])
        if parts and row["kind"] in PAID_HERE:
            payee = Payee(institution, row["name"], institution)
            name = Name(f"payment.earned.{institution}", f"{row['name']}·应得", f"{institution}: earned")
            yield Claim(
                payee,
                total(name, parts),
                is_primary=row["kind"] != "lead_hospital",
                group=row["kind"],
                outstanding=_outstanding(lent, payee),
            )


def _outstanding(ledgers: Ledgers, payee: Payee) -> Figure | None:
    fen = ledgers.of(WORKING_CAPITAL, payee)
    if not fen:
        return None
    name = f"payment.advances.{payee.institution_id}.working_capital_outstanding"
    return Figure(
        name, fen, "fen", "published", f"{payee.label}·未收回周转金", f"{payee.label_en}: working capital out"
    )
