"""What a row points to must be there: persons, institutions, units, bills."""

from fenming.engines.local import run
from fenming.facts.intake.care import CARE_BELOW, known_units, reject_unfit_care
from fenming.facts.intake.cases import reject_unfit_cases
from fenming.facts.intake.fund_statements import reject_unfit_statements
from fenming.facts.intake.merger import reject_unfit_mergers
from fenming.facts.intake.place import place_checks, placed
from fenming.facts.intake.settling import Check, Settling

# What names figures and accounts; other columns that hold such an id must be found in these registers.
IDS = (
    "unit_id", "institution_id", "consortium_id", "town_id", "item_id", "clinic_id", "township_hospital_id", "into_unit_id", "package_id", "service_code",
)  # fmt: skip

# An institution's own rank decides the level of care; a class letter alone (1, 2, 3) is read as primary, county, city.
LEVEL = """CASE
    WHEN care_level IN ('primary', 'county', 'city', 'province') THEN care_level
    WHEN kind IN ('township_hospital', 'village_clinic', 'community_station', 'public_health_body') THEN 'primary'
    WHEN kind = 'lead_hospital' THEN 'county'
    WHEN care_level = '1' THEN 'primary' WHEN care_level = '2' THEN 'county' WHEN care_level = '3' THEN 'city' END"""


def reject_unfit_ids(settling: Settling) -> None:
    """Set aside rows whose ids could not stand in the names of figures and accounts.

    Bills and fee lines name nothing of their own: their institutions must be in the register.
    """
    if settling.table.name in ("bill", "fee_line", "accumulator"):
        return
    columns = [column for column in settling.table.columns if column.name in IDS]
    checks = [
        Check("id.characters", f"NOT regexp_full_match({one.name}, '[\\p{{L}}\\p{{Nd}}_-]+')", one.names[0], one.name)
        for one in columns
    ]
    if checks:
        settling.reject(*checks)


def reject_unknown(settling: Settling) -> None:
    """Set aside rows whose person, institution, unit or bill is not among the settled facts, or contradicts them."""
    {
        "institution": _institution, "health_unit": _health_unit, "person": _person, "chronic": _of_person, "fee_line": _of_bill, "accumulator": _accumulator,
        "unit_history": _of_unit, "unit_resident": _of_unit, "process_score": _of_unit, "target_result": _of_unit,
        "bill": _bill, "assessment_score": _assessment_score, "case": reject_unfit_cases, "fund_statement": reject_unfit_statements,
        "case_review": _case_review, "unit_merger": reject_unfit_mergers, **dict.fromkeys(CARE_BELOW, reject_unfit_care),
    }[settling.table.name](settling)  # fmt: skip


def _assessment_score(settling: Settling) -> None:
    """It names a consortium, which no register lists on its own."""
    settling.reject(_undated_beside_dated(settling))


def _undated_beside_dated(settling: Settling) -> Check:
    """A row without a year beside one with a year, otherwise of the same key: which one a year means cannot be told."""
    shared = ", ".join(name for name in settling.table.key if name != "year")
    dated = f"SELECT {shared} FROM staged WHERE defect = 0 AND year IS NOT NULL"
    return Check("year.missing", f"year IS NULL AND ({shared}) IN ({dated})", "year")


def _institution(settling: Settling) -> None:
    settling.reject(Check("care_level.unknown", f"({LEVEL}) IS NULL", "hosp_lv", "care_level"))


def _health_unit(settling: Settling) -> None:
    checks = [
        Check("institution.unknown", _is_unknown(settling, column, "institution", "institution_id"), field, column)
        for column, field in (("clinic_id", "clinic_code"), ("township_hospital_id", "township_code"))
    ]
    if settling.residents:
        checks.append(Check("unit.no_residents", f"unit_id NOT IN ({settling.residents})", "hmu_code", "unit_id"))
    settling.reject(*checks)


