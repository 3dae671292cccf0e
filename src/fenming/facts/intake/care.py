"""Rows of public health, family doctors, chronic care, referral, deaths and staff: what sets one aside.

Whom a row names must be in a register; a unit may also be one that was merged into another. Where the person is optional
(deaths, samples), one who is not insured here counts all the same. Dates after the import are not asked for.
"""

from collections.abc import Iterator

from fenming.engines.local import literal
from fenming.facts.column import Column
from fenming.facts.intake.care_words import words_of
from fenming.facts.intake.settling import Check, Settling

_UNITS = ("health_unit", "unit_merger")
CARE_BELOW: dict[str, tuple[str, ...]] = {
    "resident_file": ("person", *_UNITS), "contract": ("person", *_UNITS), "service": ("person", *_UNITS, "institution"),
    "managed_patient": ("person", *_UNITS), "follow_up": ("person", *_UNITS), "measurement": ("person", *_UNITS),
    "referral": ("person", "institution", "bill"), "death": ("person", "bill"), "population": (),
    "posting": ("institution",), "fiscal_grant": ("institution",), "satisfaction": ("institution",),
    "institution_year": ("institution",), "item_count": _UNITS, "service_clearance": ("service",), "sample_check": ("person", *_UNITS),
}  # fmt: skip
# The later day and the earlier one.
_DAYS = {
    "resident_file": ("updated_on", "opened_on"), "contract": ("ended_on", "began_on"), "posting": ("ended_on", "began_on"),
    "managed_patient": ("managed_to", "managed_from"), "referral": ("arrived_on", "requested_on"),
}  # fmt: skip
_LIVING = {
    "resident_file": "opened_on", "contract": "began_on", "service": "served_at", "managed_patient": "managed_from", "death": "died_on",
    "follow_up": "followed_on", "measurement": "measured_on", "referral": "requested_on", "sample_check": "checked_on",
}  # fmt: skip
_PRESSURES_MMHG = (40, 300)
_GLUCOSES = (5_000, 600_000)  # 0.5 to 60 mmol/L, in 1/10,000
_YEARS = (2000, 2100)
_OLDEST = 130
_LAST_GROUP = 85
_RANGED = ("year", "age_from", "systolic_mmhg", "diastolic_mmhg", "fasting_glucose", "random_glucose")
_ICD = "[A-Z][0-9][0-9A-Z]([.]?[0-9A-Za-z+*]{1,8})?"


def reject_unfit_care(settling: Settling) -> None:
    """Set aside rows that name nobody known, or say what cannot be."""
    kinds = (_persons, _units, _institutions, _words, _days, _numbers, _readings, _of_table)
    checks = [check for kind in kinds for check in kind(settling)]
    settling.reject(*checks, relation=_beside_persons(settling))
    if settling.table.name == "death":
        _reject_second_deaths(settling)


def known_units(settling: Settling) -> str:
    """SQL for the units that are, and those that were until they were merged."""
    units, former = settling.scan("health_unit"), settling.scan("unit_merger")
    return f"SELECT unit_id FROM {units} UNION ALL SELECT unit_id FROM {former}"


def _beside_persons(settling: Settling) -> str:
    if settling.table.name not in _LIVING:
        return "FROM good"
    persons = f"SELECT person_id AS known_person, born_on FROM {settling.scan('person')}"
    return f"SELECT good.*, known_person, born_on FROM good LEFT JOIN ({persons}) ON person_id = known_person"


def _persons(settling: Settling) -> Iterator[Check]:
    day = _LIVING.get(settling.table.name)
    if day and settling.table.column("person_id").required and settling.needs_registers:
        yield Check("person.unknown", "known_person IS NULL", _heading(settling, "person_id"))
    if day:
        both = f"born_on || ' > ' || CAST({day} AS DATE)"
        yield Check("record.before_birth", f"CAST({day} AS DATE) < born_on", _heading(settling, day), both)


def _units(settling: Settling) -> Iterator[Check]:
    if _has(settling, "unit_id"):
        yield Check("unit.unknown", f"unit_id NOT IN ({known_units(settling)})", "hmu_code", "unit_id")


