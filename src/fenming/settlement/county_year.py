"""What the year-end needs to know of the county's year: figures read from rows, by consortium and health unit."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from fenming.kernel import Figure, Finding
from fenming.mechanisms import Name


@dataclass(frozen=True, slots=True)
class ConsortiumYear:
    """One consortium's spend of fund money on its insured, wherever the care was given, in four cells of fen.

    Every bill lies in exactly one cell: chronic pool or not, paid by DRG or not. What is paid by DRG counts as it was
    cleared, where it was; `billed` is all four cells as the bills have it. `chronic_score` is the assessment score in
    ppm, None when it was not handed in.
    """

    name: Name
    lead_hospital_id: str
    general_drg: Figure
    general_other: Figure
    chronic_drg: Figure
    chronic_other: Figure
    billed: Figure
    chronic_score: Figure | None


@dataclass(frozen=True, slots=True)
class PoolYear:
    """A health unit's heads (persons) and fund spend (fen) in one pool, this year and the year before."""

    heads: Figure
    spend: Figure
    heads_before: Figure
    spend_before: Figure


@dataclass(frozen=True, slots=True)
class UnitYear:
    """One health unit: who works there, and its year.

    `medical_spend` is everything charged for its insured (fen), whoever paid. `scores` maps quarter (`q1`…) to the
    share of process money earned in ppm, `met` maps each public-health item to 1 or 0.
    """

    name: Name
    unit_id: str
    consortium: str
    clinic_id: str
    township_hospital_id: str
    general: PoolYear
    chronic: PoolYear
    residents: Figure
    medical_spend: Figure
    scores: Figure
    met: Figure


@dataclass(frozen=True, slots=True)
class CountyYear:
    """All consortia and units of the county by their ids.

    `methods` is fund spend as billed by payment method (the platform's code), `billed` the same of all bills, joined with
    nothing: the two must agree. `findings` are what was found when it was read.
    """

    consortia: Mapping[str, ConsortiumYear]
    units: Mapping[str, UnitYear]
    methods: Mapping[str, Figure] = field(default_factory=dict)
    billed: Figure | None = None
    findings: tuple[Finding, ...] = ()

    def units_of(self, consortium: str) -> dict[str, UnitYear]:
        """The units of one consortium, in order of id."""
        return {unit_id: unit for unit_id, unit in self.units.items() if unit.consortium == consortium}