def _person(settling: Settling) -> None:
    units = f"SELECT unit_id AS known_unit, consortium_id AS unit_consortium FROM ({_units_by_name(settling)})"
    both = "unit_consortium || ', ' || consortium_id"
    settling.reject(
        Check("unit.unknown", "known_unit IS NULL", "hmu_code", "unit_id"),
        Check("person.two_consortia", "consortium_id <> unit_consortium", "medcons_code", both),
        relation=f"SELECT * FROM good LEFT JOIN ({units}) ON unit_id = known_unit",
    )


def _units_by_name(settling: Settling) -> str:
    """SQL for each unit's consortium; one that is known as merged only is in that of the unit it was merged into."""
    units, former = settling.scan("health_unit"), settling.scan("unit_merger")
    merged = f"SELECT former.unit_id, unit.consortium_id FROM {former} AS former JOIN {units} AS unit ON unit.unit_id = into_unit_id"
    return f"SELECT unit_id, consortium_id FROM {units} UNION ALL SELECT * FROM ({merged}) ANTI JOIN {units} USING (unit_id)"


def _of_unit(settling: Settling) -> None:
    checks = [Check("unit.unknown", f"unit_id NOT IN ({known_units(settling)})", "hmu_code", "unit_id")]
    if settling.table.name == "unit_resident":
        checks.append(Check("number.negative", "residents < 0", "resident_heads", "residents"))
    if settling.table.name in ("process_score", "target_result"):
        checks.append(_undated_beside_dated(settling))
    settling.reject(*checks)


def _of_person(settling: Settling) -> None:
    is_stranger = _is_unknown(settling, "person_id", "person", "person_id") if settling.needs_registers else "false"
    settling.reject(
        Check("person.unknown", is_stranger, "psn_no"),
        Check("date.reversed", "ended_on < began_on", "enddate", "began_on || ' > ' || ended_on"),
    )


def _accumulator(settling: Settling) -> None:
    if settling.needs_registers:
        is_stranger = _is_unknown(settling, "person_id", "person", "person_id")
        settling.reject(Check("person.unknown", is_stranger, "psn_no"))


def _of_bill(settling: Settling) -> None:
    wanted = "SELECT DISTINCT bill_id FROM good"
    run(
        settling.connection,
        f"CREATE OR REPLACE TEMP TABLE known_bill AS SELECT bill_id FROM {settling.scan('bill')} SEMI JOIN ({wanted}) USING (bill_id)",
    )
    settling.reject(Check("bill.unknown", "bill_id NOT IN (SELECT bill_id FROM known_bill)", "setl_id", "bill_id"))


def _case_review(settling: Settling) -> None:
    cases = f"SELECT case_id FROM {settling.scan('case')}" if "case" in settling.known else "SELECT ''"
    settling.reject(
        Check("case.unknown", f"case_id NOT IN ({cases})", "setl_id", "case_id"),
        Check("review.cap", "review_result = 'capped' AND coalesce(cap_fen, 0) <= 0", "review_cap", "cap_fen"),
    )


def _bill(settling: Settling) -> None:
    persons = f"SELECT person_id AS known_person, born_on FROM {settling.scan('person')}"
    is_stranger = "known_person IS NULL" if settling.needs_registers else "false"
    settling.reject(
        Check("bill.not_valid", "NOT is_valid", "vali_flag"),
        Check("person.unknown", is_stranger, "psn_no"),
        *place_checks(settling),
        Check("date.reversed", "ended_on < began_on", "enddate", "began_on || ' > ' || ended_on"),
        Check("bill.before_birth", "CAST(settled_at AS DATE) < born_on", "brdy", "born_on"),
        Check("refund.without_original", "total_fen < 0 AND refund_of IS NULL", "init_setl_id"),
        Check("refund.positive", "total_fen > 0 AND refund_of IS NOT NULL", "medfee_sumamt", "refund_of"),
        relation=f"SELECT * FROM ({placed(settling)}) LEFT JOIN ({persons}) ON person_id = known_person",
    )


def _is_unknown(settling: Settling, column: str, table: str, key: str) -> str:
    return f"{column} NOT IN (SELECT {key} FROM {settling.scan(table)})"
