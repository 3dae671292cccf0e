"""The benefit rules that the twin's payer platform pays by, read from the pack of the profile."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np

from fenming.facts.twin.draw import Ints
from fenming.facts.twin.profile import Profile
from fenming.facts.twin.structure import LEVELS
from fenming.policy import load_pack


@dataclass(frozen=True, slots=True)
class Rules:
    """Fen and ppm; arrays are by level, by area, or by tier. Tiers count from the year's first borne fen."""

    outpatient_rate: Ints
    outpatient_deductible: int
    outpatient_annual_cap: int
    chronic_rate: int
    chronic_annual_cap: int
    chronic_extra_disease_cap: int
    chronic_annual_cap_max: int
    inpatient_deductible: Ints
    inpatient_rate: Ints
    inpatient_annual_cap: int
    other_city_deductible_factor: int
    out_of_province_deductible_rate: int
    out_of_province_deductible_min: int
    out_of_province_deductible_max: int
    out_of_province_rate: int
    unreferred_reduction: int
    floor_rate: Ints
    is_deductible_yearly: bool
    critical_edges: tuple[int, ...]
    critical_rates: tuple[int, ...]


def read_rules(profile: Profile) -> Rules:
    """The rules in force in the middle of the profile's year. Raises BadInput when the pack lacks one."""
    value = _values(profile)
    floor = value("inpatient.floor_rate")
    edges, rates = _critical_tiers(value)
    return Rules(
        outpatient_rate=_by_level(value("outpatient.rate")),
        outpatient_deductible=value("outpatient.deductible"),
        outpatient_annual_cap=value("outpatient.annual_cap"),
        chronic_rate=value("chronic_outpatient.rate"),
        chronic_annual_cap=value("chronic_outpatient.annual_cap"),
        chronic_extra_disease_cap=value("chronic_outpatient.extra_disease_cap"),
        chronic_annual_cap_max=value("chronic_outpatient.annual_cap_max"),
        inpatient_deductible=_by_level(value("inpatient.deductible")),
        inpatient_rate=_by_level(value("inpatient.rate")),
        inpatient_annual_cap=value("annual_cap"),
        other_city_deductible_factor=value("inpatient.other_city_deductible_factor"),
        out_of_province_deductible_rate=value("inpatient.out_of_province_deductible_rate"),
        out_of_province_deductible_min=value("inpatient.out_of_province_deductible_min"),
        out_of_province_deductible_max=value("inpatient.out_of_province_deductible_max"),
        out_of_province_rate=value("inpatient.out_of_province_rate"),
        unreferred_reduction=value("inpatient.unreferred_reduction"),
        floor_rate=np.array([0, floor["in_province"], floor["out_of_province"]], dtype=np.int64),
        is_deductible_yearly=value("inpatient.deductible_basis") == "each_year",
        critical_edges=edges,
        critical_rates=rates,
    )


def _critical_tiers(value: Callable[[str], Any]) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Lower edges on the year's borne cost, and rates; the deductible cuts or shifts the tiers as the pack says."""
    start, steps = value("critical_illness.deductible"), value("critical_illness.tiers")["steps"]
    is_excess = value("critical_illness.tier_axis") == "excess"
    return tuple(start + above if is_excess else max(start, above) for above, _rate in steps), tuple(
        rate for _above, rate in steps
    )


def _values(profile: Profile) -> Callable[[str], Any]:
    policy = load_pack(profile.pack).on(date(profile.year, 7, 1))
    return lambda name: policy[f"benefits.resident.{name}"].value


def _by_level(table: Any) -> Ints:
    """One rate for all levels, or one each; a level that is not written gets nothing."""
    return np.array([table.get(level, 0) if isinstance(table, dict) else table for level in LEVELS], dtype=np.int64)
