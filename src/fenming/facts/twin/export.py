"""From the twin's columns to its files: the national field names of register, bills and fee lines."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from fenming.facts.twin import columns as col
from fenming.facts.twin.bills import CHRONIC, INPATIENT, MONEY, NONE, Bills, Column
from fenming.facts.twin.draw import Ints, choose, stream
from fenming.facts.twin.fees import Lines
from fenming.facts.twin.files import Look, Writer
from fenming.facts.twin.mistakes import how_many
from fenming.facts.twin.people import People
from fenming.facts.twin.platform import Payments
from fenming.facts.twin.scores import Table
from fenming.facts.twin.structure import LEVELS, NATIONAL_LEVEL, County
from fenming.facts.twin.traps import (
    BLANK_LEVEL,
    INTEGER_CAST,
    LITERAL_NAN,
    LOST_ORIGINAL,
    TRAILING_TAB,
    UNKNOWN_INSTITUTION,
    ZONED_DATE,
)
from fenming.facts.twin.visits import DAY

RENAMED = (
    ("inscp_scp_amt", "inscp_amt"),
    ("psn_cash_pay", "cash_payamt"),
    ("med_type", "med_typecode"),
    ("psn_part_amt", "psn_pay"),
)
TABBED = ("psn_no", "med_type", "dise_codg")
MONTHS = range(1, 13)


@dataclass(slots=True)
class Year:
    """Everything of the made year that goes into files. `serial` numbers bills in order of settlement."""

    county: County
    people: People
    bills: Bills
    payments: Payments
    lines: Lines
    trap: Column
    serial: Ints
    supply: Column

    @property
    def opened(self) -> int:
        """The year's first instant, in seconds since 1970-01-01."""
        return int(np.datetime64(f"{self.county.profile.year}-01-01", "s").astype(np.int64))

    def bill_name(self, number: int) -> str:
        """The settlement id of a serial number."""
        return f"S{self.county.profile.region}{number:09d}"

    def bill_id(self, number: str) -> str:
        """The same as an SQL expression."""
        return f"'S{self.county.profile.region}' || lpad(CAST({number} AS VARCHAR), 9, '0')"

    def person_id(self, number: str = "person") -> str:
        return f"'X{self.county.profile.region}' || lpad(CAST({number} AS VARCHAR), 8, '0')"


def settlement_serial(bills: Bills) -> Ints:
    """1, 2, 3 … by time of settlement; equal times in the order of rows."""
    serial = np.empty(len(bills), dtype=np.int64)
    serial[np.argsort(bills.seconds, kind="stable")] = np.arange(1, len(bills) + 1, dtype=np.int64)
    return serial


def supply_days(bills: Bills, weights: dict[int, int], seed: int) -> Column:
    """The days that the medicines of each chronic outpatient visit last, the same on its refund; NONE on other bills."""
    days = np.full(len(bills), NONE, dtype=np.int16)
    rows = np.flatnonzero((bills.care == CHRONIC) & (bills.copy_of == NONE)) if weights else np.zeros(0, dtype=np.int64)
    if len(rows):
        drawn = choose(stream(seed, "days of supply"), list(weights.values()), len(rows))
        days[rows] = np.array(list(weights), dtype=np.int16)[drawn]
    return np.where(bills.copy_of == NONE, days, days[bills.copy_of])


