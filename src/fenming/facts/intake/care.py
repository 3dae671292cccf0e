"""Rows of public health, family doctors, chronic care, referral, deaths and staff: whom they name must be there."""

from fenming.facts.intake.settling import Check, Settling

_PERSONS = ("person",)
_UNITS = ("health_unit", "unit_merger")
_INSTITUTIONS = ("institution",)

CARE_BELOW: dict[str, tuple[str, ...]] = {
    "resident_file": (*_PERSONS, *_UNITS), "contract": (*_PERSONS, *_UNITS), "service": (*_PERSONS, *_UNITS, *_INSTITUTIONS),
    "managed_patient": (*_PERSONS, *_UNITS), "follow_up": (*_PERSONS, *_UNITS), "measurement": (*_PERSONS, *_UNITS),
    "referral": (*_PERSONS, *_INSTITUTIONS, "bill"), "death": (*_PERSONS, "bill"), "population": (),
    "posting": _INSTITUTIONS, "fiscal_grant": _INSTITUTIONS, "satisfaction": _INSTITUTIONS, "institution_year": _INSTITUTIONS,
    "item_count": _UNITS, "sample_check": (*_PERSONS, *_UNITS),
}  # fmt: skip


def reject_unfit_care(settling: Settling) -> None:
    """Set aside rows whose person, unit or institution is in no register."""
    checks = [*_units(settling), *_institutions(settling)]
    if checks:
        settling.reject(*checks)


def _units(settling: Settling) -> list[Check]:
    if not any(column.name == "unit_id" for column in settling.table.columns):
        return []
    return [Check("unit.unknown", f"unit_id NOT IN ({known_units(settling)})", "hmu_code", "unit_id")]


def known_units(settling: Settling) -> str:
    """SQL for the units that are, and those that were until they were merged."""
    units, former = settling.scan("health_unit"), settling.scan("unit_merger")
    return f"SELECT unit_id FROM {units} UNION ALL SELECT unit_id FROM {former}"


def _institutions(settling: Settling) -> list[Check]:
    if not settling.needs_registers:
        return []
    known = f"SELECT institution_id FROM {settling.scan('institution')}"
    return [
        Check("institution.unknown", f"{column.name} NOT IN ({known})", column.names[0], column.name)
        for column in settling.table.columns
        if column.name.endswith("institution_id")
    ]
