"""Fees added up: by payer and in all, of a unit, of a township, of the county; the parts always make up the whole."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from fenming.kernel import Figure
from fenming.mechanisms import Name, total
from fenming.primary_care.family_doctor.fees import PackageFee

WORDS = {
    "paid": ("签约费", "family-doctor fee"),
    "released": ("核发签约费", "fee released"),
    "withheld": ("扣减签约费", "fee withheld"),
}
PAYER_WORDS = {
    "fund": ("医保基金", "from the insurance fund"),
    "public_health": ("公卫经费", "from public-health money"),
    "person": ("个人", "from the person"),
}


@dataclass(frozen=True, slots=True)
class FeeSums:
    """Fen of one party: `by_payer` and `paid` in all; `released` and `withheld` of what services release."""

    by_payer: Mapping[str, Figure]
    paid: Figure
    released: Figure
    withheld: Figure

    def figures(self) -> list[Figure]:
        """All sums."""
        return [*self.by_payer.values(), self.paid, self.released, self.withheld]


@dataclass(frozen=True, slots=True)
class UnitFees:
    """One unit's fees by package, the quality that releases them, and their sums."""

    row: Mapping[str, str | int]
    quality: Figure
    packages: list[PackageFee]
    sums: FeeSums

    def figures(self) -> list[Figure]:
        """Every figure of the unit."""
        fulfilled = [fee.fulfilment for fee in self.packages if fee.fulfilment is not None]
        return [*fulfilled, *self.sums.figures()]


def sum_packages(base: Name, fees: Iterable[PackageFee]) -> FeeSums:
    """The sums of one unit's packages."""
    listed = list(fees)

    def parts(kind: str) -> list[Figure]:
        return [figure for fee in listed for figure in getattr(fee, kind).values()]

    payers = dict.fromkeys(payer for fee in listed for payer in fee.paid)
    by_payer = {
        payer: total(_payer_name(base, payer), [fee.paid[payer] for fee in listed if payer in fee.paid])
        for payer in payers
    }
    return FeeSums(by_payer, **{kind: total(base.child(kind, *WORDS[kind]), parts(kind)) for kind in WORDS})


def sum_parties(base: Name, below: Iterable[FeeSums]) -> FeeSums:
    """The sums of several parties under a name of their own."""
    listed = list(below)

    def added(kind: str) -> Figure:
        return total(base.child(kind, *WORDS[kind]), [getattr(one, kind) for one in listed])

    payers = dict.fromkeys(payer for one in listed for payer in one.by_payer)
    by_payer = {
        payer: total(_payer_name(base, payer), [one.by_payer[payer] for one in listed if payer in one.by_payer])
        for payer in payers
    }
    return FeeSums(by_payer, **{kind: added(kind) for kind in WORDS})


def by_township(units: Mapping[str, UnitFees], called: Mapping[str, str]) -> dict[str, FeeSums]:
    """The sums of each township hospital's units, by its id; `called` are names of institutions by id."""
    members: dict[str, list[FeeSums]] = {}
    for unit in units.values():
        members.setdefault(str(unit.row["township_hospital_id"]), []).append(unit.sums)
    return {
        town: sum_parties(Name(f"family_doctor.township.{town}", called.get(town, town), f"township {town}"), sums)
        for town, sums in sorted(members.items())
    }


def _payer_name(base: Name, payer: str) -> Name:
    return base.child(f"paid.{payer}", *PAYER_WORDS.get(payer, (payer, payer)))
