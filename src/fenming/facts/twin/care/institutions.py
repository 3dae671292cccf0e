"""What institutions report of a year: staff, work and money. Staff is the same at every scale."""

import numpy as np

from fenming.facts.twin.bills import INPATIENT, MONEY
from fenming.facts.twin.care.basis import Basis
from fenming.facts.twin.care.plan import StaffPlan
from fenming.facts.twin.draw import Ints, between, happens
from fenming.facts.twin.scores import Table, yuan
from fenming.kernel import PPM, divide, split_whole

_REPORT = (
    "fixmedins_code", "year", "staff_heads", "dr_heads", "nurse_heads", "tcm_dr_heads", "senior_heads", "staff_income", "open_beds",
    "bed_days", "remote_diag_cnt", "ecg_flag", "visit_cnt", "tcm_visit_cnt", "tcm_nondrug_cnt", "discharge_cnt", "revenue",
    "med_income", "serv_income", "spend", "staff_cost",
)  # fmt: skip


def heads_served(basis: Basis) -> Ints:
    """Residents that each institution looks after: its unit's, its town hospital's units', its consortium's, or all."""
    county, served = basis.county, np.zeros(len(basis.county.institutions), dtype=np.int64)
    for unit, residents in zip(county.units, basis.unit_residents.tolist(), strict=True):
        for institution in (unit.clinic, unit.hospital, county.lead_of(unit.consortium)):
            served[institution] += residents
    for index, one in enumerate(county.institutions):
        if one.kind == "public_health_body":
            served[index] = sum(basis.residents.values())
    return served


def institution_years(basis: Basis, granted: dict[int, int]) -> Table:
    """The year's report of each institution of the county, and of the year before staff, visits and discharges.

    `granted` is the fiscal money that each was paid.
    """
    work, rows = _Work(basis, granted), []
    for group in basis.plan.staff.groups:
        mine = [index for index, one in enumerate(basis.county.institutions) if one.kind in group.kinds]
        rows += work.rows(group, mine)
    return _REPORT, sorted(tuple(row.get(name, "") for name in _REPORT) for row in rows)


class _Work:
    """Sums of the bills by institution, and what is drawn beside them."""

    def __init__(self, basis: Basis, granted: dict[int, int]) -> None:
        self.basis, self.granted, self.plan = basis, granted, basis.plan.staff
        self.source, self.served = basis.stream("institutions"), heads_served(basis)
        bills, size = basis.bills, len(basis.county.institutions)
        is_stay = bills.care == INPATIENT
        self.visits, self.discharges, self.bed_days, self.income = np.zeros((4, size), dtype=np.int64)
        sign = bills.sign.astype(np.int64)
        np.add.at(self.visits, bills.institution, np.where(is_stay, 0, sign))
        np.add.at(self.discharges, bills.institution, np.where(is_stay, sign, 0))
        np.add.at(self.bed_days, bills.institution, np.where(is_stay, sign * bills.stay_days, 0))
        np.add.at(self.income, bills.institution, getattr(bills, MONEY[0]))

    def rows(self, group: StaffPlan, mine: list[int]) -> list[dict[str, str]]:
        """The reports of one kind of institution."""
        weights = {str(index): int(self.served[index]) + 1 for index in mine}
        heads = [list(split_whole(whole, weights).values()) for whole in (group.staff, group.doctors, group.nurses)]
        rows = list[dict[str, str]]()
        for index, staff, doctors, nurses in zip(mine, *heads, strict=True):
            row = self._work(group, index) | {"staff_heads": staff, "dr_heads": doctors, "nurse_heads": nurses}
            titles = {
                "tcm_dr_heads": divide(doctors * self._tcm(group, index)[1], PPM),
                "senior_heads": divide(staff * group.senior_titles, PPM),
            }
            named = {name: str(number) for name, number in (row | titles).items()}
            code, year = self.basis.county.institutions[index].code, self.basis.profile.year
            now = named | self._money(group, index, staff)
            rows += [now | {"fixmedins_code": code, "year": str(year)}]
            rows += [self._before(row) | {"fixmedins_code": code, "year": str(year - 1)}]
        return rows

    def _work(self, group: StaffPlan, index: int) -> dict[str, int]:
        """Visits and stays: those of the bills, and visits of others than the county's insured."""
        basis, plan, one = self.basis, self.plan, self.basis.county.institutions[index]
        visits = divide(int(self.visits[index]) * PPM, group.insured_visits)
        tcm = divide(visits * self._one(self._tcm(group, index)[0]), PPM)
        bed_days = int(self.bed_days[index])
        is_township = one.kind == "township_hospital"
        return {
            "visit_cnt": visits,
            "tcm_visit_cnt": tcm,
            "tcm_nondrug_cnt": divide(tcm * self._one(plan.tcm_nondrug), PPM),
            "discharge_cnt": int(self.discharges[index]),
            "bed_days": bed_days,
            "open_beds": -(-bed_days * PPM // (basis.year_days * self._one(plan.bed_use))),
            "remote_diag_cnt": divide(int(self.served[index]) * plan.remote_diagnoses, PPM) if is_township else 0,
            "ecg_flag": int(happens(self.source, group.ecg, 1)[0]),
        }

    def _money(self, group: StaffPlan, index: int, staff: int) -> dict[str, str]:
        """What came in and what was spent, in yuan."""
        plan = self.plan
        pay = self.basis.scaled(staff * self._one(group.income))
        income = divide(int(self.income[index]) * (PPM + self._one(group.other_income)), PPM)
        revenue = income + self.granted.get(index, 0)
        fen = {
            "staff_income": pay,
            "med_income": income,
            "serv_income": divide(income * self._one(group.service_income), PPM),
            "revenue": revenue,
            "spend": divide(revenue * self._one(plan.spend_of_revenue), PPM),
            "staff_cost": divide(pay * plan.cost_over_income, PPM),
        }
        return {name: yuan(amount) for name, amount in fen.items()}

    def _before(self, row: dict[str, int]) -> dict[str, str]:
        """The report of the year before as far as it is kept."""
        growth = PPM + self._one(self.plan.growth)
        kept = {name: str(divide(row[name] * PPM, growth)) for name in ("visit_cnt", "discharge_cnt")}
        return kept | {"staff_heads": str(row["staff_heads"])}

    def _tcm(self, group: StaffPlan, index: int) -> tuple[tuple[int, int], int]:
        """Shares of visits and of doctors that are of Chinese medicine."""
        plan, one = self.plan, self.basis.county.institutions[index]
        if one.kind == "lead_hospital" and one.consortium == plan.tcm_hospital:
            return plan.tcm_hospital_visits, plan.tcm_hospital_doctors
        return group.tcm_visits, group.tcm_doctors

    def _one(self, span: tuple[int, int]) -> int:
        return int(between(self.source, *span, 1)[0])
