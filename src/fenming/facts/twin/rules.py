"""The benefit rules that the twin's payer platform pays by, read from the pack of the profile."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from importlib.resources import files
from typing import Any

import numpy as np
from ruamel.yaml import YAML

from fenming.facts.twin.draw import Ints
from fenming.facts.twin.profile import Profile
from fenming.facts.twin.structure import LEVELS
from fenming.kernel import BadInput
from fenming.policy import load_pack

AREAS = ("local", "other_city", "out_of_province")


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
    start = value("benefits.critical_illness_deductible")
    tiers = value("benefits.critical_illness_tiers")
    amounts = {name: value(f"benefits.{name}") for name in Rules.__annotations__ if Rules.__annotations__[name] is int}
    return Rules(
        outpatient_rate=_row(value("benefits.outpatient_rate"), LEVELS),
        inpatient_deductible=_row(value("benefits.inpatient_deductible"), LEVELS),
        inpatient_rate=_row(value("benefits.inpatient_rate"), LEVELS),
        floor_rate=_row(value("benefits.floor_rate"), AREAS),
        is_deductible_yearly=value("benefits.repeat_deductible") == "once_a_year",
        critical_edges=tuple(start + above for above, rate in tiers),
        critical_rates=tuple(rate for above, rate in tiers),
        **amounts,
    )


def _values(profile: Profile) -> Callable[[str], Any]:
    try:
        policy = load_pack(profile.pack).on(date(profile.year, 7, 1))
        policy["benefits.outpatient_rate"]
    except BadInput:
        path = files("fenming.facts.twin") / "profiles" / "benefits_until_pack.yaml"
        return dict(YAML(typ="safe").load(path.read_text("utf-8"))).__getitem__
    return lambda name: policy[name].value


def _row(table: dict[str, int], keys: tuple[str, ...]) -> Ints:
    return np.array([table.get(key, 0) for key in keys], dtype=np.int64)