def _institutions(settling: Settling) -> Iterator[Check]:
    known = f"SELECT institution_id FROM {settling.scan('institution')}"
    for column in settling.table.columns:
        if column.name.endswith("institution_id") and settling.needs_registers:
            yield Check("institution.unknown", f"{column.name} NOT IN ({known})", column.names[0], column.name)


def _words(settling: Settling) -> Iterator[Check]:
    for column, words in words_of(settling.table.name).items():
        listed = ", ".join(map(literal, words))
        yield Check("word.unknown", f"{column} NOT IN ({listed})", _heading(settling, column), column)


def _days(settling: Settling) -> Iterator[Check]:
    if settling.table.name in _DAYS:
        later, earlier = _DAYS[settling.table.name]
        value = f"{earlier} || ' > ' || {later}"
        yield Check("date.reversed", f"{later} < {earlier}", _heading(settling, later), value)


def _numbers(settling: Settling) -> Iterator[Check]:
    for column in settling.table.columns:
        if column.name not in _RANGED and (code := _negative(column)):
            yield Check(code, f"{column.name} < 0", column.names[0], column.name)
    if _has(settling, "year"):
        first, last = _YEARS
        yield Check("year.impossible", f"year NOT BETWEEN {first} AND {last}", "year", "year")


def _negative(column: Column) -> str:
    if column.type == "fen":
        return "amount.negative"
    return "number.negative" if column.type in ("integer", "ppm", "quantity") else ""


def _readings(settling: Settling) -> Iterator[Check]:
    if not _has(settling, "systolic_mmhg"):
        return
    low, high = _PRESSURES_MMHG
    outside = f"least(systolic_mmhg, diastolic_mmhg) < {low} OR greatest(systolic_mmhg, diastolic_mmhg) > {high}"
    both = "coalesce(CAST(systolic_mmhg AS VARCHAR), '?') || '/' || coalesce(CAST(diastolic_mmhg AS VARCHAR), '?')"
    yield Check("reading.pressure", f"{outside} OR systolic_mmhg <= diastolic_mmhg", "sbp", both)
    low, high = _GLUCOSES
    for name in ("fasting_glucose", "random_glucose"):
        value = f"CAST({name} / 10000.0 AS DECIMAL(18, 1))"
        yield Check("reading.glucose", f"{name} NOT BETWEEN {low} AND {high}", _heading(settling, name), value)


def _of_table(settling: Settling) -> tuple[Check, ...]:
    itself = "from_institution_id = to_institution_id", "to_institution_id"
    checks = {
        "referral": (Check("referral.to_itself", itself[0], "reflin_medins_no", itself[1]),),
        "posting": (Check("posting.to_itself", itself[0], "postin_medins_no", itself[1]),),
        "death": (
            Check("cause.not_coded", f"NOT regexp_full_match(cause_id, '{_ICD}')", "death_cause", "cause_id"),
            Check("age.impossible", f"age > {_OLDEST}", "age", "age"),
        ),
        "population": (Check("age_group.unknown", f"age_from < 0 OR age_from > {_LAST_GROUP} OR age_from % 5 <> 0", "age_from", "age_from"),),
        "satisfaction": (Check("survey.more_than_asked", "satisfied > sampled", "satisfied_heads", "satisfied || ' > ' || sampled"),),
        "service_clearance": (Check("service.unknown", f"service_id NOT IN ({_services(settling)})", "serv_no", "service_id"),),
    }  # fmt: skip
    return checks.get(settling.table.name, ())


def _services(settling: Settling) -> str:
    return f"SELECT service_id FROM {settling.scan('service')} SEMI JOIN good USING (service_id)"


def _reject_second_deaths(settling: Settling) -> None:
    """A person dies once: which of two deaths is right is nobody's to choose."""
    twice = (
        "SELECT person_id FROM good GROUP BY person_id HAVING count(DISTINCT death_id) > 1 AND person_id IS NOT NULL"
    )
    settling.reject(Check("death.twice", f"person_id IN ({twice})", "psn_no"))


def _has(settling: Settling, name: str) -> bool:
    return any(column.name == name for column in settling.table.columns)


def _heading(settling: Settling, name: str) -> str:
    return settling.table.column(name).names[0]
