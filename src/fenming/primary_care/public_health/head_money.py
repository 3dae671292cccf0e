"""Public-health money by residents: the year's standard for each head, by unit, township and county, proving itself."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from fenming.kernel import BadInput, Figure, Finding
from fenming.kernel.language import _
from fenming.mechanisms import Name, derive, total
from fenming.policy import Policy
from fenming.primary_care.public_health.unit_list import BASE, CareUnit

STANDARD = "public_health.standard_per_head"
COUNTY = BASE.child("by_heads", "按人头应安排", "due by heads")


@dataclass(frozen=True, slots=True)
class Proof:
    """One thing that must be equal to another, both in fen."""

    words: str
    left: int
    right: int

    @property
    def holds(self) -> bool:
        return self.left == self.right


@dataclass(frozen=True, slots=True)
class HeadMoney:
    """Money due by residents in fen: by unit, by township hospital, in the county; findings for units left out."""

    standard: Figure
    units: Mapping[str, Figure]
    townships: Mapping[str, Figure]
    county: Figure
    findings: tuple[Finding, ...]

    @property
    def proofs(self) -> tuple[Proof, ...]:
        """Units add up to townships, townships to the county, and all of it is residents times the standard."""
        heads = sum(figure.inputs["count"].value for figure in self.units.values())
        by_units = sum(figure.value for figure in self.units.values())
        by_townships = sum(figure.value for figure in self.townships.values())
        return (
            Proof(_("units = townships"), by_units, by_townships),
            Proof(_("townships = county"), by_townships, self.county.value),
            Proof(_("residents × standard = county"), heads * self.standard.value, self.county.value),
        )


def money_by_heads(policy: Policy, units: Sequence[CareUnit]) -> HeadMoney:
    """What the standard of the year gives each unit's residents. A unit whose residents are unknown is left out, with a finding.

    Raises BadInput where the standard of the year was never seen (it is never recalled from memory) or nobody's residents
    are known. Source: national notice of the year, `public_health.standard_per_head`.
    """
    standard = policy[STANDARD]
    known = [unit for unit in units if unit.residents is not None]
    if not known:
        raise BadInput(
            "public_health.no_residents",
            what=_("no health unit has residents"),
            where="unit_resident",
            why=_("public-health money is packaged by resident heads"),
            remedy=_("hand in their resident heads and import them"),
        )
    by_unit = {unit.unit_id: _due(unit, standard) for unit in known}
    by_hospital: dict[str, list[Figure]] = {}
    for unit in known:
        by_hospital.setdefault(unit.hospital, []).append(by_unit[unit.unit_id])
    townships = {
        hospital: total(COUNTY.child(f"township.{hospital}", hospital, hospital), parts)
        for hospital, parts in sorted(by_hospital.items())
    }
    left_out = [unit.unit_id for unit in units if unit.residents is None]
    return HeadMoney(standard, by_unit, townships, total(COUNTY, townships.values()), _left_out(left_out))


def _due(unit: CareUnit, standard: Figure) -> Figure:
    assert unit.residents is not None
    name = unit.name.child("by_heads", "按人头应安排", "due by heads")
    return derive(Name(name.name, name.label, name.label_en), "times", {"count": unit.residents, "amount": standard})


def _left_out(units: Sequence[str]) -> tuple[Finding, ...]:
    if not units:
        return ()
    return (
        Finding(
            "public_health.residents_unknown",
            _("the residents of these units are not known: {units}").format(units=", ".join(units[:10])),
            "unit_resident",
            _("no money by heads is counted for them, and none is taken to be zero"),
            _("hand in their resident heads and import them"),
            rows=len(units),
        ),
    )
