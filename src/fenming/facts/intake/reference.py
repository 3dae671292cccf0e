"""What a row points to must be there: persons, institutions, units, bills."""

from fenming.engines.local import run
from fenming.facts.intake.settling import Settling

# An institution's own rank decides the level of care; a class letter alone (1, 2, 3) is read as primary, county, city.
LEVEL = """CASE
    WHEN care_level IN ('primary', 'county', 'city', 'province') THEN care_level
    WHEN kind IN ('township_hospital', 'village_clinic', 'community_station', 'public_health_body') THEN 'primary'
    WHEN kind = 'lead_hospital' THEN 'county'
    WHEN care_level = '1' THEN 'primary' WHEN care_level = '2' THEN 'county' WHEN care_level = '3' THEN 'city' END"""


def reject_unknown(settling: Settling) -> None:
    """Set aside rows whose person, institution, unit or bill is not among the settled facts."""
    {
        "institution": _institution, "health_unit": _health_unit, "person": _person, "chronic": _of_person, "fee_line": _of_bill,
        "unit_history": _of_unit, "unit_resident": _of_unit, "process_score": _of_unit, "target_result": _of_unit,
        "bill": _bill, "assessment_score": _nothing,
    }[settling.table.name](settling)  # fmt: skip


def _nothing(settling: Settling) -> None:
    """An assessment score names a consortium, which no register lists on its own."""


def _institution(settling: Settling) -> None:
    settling.reject("care_level.unknown", f"({LEVEL}) IS NULL", "hosp_lv", "care_level")


def _health_unit(settling: Settling) -> None:
    for column, field in (("clinic_id", "clinic_code"), ("township_hospital_id", "township_code")):
        settling.reject(
            "institution.unknown", _is_unknown(settling, column, "institution", "institution_id"), field, column
        )
    if settling.residents:
        settling.reject(
            "unit.no_residents",
            f"unit_id NOT IN (SELECT unit_id FROM {settling.residents} WHERE defect = 0)",
            "hmu_code",
            "unit_id",
        )


def _person(settling: Settling) -> None:
    _of_unit(settling)
    pairs = f"SELECT good.*, unit.consortium_id AS other FROM good JOIN {settling.scan('health_unit')} AS unit USING (unit_id)"
    settling.reject_from(
        pairs, "person.two_consortia", "consortium_id <> other", "medcons_code", "other || ', ' || consortium_id"
    )


def _of_unit(settling: Settling) -> None:
    settling.reject("unit.unknown", _is_unknown(settling, "unit_id", "health_unit", "unit_id"), "hmu_code", "unit_id")
    if settling.table.name == "unit_resident":
        settling.reject("unit.no_residents", "residents <= 0", "resident_heads", "unit_id")


def _of_person(settling: Settling) -> None:
    settling.reject("person.unknown", _is_unknown(settling, "person_id", "person", "person_id"), "psn_no")


def _of_bill(settling: Settling) -> None:
    wanted = "SELECT DISTINCT bill_id FROM good"
    run(
        settling.connection,
        f"CREATE OR REPLACE TEMP TABLE known_bill AS SELECT bill_id FROM {settling.scan('bill')} SEMI JOIN ({wanted}) USING (bill_id)",
    )
    settling.reject("bill.unknown", "bill_id NOT IN (SELECT bill_id FROM known_bill)", "setl_id", "bill_id")


def _bill(settling: Settling) -> None:
    settling.reject("bill.not_valid", "NOT is_valid", "vali_flag")
    _of_person(settling)
    settling.reject(
        "institution.unknown",
        _is_unknown(settling, "institution_id", "institution", "institution_id"),
        "fixmedins_code",
        "institution_id",
    )
    settling.reject("date.reversed", "ended_on < began_on", "enddate", "began_on || ' > ' || ended_on")
    born = f"SELECT good.*, born_on FROM good JOIN (SELECT person_id, born_on FROM {settling.scan('person')}) USING (person_id)"
    settling.reject_from(born, "bill.before_birth", "CAST(settled_at AS DATE) < born_on", "brdy", "born_on")


def _is_unknown(settling: Settling, column: str, table: str, key: str) -> str:
    return f"{column} NOT IN (SELECT {key} FROM {settling.scan(table)})"
