"""What institutions report of a year: staff, work, money; postings, grants and surveys. Staff is the same at every scale."""

from collections.abc import Sequence
from datetime import date, timedelta

import numpy as np

from fenming.facts.twin.bills import INPATIENT, MONEY
from fenming.facts.twin.care.basis import Basis
from fenming.facts.twin.care.plan import StaffPlan
from fenming.facts.twin.draw import Ints, between, choose, happens, share_of
from fenming.facts.twin.scores import Table, yuan
from fenming.kernel import PPM, divide, split_whole

_TEN_MILLION = 10_000_000
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
    """One row per institution of the county; `granted` is the fiscal money that each was paid."""
    work, rows = _Work(basis, granted), []
    for group in basis.plan.staff.groups:
        mine = [index for index, one in enumerate(basis.county.institutions) if one.kind in group.kinds]
        rows += work.rows(group, mine)
    return _REPORT, sorted(rows)


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

    def rows(self, group: StaffPlan, mine: list[int]) -> list[tuple[str, ...]]:
        """The reports of one kind of institution."""
        weights = {str(index): int(self.served[index]) + 1 for index in mine}
        heads = [list(split_whole(whole, weights).values()) for whole in (group.staff, group.doctors, group.nurses)]
        return [
            self._row(group, index, (staff, doctors, nurses))
            for index, staff, doctors, nurses in zip(mine, *heads, strict=True)
        ]

    def _row(self, group: StaffPlan, index: int, heads: tuple[int, int, int]) -> tuple[str, ...]:
        basis, plan, one = self.basis, self.plan, self.basis.county.institutions[index]
        is_tcm = one.kind == "lead_hospital" and one.consortium == plan.tcm_hospital
        staff, doctors, _nurses = heads
        tcm_doctors = divide(doctors * (plan.tcm_hospital_doctors if is_tcm else group.tcm_doctors), PPM)
        pay = basis.scaled(staff * self._one(group.income))
        visits, bed_days, income = (int(part[index]) for part in (self.visits, self.bed_days, self.income))
        tcm = divide(visits * self._one(plan.tcm_hospital_visits if is_tcm else group.tcm_visits), PPM)
        beds = -(-bed_days * PPM // (basis.year_days * self._one(plan.bed_use)))
        revenue = income + self.granted.get(index, 0)
        remote = divide(int(self.served[index]) * plan.remote_diagnoses, PPM) if one.kind == "township_hospital" else 0
        has_ecg = bool(happens(self.source, group.ecg, 1)[0])
        counts = (tcm_doctors, divide(staff * group.senior_titles, PPM))
        work = (visits, tcm, divide(tcm * self._one(plan.tcm_nondrug), PPM), int(self.discharges[index]))
        money = (
            revenue, income, divide(income * self._one(group.service_income), PPM),
            divide(revenue * self._one(plan.spend_of_revenue), PPM), divide(pay * plan.cost_over_income, PPM),
        )  # fmt: skip
        return (
            one.code, str(basis.profile.year), *_texts((*heads, *counts)), yuan(pay),
            *_texts((beds, bed_days, remote, int(has_ecg), *work)), *(yuan(amount) for amount in money),
        )  # fmt: skip

    def _one(self, span: tuple[int, int]) -> int:
        return int(between(self.source, *span, 1)[0])


def _texts(numbers: Sequence[int]) -> tuple[str, ...]:
    return tuple(str(number) for number in numbers)


def postings(basis: Basis) -> Table:
    """Staff of the lead hospitals posted to their township hospitals."""
    plan, source, county = basis.plan.postings, basis.stream("postings"), basis.county
    count = divide(sum(basis.residents.values()) * plan.per_ten_million, _TEN_MILLION)
    townships = [index for index, one in enumerate(county.institutions) if one.kind == "township_hospital"]
    to = choose(source, [1] * len(townships), count)
    is_long = happens(source, plan.long_share, count)
    length = np.where(is_long, between(source, *plan.long_days, count), between(source, *plan.short_days, count))
    begin = between(source, 0, 1 << 20, count) % np.maximum(basis.year_days - length + 1, 1)
    titles, drawn = list(plan.titles), choose(source, list(plan.titles.values()), count)
    rows = []
    for number in range(count):
        place = county.institutions[townships[to[number]]]
        home = county.institutions[county.lead_of(place.consortium)]
        first = int(begin[number])
        rows.append(
            (f"P{basis.profile.region}{number + 1:05d}", f"G{basis.profile.region}{number + 1:05d}", titles[drawn[number]], home.code,
             place.code, day_text(basis, first), day_text(basis, first + int(length[number]) - 1))
        )  # fmt: skip
    return (
        "post_no",
        "staff_no",
        "prof_title",
        "postout_medins_no",
        "postin_medins_no",
        "post_begndate",
        "post_enddate",
    ), rows


def grants(basis: Basis) -> tuple[Table, dict[int, int]]:
    """Fiscal money due and paid, and what each institution was paid in the year or after it."""
    plan, source, served = basis.plan.grants, basis.stream("grants"), heads_served(basis)
    institutions, year = basis.county.institutions, basis.profile.year
    rows, granted = [], dict[int, int]()
    for item in plan.items:
        mine = {str(index): int(served[index]) + 1 for index, one in enumerate(institutions) if one.kind in item.kinds}
        whole = item.per_resident * sum(basis.residents.values())
        for due_on, part in split_whole(whole, dict.fromkeys(item.due, 1)).items():
            for index, amount in split_whole(part, mine).items():
                due = date.fromisoformat(f"{year}-{due_on}")
                paid_on, paid = _payment(source, basis, due, amount)
                granted[int(index)] = granted.get(int(index), 0) + paid
                told = (paid_on.isoformat(), yuan(paid)) if paid_on else ("", "")
                rows.append((institutions[int(index)].code, item.purpose, due.isoformat(), yuan(amount), *told))
    numbered = [(f"K{basis.profile.region}{number:05d}", *row) for number, row in enumerate(rows, 1)]
    header = (
        "grant_no",
        "fixmedins_code",
        "grant_item",
        "grant_due_date",
        "grant_due_amt",
        "grant_pay_date",
        "grant_pay_amt",
    )
    return (header, numbered), granted


def _payment(source: np.random.Generator, basis: Basis, due: date, amount: int) -> tuple[date | None, int]:
    """When and how much is paid: mostly the whole sum a few days early, sometimes late, rarely less or nothing."""
    plan = basis.plan.grants
    unpaid, late, short = (bool(happens(source, share, 1)[0]) for share in (plan.unpaid, plan.late, plan.short))
    if unpaid:
        return None, 0
    days = int(between(source, *plan.late_days, 1)[0]) if late else -int(between(source, 0, 9, 1)[0])
    share = int(between(source, *plan.short_paid, 1)[0]) if short else PPM
    return due + timedelta(days=days), divide(amount * share, PPM)


def satisfaction(basis: Basis) -> Table:
    """Surveys of residents and staff."""
    source, rows = basis.stream("satisfaction"), list[tuple[str, ...]]()
    for plan in basis.plan.surveys:
        mine = [one.code for one in basis.county.institutions if one.kind in plan.kinds]
        sampled = between(source, *plan.sampled, len(mine))
        satisfied = share_of(sampled, between(source, *plan.satisfied, len(mine)))
        rows += [
            (code, plan.surveyed, str(basis.profile.year), str(asked), str(pleased))
            for code, asked, pleased in zip(mine, sampled.tolist(), satisfied.tolist(), strict=True)
        ]
    return ("fixmedins_code", "survey_group", "year", "survey_heads", "satisfied_heads"), sorted(rows)


def day_text(basis: Basis, day: int) -> str:
    """A day of the year as it is written."""
    return str(np.datetime64(basis.opened + day, "D"))