def write_people(year: Year, writer: Writer) -> dict[str, int]:
    """The insured register and the register of chronic disease; rows written."""
    people, profile = year.people, year.county.profile
    units = [unit.code for unit in year.county.units]
    consortia = list(profile.consortia)
    home = np.array([consortia.index(unit.consortium) for unit in year.county.units], dtype=np.int32)[people.unit]
    number = np.arange(1, len(people) + 1, dtype=np.int64)
    rows = col.table(
        {"person": number, "household": people.household, "sex": people.sex, "age": people.age, "born": col.days(people.born_on),
         "unit": col.words(people.unit, units), "consortium": col.words(home, consortia), "contracted": people.is_contracted.astype(np.int8)}
    )  # fmt: skip
    writer.write("psn_insu_d", rows, _person_columns(year))
    person, slot = np.nonzero(people.disease != NONE)
    disease = people.disease[person, slot]
    registered = col.table(
        {"person": person + 1, "code": col.words(disease, [one.code for one in profile.chronic_diseases]),
         "name": col.words(disease, [one.name for one in profile.chronic_diseases]), "began": col.days(people.disease_began[person, slot])}
    )  # fmt: skip
    named = {
        "psn_no": year.person_id(),
        "opsp_dise_code": "code",
        "opsp_dise_name": "name",
        "begndate": "began",
        "enddate": "NULL",
    }
    writer.write("opsp_d", registered, named)
    return {"psn_insu_d": len(people), "opsp_d": len(person)}


def _person_columns(year: Year) -> dict[str, str]:
    profile = year.county.profile
    return {
        "psn_no": year.person_id(),
        "psn_name": "'示例居民' || person",
        "certno": "'999999' || strftime(born, '%Y%m%d') || lpad(CAST(person % 10000 AS VARCHAR), 4, '0')",
        "gend": "sex",
        "brdy": "born",
        "age": "age || '.0'",
        "insutype": f"'{profile.scheme}'",
        "psn_type": f"'{profile.person_type}'",
        "psn_insu_stas": "'1'",
        "insu_admdvs": f"'{profile.region}'",
        "hsehold_no": f"'J{profile.region}' || lpad(CAST(household AS VARCHAR), 8, '0')",
        "hmu_code": "unit",
        "medcons_code": "consortium",
        "sign_flag": "contracted",
    }


def write_bills(year: Year, writer: Writer, tell: Callable[[int, int], None]) -> tuple[dict[str, int], int]:
    """Twelve monthly files of bills; rows by file, and how many rows stand in two of them."""
    by_time = np.argsort(year.serial, kind="stable")
    starts = _month_edges(year, year.bills.seconds[by_time])
    columns, counts, repeated = _bill_columns(year), {}, 0
    for month in MONTHS:
        begin, end = int(starts[month - 1]), int(starts[month])
        again = min(how_many(year.county.profile.traps.repeated_row, end - begin), len(year.bills) - end)
        rows = by_time[begin : end + again]
        stem = f"setl_d_{year.county.profile.year}{month:02d}"
        writer.write(stem, _bill_rows(year, rows), columns, _look(year, month))
        counts[stem] = len(rows)
        repeated += again
        tell(month, 12)
    return counts, repeated


def _month_edges(year: Year, seconds: Column) -> Ints:
    """Positions in rising `seconds` where each month begins, and the end."""
    first = [f"{year.county.profile.year}-{month:02d}-01" for month in MONTHS] + [
        f"{year.county.profile.year + 1}-01-01"
    ]
    edges = np.array([int(np.datetime64(day, "s").astype(np.int64)) - year.opened for day in first], dtype=np.int64)
    return np.searchsorted(seconds, edges)


def _look(year: Year, month: int) -> Look:
    odd = year.county.profile.traps.months
    return Look(
        encoding="gbk" if month == odd.gbk else "utf-8",
        is_parquet=month == odd.parquet,
        is_upper=month == odd.upper_case,
        tabbed=TABBED if month == odd.tab_in_header else (),
        renamed=RENAMED if month == odd.older_names else (),
    )


