"""From columns to files of settlement lists in the national field names: one file a year."""

from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from fenming.facts.twin import columns as col
from fenming.facts.twin.bills import NONE, Bills, Column
from fenming.facts.twin.cases.choosing import PLACES
from fenming.facts.twin.cases.draw import draw_lists
from fenming.facts.twin.cases.earlier import Earlier
from fenming.facts.twin.cases.lists import Lists, all_treatments
from fenming.facts.twin.cases.plan import CODE_SEPARATOR, CasePlan
from fenming.facts.twin.cases.traps import (
    CLEAN,
    CLINICAL_CODE,
    LOWER_CASE,
    MISSING_LIST,
    REPEATED_LIST,
    WITHOUT_SEX,
    counted,
    set_case_traps,
)
from fenming.facts.twin.files import Writer
from fenming.facts.twin.people import People
from fenming.facts.twin.platform import Payments
from fenming.facts.twin.structure import County

STEM = "setl_list_d"


@dataclass(slots=True)
class ListFiles:
    """What was written: rows by file and defects by kind; `died` are the lists of the year that tell a death."""

    files: dict[str, int]
    traps: dict[str, int]
    died: Lists | None = None


def write_lists(
    made: tuple[County, People, Bills, Payments], plan: CasePlan, serial: Column, seed: int, writer: Writer
) -> ListFiles:
    """The year's settlement lists with their defects, and one file for each year before."""
    county = made[0]
    lists = draw_lists(made, plan, serial, seed)
    kind = set_case_traps(lists, plan, seed)
    year, files = county.profile.year, {}
    writing = _Writing(county, plan, writer)
    earlier = Earlier(plan, lists, _opened(year), seed)
    for back in range(plan.history.years, 0, -1):
        drawn = earlier.year(back, _opened(year - back))
        clean = np.full(len(drawn), CLEAN, dtype=np.int8)
        files[f"{STEM}_{year - back}"] = writing.write(year - back, drawn, clean, "H")
    rows = np.flatnonzero(kind != MISSING_LIST)
    rows = np.sort(np.concatenate((rows, np.flatnonzero(kind == REPEATED_LIST))), kind="stable")
    files[f"{STEM}_{year}"] = writing.write(year, lists.take(rows), kind[rows], "")
    died = lists.take(np.flatnonzero(lists.discharge_way == len(plan.discharge_way)))
    return ListFiles(files, counted(kind), died)


def _opened(year: int) -> int:
    """The year's first day, in days since 1970-01-01."""
    return int(np.datetime64(f"{year}-01-01", "D").astype(np.int64))


@dataclass(slots=True)
class _Writing:
    county: County
    plan: CasePlan
    writer: Writer

    def write(self, year: int, lists: Lists, kind: Column, mark: str) -> int:
        """One file; `mark` stands in the ids of earlier years, whose patients are in no register."""
        self.writer.write(f"{STEM}_{year}", self._rows(lists, kind), self._columns(year, mark))
        return len(lists)

    def _rows(self, lists: Lists, kind: Column) -> pa.Table:
        plan, secondaries = self.plan, [one.code for one in self.plan.secondaries]
        treatments = [CODE_SEPARATOR.join(one.codes) for one in all_treatments(plan)]
        principals = [one.diagnosis for one in plan.principals]
        places = {f"d{place}": col.words(lists.further[:, place], secondaries) for place in range(PLACES)}
        money = {name: col.decimals(getattr(lists, name)) for name in ("total", "excluded", "upfront", "pool")}
        ways_out = [*plan.discharge_way, plan.death_way]
        return col.table(
            {
                "number": lists.number, "person": lists.person, "kind": kind,
                "institution": col.words(lists.institution, [one.code for one in self.county.institutions]),
                "principal": col.words(lists.principal, principals),
                "clinical": col.words(lists.principal, [plan.clinical_codes.get(code, code) for code in principals]),
                "department": col.words(lists.principal, [one.department for one in plan.principals]),
                "treatment": col.words(lists.treatment, treatments),
                "sex": lists.sex, "age": lists.age, "days": _filled(lists.age_days),
                "born": _filled(lists.birth_weight), "weight": _filled(lists.admission_weight),
                "way_in": col.words(lists.admission_way, list(plan.admission_way)),
                "way_out": col.words(lists.discharge_way, ways_out),
                "admitted": col.days(lists.admitted), "discharged": col.days(lists.discharged),
                "stay": lists.discharged - lists.admitted, "minutes": lists.ventilation_minutes,
                "intensive": lists.intensive_hours, "person_part": col.decimals(lists.total - lists.pool - lists.other),
                **money, **places,
            }
        )  # fmt: skip

    def _columns(self, year: int, mark: str) -> dict[str, str]:
        region = self.county.profile.region
        codes = ", ".join(
            (
                f"CASE WHEN kind = {CLINICAL_CODE} THEN clinical ELSE principal END",
                *(f"d{one}" for one in range(PLACES)),
            )
        )
        joined = f"concat_ws('{CODE_SEPARATOR}', {codes})"
        number = "lpad(CAST(number AS VARCHAR), 9, '0')"
        person = "lpad(CAST(person AS VARCHAR), 8, '0')"
        return {
            "setl_id": f"'S{region}{mark}{year if mark else ''}' || {number}",
            "psn_no": f"'X{region}{mark}{year if mark else ''}' || {person}",
            "insutype": f"'{self.county.profile.scheme}'",
            "fixmedins_code": "institution",
            "gend": f"CASE WHEN kind <> {WITHOUT_SEX} THEN sex END",
            "age": "age || '.0'",
            "nwb_age": "days",
            "nwb_bir_wt": "born",
            "nwb_adm_wt": "weight",
            "adm_way": "way_in",
            "dscg_caty": "department",
            "adm_time": "admitted",
            "dscg_time": "discharged",
            "act_ipt_days": "stay",
            "dscg_way": "way_out",
            "icu_hours": "intensive",
            "vent_used_dura": "(minutes // 1440) || '/' || (minutes // 60 % 24) || '/' || (minutes % 60)",
            "diag_codes": f"CASE WHEN kind = {LOWER_CASE} THEN lower({joined}) ELSE {joined} END",
            "oprn_codes": "treatment",
            "medfee_sumamt": "total",
            "fulamt_ownpay_amt": "excluded",
            "preselfpay_amt": "upfront",
            "hifp_pay": "pool",
            "psn_part_amt": "person_part",
            "synthetic": "'示例'",
        }


def _filled(numbers: Column) -> pa.Array:
    """The numbers, null where there is none."""
    return pa.array(np.asarray(numbers, dtype=np.int64), mask=np.asarray(numbers) == NONE)
