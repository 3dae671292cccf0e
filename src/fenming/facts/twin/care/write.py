"""From columns to the files of the other systems, in formats, encodings and headings as users have them."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from fenming.facts.twin import columns as col
from fenming.facts.twin.bills import NONE
from fenming.facts.twin.care.basis import Basis
from fenming.facts.twin.care.deaths import InHospital
from fenming.facts.twin.care.figures import care_figures
from fenming.facts.twin.care.institutions import institution_years
from fenming.facts.twin.care.items import item_counts, sample_checks, unit_mergers
from fenming.facts.twin.care.making import CareYear, make_care
from fenming.facts.twin.care.mortality import WIDTH
from fenming.facts.twin.care.postings import grants, postings, satisfaction
from fenming.facts.twin.care.registers import PACKAGES
from fenming.facts.twin.care.services import FULL, SEATS, is_township_day
from fenming.facts.twin.draw import Ints
from fenming.facts.twin.files import Look, Writer, write_lines, write_sheet
from fenming.facts.twin.scores import Table

SHEETS = ("posting", "fiscal_grant", "institution_year")
STEPS = 4
_CHINESE = Look(
    encoding="gbk",
    renamed=(
        ("flup_no", "随访编号"), ("psn_no", "人员编号"), ("hmu_code", "健康管理单元代码"), ("mng_dise", "管理病种"), ("flup_date", "随访日期"),
        ("dr_code", "医生编号"), ("flup_way", "随访方式"), ("sbp", "收缩压"), ("dbp", "舒张压"), ("fbg", "空腹血糖"), ("rbg", "随机血糖"),
    ),
)  # fmt: skip


@dataclass(slots=True)
class CareFiles:
    """What was written: rows by file, figures, deliberate errors by kind."""

    files: dict[str, int]
    figures: dict[str, int]
    traps: dict[str, int]


def write_care(basis: Basis, told: InHospital, writer: Writer, tell: Callable[[int, int], None]) -> CareFiles:
    """All files of `care_tables`; `told` are the deaths that settlement lists tell."""
    tell(0, STEPS)
    year = make_care(basis, told, lambda done: tell(done, STEPS))
    small = _small(year)
    files = {name: _write_small(writer, name, table) for name, table in small.items()}
    tell(3, STEPS)
    writing = _Writing(year, writer)
    big = (
        writing.resident_file, writing.contract, writing.service, writing.managed_patient, writing.follow_up,
        writing.measurement, writing.referral, writing.death,
    )  # fmt: skip
    for write in big:
        files[write.__name__] = write()
    tell(STEPS, STEPS)
    return CareFiles(files, care_figures(year, small), year.traps)


def _small(year: CareYear) -> dict[str, Table]:
    basis = year.basis
    fiscal, granted = grants(basis)
    tables: dict[str, Table | None] = {
        "population": _population(year), "posting": postings(basis), "fiscal_grant": fiscal, "satisfaction": satisfaction(basis),
        "institution_year": institution_years(basis, granted), "item_count": item_counts(year), "sample_check": sample_checks(basis),
        "unit_merger": unit_mergers(basis),
    }  # fmt: skip
    return {name: table for name, table in tables.items() if table is not None}


def _write_small(writer: Writer, name: str, table: Table) -> int:
    if name in SHEETS:
        write_sheet(writer.folder / f"{name}.xlsx", *table)
    else:
        write_lines(writer.folder / f"{name}.csv", *table)
    return len(table[1])


def _population(year: CareYear) -> Table:
    heads, told = year.deaths.population, str(year.basis.profile.year)
    rows = [
        (told, str(sex + 1), str(group * WIDTH), str(count))
        for sex, counts in enumerate(heads.tolist())
        for group, count in enumerate(counts)
    ]
    return ("year", "gend", "age_from", "resident_heads"), rows


@dataclass(slots=True)
class _Writing:
    """The big files, one method each, called as the file."""

    year: CareYear
    writer: Writer

    @property
    def basis(self) -> Basis:
        return self.year.basis

    def resident_file(self) -> int:
        files = self.year.files
        rows = col.table(
            {"person": files.person + 1, "unit": self._units(self.basis.people.unit[files.person]),
             "opened": col.days(files.opened), "updated": _days_or_none(files.updated)}
        )  # fmt: skip
        named = {"psn_no": self._person(), "hmu_code": "unit", "file_date": "opened", "file_updt_date": "updated"}
        self.writer.write("resident_file", rows, named)
        return len(files.person)

    def contract(self) -> int:
        signed = self.year.contracts
        rows = col.table(
            {"number": np.arange(1, len(signed.person) + 1), "person": signed.person + 1,
             "unit": self._units(self.basis.people.unit[signed.person]), "package": col.words(signed.package, list(PACKAGES)),
             "began": self._days(signed.began), "ended": self._days(signed.ended),
             "doctor": self._doctors(self.year.log.doctor_of(signed.person)), "fee": col.decimals(signed.fee)}
        )  # fmt: skip
        self.writer.write("contract", rows, {
            "sign_no": self._number("Q", "number"), "psn_no": self._person(), "hmu_code": "unit", "sign_pack": "package",
            "sign_begndate": "began", "sign_enddate": "ended", "dr_code": "doctor", "sign_self_amt": "fee",
        })  # fmt: skip
        return len(signed.person)

    def service(self) -> int:
        made, county = self.year.services, self.basis.county
        moment = (self.basis.opened + made.day.astype(np.int64)) * 86_400 + made.minute.astype(np.int64) * 60
        clinic, hospital = (np.array([getattr(unit, name) for unit in county.units]) for name in ("clinic", "hospital"))
        place = np.where(is_township_day(made.unit, made.day), hospital[made.unit], clinic[made.unit])
        rows = col.table(
            {"number": np.arange(1, len(made) + 1), "unit": self._units(made.unit), "person": made.person.astype(np.int64) + 1,
             "doctor": self._doctors(made.doctor), "code": col.words(made.code, self.year.log.codes), "moment": col.instants(moment),
             "minutes": made.minutes, "place": col.words(place, [one.code for one in county.institutions]),
             "resident_card": made.has_resident_card.astype(np.int8), "doctor_card": made.has_doctor_card.astype(np.int8),
             "quality": col.decimals(made.quality.astype(np.int64) // 100, 2), "is_full": made.quality == FULL}
        )  # fmt: skip
        self.writer.write("service", rows, {
            "serv_no": self._number("V", "number"), "hmu_code": "unit", "psn_no": self._person(), "dr_code": "doctor", "serv_code": "code",
            "serv_time": "moment", "serv_mins": "minutes", "fixmedins_code": "place", "psn_card_flag": "resident_card",
            "dr_card_flag": "doctor_card", "serv_quality": "CASE WHEN NOT is_full THEN quality || '%' END",
        }, Look(is_parquet=True))  # fmt: skip
        return len(made)

    def managed_patient(self) -> int:
        parts = [(one.condition, one.person, one.since) for one in self.year.managed] + self.year.listed
        person, since = (np.concatenate([part[place] for part in parts]) for place in (1, 2))
        kind = np.repeat(np.arange(len(parts)), [len(part[1]) for part in parts])
        died = self.basis.died[person]
        rows = col.table(
            {"person": person + 1, "kind": col.words(kind, [part[0] for part in parts]), "unit": self._units(self.basis.people.unit[person]),
             "since": self._days(-since), "until": _days_or_none(np.where(died == NONE, NONE, self.basis.opened + died))}
        )  # fmt: skip
        self.writer.write("managed_patient", rows, {
            "psn_no": self._person(), "mng_dise": "kind", "hmu_code": "unit", "mng_begndate": "since", "mng_enddate": "until",
        })  # fmt: skip
        return len(person)

    def follow_up(self) -> int:
        """All conditions in one file, in GBK and with Chinese headings."""
        parts = self.year.follow_ups + self.year.further
        person, day, way = (
            np.concatenate([getattr(part, name) for part in parts]) for name in ("person", "day", "way")
        )
        pressure, glucose = parts[0], parts[1]
        before, behind = np.full(len(pressure), NONE), np.full(len(person) - len(pressure), NONE)
        rest = np.full(len(person) - len(pressure) - len(glucose), NONE)
        rows = col.table(
            {"number": np.arange(1, len(person) + 1), "person": person + 1, "unit": self._units(self.basis.people.unit[person]),
             "kind": col.words(np.repeat(np.arange(len(parts)), [len(part) for part in parts]), [part.condition for part in parts]),
             "day": self._days(day), "doctor": self._doctors(self.year.log.doctor_of(person)),
             "way": col.words(way, list(self.basis.plan.services.ways)),
             "systolic": _filled(np.concatenate((pressure.first, behind))), "diastolic": _filled(np.concatenate((pressure.second, behind))),
             "fasting": col.decimals(np.concatenate((before, glucose.first, rest)), 1), "random": col.decimals(np.concatenate((before, glucose.second, rest)), 1)}
        )  # fmt: skip
        self.writer.write("follow_up", rows, {
            "flup_no": self._number("F", "number"), "psn_no": self._person(), "hmu_code": "unit", "mng_dise": "kind", "flup_date": "day",
            "dr_code": "doctor", "flup_way": "way", "sbp": "systolic", "dbp": "diastolic",
            "fbg": "CASE WHEN fasting >= 0 THEN fasting END", "rbg": "CASE WHEN random >= 0 THEN random END",
        }, _CHINESE)  # fmt: skip
        return len(person)

    def measurement(self) -> int:
        taken = self.year.measurements
        rows = col.table(
            {"number": np.arange(1, len(taken) + 1), "person": taken.person + 1, "day": self._days(taken.day),
             "unit": self._units(self.basis.people.unit[taken.person]), "systolic": taken.systolic, "diastolic": taken.diastolic}
        )  # fmt: skip
        self.writer.write("measurement", rows, {
            "meas_no": self._number("B", "number"), "psn_no": self._person(), "meas_date": "day", "hmu_code": "unit",
            "sbp": "systolic", "dbp": "diastolic",
        })  # fmt: skip
        return len(taken)

    def referral(self) -> int:
        made, codes = self.year.referrals, [one.code for one in self.basis.county.institutions]
        arrived = np.where(made.visit == NONE, NONE, self.basis.opened + made.arrived)
        rows = col.table(
            {"number": np.arange(1, len(made) + 1), "person": made.person + 1, "is_up": made.is_up, "sender": col.words(made.sender, codes),
             "receiver": col.words(made.receiver, codes), "requested": self._days(made.requested), "arrived": _days_or_none(arrived),
             "state": pa.array(made.state, pa.string()), "reason": pa.array(made.reason, pa.string()), "visit": made.visit}
        )  # fmt: skip
        region = self.basis.profile.region
        self.writer.write("referral", rows, {
            "refl_no": self._number("R", "number"), "psn_no": self._person(), "refl_way": "CASE WHEN is_up THEN 'up' ELSE 'down' END",
            "reflout_medins_no": "sender", "reflin_medins_no": "receiver", "refl_date": "requested", "refl_stas": "state",
            "refl_rea": "reason", "refl_arrv_date": "arrived",
            "mdtrt_id": f"CASE WHEN visit >= 0 THEN 'M{region}' || lpad(CAST(visit AS VARCHAR), 9, '0') END",
        })  # fmt: skip
        return len(made)

    def death(self) -> int:
        died = self.year.deaths
        town = [unit.town.id for unit in self.basis.county.units]
        rows = col.table(
            {"number": np.arange(1, len(died) + 1), "person": died.person, "day": self._days(died.day), "sex": died.sex, "age": died.age,
             "cause": pa.array(died.cause, pa.string()), "town": col.words(died.unit, town)}
        )  # fmt: skip
        self.writer.write("death", rows, {
            "death_no": self._number("W", "number"), "death_date": "day", "gend": "sex", "age": "age", "death_cause": "cause",
            "psn_no": f"CASE WHEN person >= 0 THEN {self._person('person + 1')} END", "town_code": "town",
        })  # fmt: skip
        return len(died)

    def _person(self, number: str = "person") -> str:
        return f"'X{self.basis.profile.region}' || lpad(CAST({number} AS VARCHAR), 8, '0')"

    def _number(self, mark: str, number: str) -> str:
        return f"'{mark}{self.basis.profile.region}' || lpad(CAST({number} AS VARCHAR), 9, '0')"

    def _units(self, unit: Ints) -> pa.Array:
        return col.words(unit, [one.code for one in self.basis.county.units])

    def _doctors(self, doctor: Ints) -> pa.Array:
        return col.words(
            doctor, [f"Y{unit.code[1:]}{seat}" for unit in self.basis.county.units for seat in range(SEATS)]
        )

    def _days(self, day: Ints) -> pa.Array:
        return col.days(self.basis.opened + day)


def _days_or_none(days: Ints) -> pa.Array:
    """Days since 1970-01-01, null where there is none."""
    return pa.array(np.asarray(days, dtype=np.int32), pa.int32(), mask=np.asarray(days) == NONE).cast(pa.date32())


def _filled(numbers: Ints) -> pa.Array:
    return pa.array(np.asarray(numbers, dtype=np.int64), mask=np.asarray(numbers) == NONE)