def _bill_rows(year: Year, rows: Ints) -> pa.Table:
    """The bills at `rows` as columns of numbers and words."""
    bills, paid, profile = year.bills, year.payments, year.county.profile
    place, copy_of = bills.institution[rows], bills.copy_of[rows]
    is_refund = bills.sign[rows] < 0
    in_county = np.array([one.region == profile.region for one in year.county.institutions])[place]
    diseases = profile.chronic_diseases
    pool, critical = paid.pool[rows], paid.critical[rows]
    told = {name: col.decimals(getattr(bills, name)[rows]) for name in MONEY}
    return col.table(
        {
            "serial": year.serial[rows],
            "original": np.where(is_refund, year.serial[copy_of], NONE),
            "visit": bills.visit[rows],
            "person": bills.person[rows].astype(np.int64) + 1,
            "institution": col.words(place, [one.code for one in year.county.institutions]),
            "level": col.words(place, [NATIONAL_LEVEL[one.level] for one in year.county.institutions]),
            "region": col.words(place, [one.region for one in year.county.institutions]),
            "care_type": bills.care_type[rows],
            "began": col.days((bills.seconds[rows] + np.int64(year.opened)) // DAY - bills.stay_days[rows]),
            "settled": col.instants(bills.seconds[rows] + np.int64(year.opened)),
            "disease": col.words(bills.disease[rows], [one.code for one in diseases]),
            "disease_name": col.words(bills.disease[rows], [one.name for one in diseases]),
            "diagnosis": col.words(bills.diagnosis[rows], [one.code for one in profile.diagnoses]),
            "method": np.where((bills.care[rows] == INPATIENT) & in_county, 4, 1).astype(np.int8),
            "referred": bills.is_referred[rows].astype(np.int8),
            "refund": is_refund.astype(np.int8),
            "deductible": col.decimals(paid.deductible[rows]),
            "pool": col.decimals(pool),
            "critical": col.decimals(critical),
            "fund": col.decimals(pool + critical),
            "borne": col.decimals(bills.total[rows] - pool - critical),
            "trap": year.trap[rows],
            "supply": year.supply[rows],
            **told,
        }
    )


def _bill_columns(year: Year) -> dict[str, str]:
    """The national field names of a settlement and how each is written."""
    profile = year.county.profile
    lost = f"'S{profile.region}' || lpad(CAST(900000000 + serial AS VARCHAR), 9, '0')"
    return {
        "setl_id": year.bill_id("serial"),
        "init_setl_id": f"CASE WHEN trap = {LOST_ORIGINAL} THEN {lost} WHEN original >= 0 THEN {year.bill_id('original')} END",
        "mdtrt_id": f"'M{profile.region}' || lpad(CAST(visit AS VARCHAR), 9, '0')",
        "psn_no": f"CASE WHEN trap = {TRAILING_TAB} THEN {year.person_id()} || chr(9) ELSE {year.person_id()} END",
        "insutype": f"'{profile.scheme}'",
        "fixmedins_code": f"CASE WHEN trap = {UNKNOWN_INSTITUTION} THEN 'H{profile.region}99999' ELSE institution END",
        "med_type": f"CASE WHEN trap = {TRAILING_TAB} THEN care_type || chr(9) ELSE CAST(care_type AS VARCHAR) END",
        "hosp_lv": f"CASE WHEN trap <> {BLANK_LEVEL} THEN level END",
        "dedc_hosp_lv": "level",
        "fix_blng_admdvs": "region",
        "begndate": "began",
        "enddate": "CAST(settled AS DATE)",
        "setl_time": f"CASE WHEN trap = {ZONED_DATE} THEN strftime(settled, '%Y-%m-%dT%H:%M:%S+08:00') ELSE CAST(settled AS VARCHAR) END",
        "dise_no": "disease",
        "dise_name": "disease_name",
        "dise_codg": f"CASE WHEN trap = {LITERAL_NAN} THEN 'nan' ELSE diagnosis END",
        "clr_way": "method",
        "medc_days": "CASE WHEN supply >= 0 THEN supply END",
        "refl_flag": "referred",
        "medfee_sumamt": "total",
        "fulamt_ownpay_amt": f"CASE WHEN trap = {INTEGER_CAST} THEN regexp_replace(CAST(excluded AS VARCHAR), '[.].*', '')"
        " ELSE CAST(excluded AS VARCHAR) END",
        "overlmt_selfpay": "over_limit",
        "preselfpay_amt": "upfront",
        "inscp_scp_amt": "eligible",
        "act_pay_dedc": "deductible",
        "hifp_pay": "pool",
        "hifmi_pay": "critical",
        "maf_pay": f"CASE WHEN trap = {LITERAL_NAN} THEN 'nan' ELSE '0.00' END",
        "othfund_pay": "'0.00'",
        "fund_pay_sumamt": "fund",
        "hosp_part_amt": "'0.00'",
        "psn_part_amt": "borne",
        "acct_pay": "'0.00'",
        "psn_cash_pay": "borne",
        "refd_setl_flag": "refund",
        "vali_flag": "'1'",
    }


def write_fee_lines(year: Year, writer: Writer, tell: Callable[[int, int], None]) -> dict[str, int]:
    """Twelve monthly files of fee lines, each line in the month its bill was settled; rows by file."""
    lines = year.lines
    order = np.argsort(year.serial[lines.row], kind="stable")
    row = lines.row[order]
    starts = np.flatnonzero(np.diff(row, prepend=NONE))
    position = np.arange(len(row), dtype=np.int64) - np.repeat(starts, np.diff(starts, append=len(row)))
    edges, counts = _month_edges(year, year.bills.seconds[row]), {}
    for month in MONTHS:
        part = slice(int(edges[month - 1]), int(edges[month]))
        stem = f"fee_list_d_{year.county.profile.year}{month:02d}"
        writer.write(stem, _fee_rows(year, order[part], position[part]), _fee_columns(year))
        counts[stem] = part.stop - part.start
        tell(month, 12)
    return counts


def _fee_rows(year: Year, chosen: Ints, position: Ints) -> pa.Table:
    lines, bills, items = year.lines, year.bills, year.county.profile.fee_lines.items
    row, item = lines.row[chosen], lines.item[chosen]
    stay = bills.stay_days[row].astype(np.int64)
    day = (bills.seconds[row] + np.int64(year.opened)) // DAY - stay + position % np.maximum(stay, 1)
    return col.table(
        {
            "line": year.serial[row] * 100 + position,
            "serial": year.serial[row],
            "item": col.words(item, [one.code for one in items]),
            "class": col.words(item, [one.class_ for one in items]),
            "charge": col.words(item, [one.charge for one in items]),
            "rate": col.decimals(np.array([one.upfront for one in items], dtype=np.int64)[item] // 100, 4),
            "occurred": col.instants(day * DAY + 9 * 3600 + position * 600),
            "count": col.decimals(lines.count[chosen].astype(np.int64) * lines.sign[chosen] * 10_000, 4),
            "price": col.decimals(lines.price[chosen]),
            "limit": col.decimals(np.where(lines.limit[chosen] < 0, 99_999_900, lines.limit[chosen])),
            **{name: col.decimals(getattr(lines, name)[chosen]) for name in MONEY},
        }
    )


def _fee_columns(year: Year) -> dict[str, str]:
    return {
        "feedetl_sn": "'L' || lpad(CAST(line AS VARCHAR), 11, '0')",
        "setl_id": year.bill_id("serial"),
        "med_list_codg": "item",
        "chrgitm_lv": '"class"',
        "med_chrgitm_type": "charge",
        "fee_ocur_time": "occurred",
        "cnt": '"count"',
        "pric": "price",
        "pric_uplmt_amt": '"limit"',
        "selfpay_prop": "rate",
        "det_item_fee_sumamt": "total",
        "fulamt_ownpay_amt": "excluded",
        "overlmt_amt": "over_limit",
        "preselfpay_amt": "upfront",
        "inscp_scp_amt": "eligible",
    }


def institution_table(county: County) -> Table:
    header = (
        "fixmedins_code",
        "fixmedins_name",
        "medins_kind",
        "hosp_lv",
        "fix_blng_admdvs",
        "medcons_code",
        "town_code",
    )
    return header, [
        (one.code, one.name, one.kind, LEVELS[one.level], one.region, one.consortium, one.town)
        for one in county.institutions
    ]


def unit_table(county: County) -> Table:
    header = ("hmu_code", "hmu_name", "town_code", "medcons_code", "clinic_code", "township_code")
    at = county.institutions
    return header, [
        (one.code, one.name, one.town.id, one.consortium, at[one.clinic].code, at[one.hospital].code)
        for one in county.units
    ]
