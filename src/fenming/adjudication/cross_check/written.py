"""What a pack writes about one scheme on one day, and which of it the second reading cannot follow."""

from collections.abc import Iterator
from typing import Any

from fenming.kernel import BadInput
from fenming.policy import Policy

SCHEME_SPOKEN = frozenset({"annual_cap", "annual_cap_on", "refund", "minor_under_age"})
CRITICAL_SPOKEN = frozenset(
    {
        *("deductible", "tiers", "tier_axis", "base", "deductible_factor_by_category", "addition_by_category"),
        *("annual_cap", "continuous_years_from", "continuous_year_addition", "no_claim_year_addition", "addition_max"),
    }
)
CARE_SPOKEN = frozenset(
    {
        *("rate", "segment_axis", "rounding", "rate_max", "floor_rate", "same_as", "account", "governing_date"),
        *("addition_by_person", "addition_by_category", "contracted_addition", "age_addition", "third_party"),
        *("deductible", "deductible_basis", "deductible_yearly_total", "transfer"),
        *("repeat_factor", "repeat_reduction", "repeat_deductible", "repeat_minimum"),
        *("deductible_factor_by_person", "deductible_factor_by_category"),
        *("visit_cap", "annual_cap", "extra_disease_cap", "annual_cap_max", "fixed_amount"),
        *("counts_to_annual_cap", "counts_to_critical_illness", "counts_to_medical_aid"),
    }
)
OUTSIDE_SPOKEN = {
    "other_city": frozenset({"other_city_rate", "other_city_deductible", "other_city_deductible_factor"}),
    "out_of_province": frozenset(
        {
            *("out_of_province_rate", "out_of_province_deductible", "out_of_province_deductible_rate"),
            *("out_of_province_deductible_min", "out_of_province_deductible_max"),
        }
    ),
}
BOTH_OUTSIDE = frozenset({"unreferred_reduction", "referred_reduction", "emergency_reduction", "copay_first"})
CHOICES_SPOKEN = {"deductible_basis": ("each_visit", "each_year"), "transfer": ("separate",)}
LATER_LAYERS = ("civil_servant", "medical_aid")  # after critical illness, so that they change nothing before them


class Written:
    """The parameters of `benefits.<scheme>` on one day. A care reads what it does not write from the care it is `same_as`."""

    def __init__(self, policy: Policy, scheme: str) -> None:
        self._policy, self._stem = policy, f"benefits.{scheme}."
        names = (parameter.name for parameter in policy.pack.parameters())
        self._names = frozenset(name.removeprefix(self._stem) for name in names if name.startswith(self._stem))

    def read(self, name: str, default: Any = None) -> Any:
        """The value of a parameter of the scheme, `default` where there is no such rule or its value was never seen."""
        figure = self._policy.get(self._stem + name)
        return default if figure is None else figure.value

    def of(self, care: str, name: str, default: Any = None) -> Any:
        """The value of a care's parameter, its own or that of the care it is the same as."""
        return self.read(self._place(care, name), default)

    def names_of(self, part: str) -> set[str]:
        """What is written for a care or a layer, with what a care takes from another; `segments` with their level."""
        found = (name for one in self._sources(part) for name in self._names if name.startswith(f"{one}."))
        return {name.partition(".")[2] for name in found}

    def covers(self, care: str) -> bool:
        """Whether the scheme pays anything for this care."""
        return any(name in {"rate", "fixed_amount"} or name.startswith("segments.") for name in self.names_of(care))

    def beyond(self, care: str) -> str | None:
        """The first rule for this care that the second reading cannot follow, if there is one."""
        return next(self._beyond(care), None)

    def is_known(self, care: str, area: str) -> bool:
        """Whether every rule that decides about this care in this area has a value; what lacks one is paid nothing."""
        elsewhere = {name for one, names in OUTSIDE_SPOKEN.items() if one != area for name in names}
        names = self.names_of(care) - elsewhere - (BOTH_OUTSIDE if area == "local" else frozenset())
        return not any(self._is_unknown(self._place(care, name)) for name in names)

    def _sources(self, part: str) -> tuple[str, ...]:
        other = self.read(f"{part}.same_as")
        return (part,) if other is None else (part, other)

    def _place(self, care: str, name: str) -> str:
        places = [f"{one}.{name}" for one in self._sources(care)]
        return next((place for place in places if place in self._names), places[0])

    def _is_unknown(self, name: str) -> bool:
        """Whether the rule is written, but not its value on this day."""
        try:
            self._policy.get(self._stem + name, strictly=True)
        except BadInput:
            return True
        return False

    def _beyond(self, care: str) -> Iterator[str]:
        yield from sorted(
            name for name in self._names if "." not in name and self._is_beyond(name, name, SCHEME_SPOKEN)
        )
        yield from sorted(f"large_amount.{name}" for name in self.names_of("large_amount"))
        for name in sorted(self.names_of("critical_illness")):
            place = f"critical_illness.{name}"
            yield from (place,) if self._is_beyond(place, name, CRITICAL_SPOKEN) else ()
        outside = BOTH_OUTSIDE.union(*OUTSIDE_SPOKEN.values())
        yield from sorted(name for name in self.names_of(care) - outside if self._is_care_beyond(care, name))

    def _is_beyond(self, place: str, name: str, spoken: frozenset[str]) -> bool:
        return name not in spoken or self._is_unknown(place)

    def _is_care_beyond(self, care: str, name: str) -> bool:
        if name.startswith("segments."):
            return (self.of(care, name) or {}).get("reading") == "whole"
        if name in CHOICES_SPOKEN:
            return self.of(care, name) not in (None, *CHOICES_SPOKEN[name])
        return name not in CARE_SPOKEN and self.of(care, name) is not None


def at(value: Any, key: str) -> Any:
    """The cell of a table under `key`, None when not named; or the one value that holds for all keys."""
    return value.get(key) if isinstance(value, dict) else value
