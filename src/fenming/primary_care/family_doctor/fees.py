"""A team's fee: by package and payer, for heads; released for services delivered and their quality, the rest withheld."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from fenming.facts.run_tables import Row
from fenming.kernel import Figure, Source
from fenming.mechanisms import Name, collect, derive, derive_parts, given, total
from fenming.policy import Policy

FUND, PERSON = "fund", "person"
SPLIT = "family_doctor.fee_split"
DUE = "family_doctor.services_due"
HEADS = {
    "heads": ("签约人数", "contracted heads"),
    "insured_heads": ("签约参保人数", "contracted heads who are insured"),
}


@dataclass(frozen=True, slots=True)
class PackageFee:
    """One package of one unit: `paid` by payer after what is waived, what services owed and delivered release of it.

    `fulfilment`, `released` and `withheld` are missing where the pack does not say which services are due.
    """

    package: str
    heads: Figure
    paid: Mapping[str, Figure]
    fulfilment: Figure | None = None
    released: Mapping[str, Figure] = field(default_factory=dict)
    withheld: Mapping[str, Figure] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class UnitRows:
    """What is known of one unit: its row, its counted heads and its services, by package."""

    row: Row
    heads: Mapping[str, Row]
    services: Mapping[str, Row]

    @property
    def unit_id(self) -> str:
        return str(self.row["unit_id"])

    @property
    def base(self) -> Name:
        return Name(f"family_doctor.unit.{self.unit_id}", str(self.row["name"]), f"unit {self.unit_id}")


@dataclass(frozen=True, slots=True)
class Terms:
    """The policy of fees: packages with a fee, whether the fund pays for all insured, the part that is waived."""

    policy: Policy
    packages: tuple[str, ...]
    for_insured: Figure
    waived: Figure | None

    @property
    def is_for_all_insured(self) -> bool:
        return bool(self.for_insured.value == "insured")


def read_terms(policy: Policy) -> Terms:
    """Fees as the pack has them on the day of `policy`; packages whose fee it does not know are left out."""
    prefix = f"{SPLIT}."
    names = (one.name for one in policy.pack.parameters() if one.name.startswith(prefix))
    packages = tuple(name.removeprefix(prefix) for name in names if name in policy)
    waived = policy.get("family_doctor.person_part_waived")
    return Terms(policy, packages, policy["family_doctor.fund_heads"], waived)


def services_due(policy: Policy, packages: tuple[str, ...]) -> dict[str, Figure]:
    """The services due by package, for those the pack knows."""
    found = {package: policy.get(f"{DUE}.{package}") for package in packages}
    return {package: figure for package, figure in found.items() if figure is not None}


def unit_fees(terms: Terms, rows: UnitRows, quality: Figure) -> list[PackageFee]:
    """The fees of one unit by package; where the fund pays for all insured, its part is one of all packages together."""
    fees = [_package_fee(terms, rows, package, quality) for package in terms.packages if package in rows.heads]
    if terms.is_for_all_insured and FUND in _fund_split(terms).value:
        fees.append(_insured_fee(terms, rows, fees, quality))
    return [fee for fee in fees if fee.paid]


def _fund_split(terms: Terms) -> Figure:
    return terms.policy[f"{SPLIT}.{terms.packages[0]}"]


def _package_fee(terms: Terms, rows: UnitRows, package: str, quality: Figure) -> PackageFee:
    words = terms.policy.labels.get(package, (package, package))
    base = rows.base.child(package, *words)
    heads = {column: _heads(base, rows, package, column) for column in HEADS}
    fees = terms.policy[f"{SPLIT}.{package}"]
    by_payer = {payer: heads["insured_heads" if payer == FUND else "heads"] for payer in fees.value}
    asked = _parts(base, by_payer, fees, terms)
    paid = {payer: _after_waiver(terms, base, payer, figure) for payer, figure in asked.items()}
    if terms.is_for_all_insured:
        paid.pop(FUND, None)
    return _released(PackageFee(package, heads["heads"], paid, _fulfilment(terms, rows, package, base)), base, quality)


def _heads(base: Name, rows: UnitRows, package: str, column: str) -> Figure:
    source = Source("contract_sum", column, {"unit_id": rows.unit_id, "package_id": package})
    return given(base.child(column, *HEADS[column], "person"), rows.heads[package][column], source)


def _parts(base: Name, by_payer: Mapping[str, Figure], fees: Figure, terms: Terms) -> dict[str, Figure]:
    heads = collect(base.child("heads_by_payer", "各付费方计费人数", "heads by payer", "person"), by_payer)
    fee = base.child("fee", "签约费", "fee")
    names = fee.parts(fees.value, terms.policy.labels)
    return derive_parts(names, "fee_by_payer", {"heads": heads, "fees": fees}, (terms.for_insured,))


def _after_waiver(terms: Terms, base: Name, payer: str, figure: Figure) -> Figure:
    if payer != PERSON or terms.waived is None:
        return figure
    name = base.child("person_after_waiver", "个人部分免收后", "the person's part after what is waived")
    return derive(name, "after_waiver", {"amount": figure, "waived": terms.waived})


def _fulfilment(terms: Terms, rows: UnitRows, package: str, base: Name) -> Figure | None:
    due = services_due(terms.policy, (package,)).get(package)
    if due is None or not rows.heads[package]["heads"]:
        return None
    owed, delivered = _owed(rows, package, base, due), _delivered(rows, package, base)
    name = base.child("fulfilment", "履约率", "services delivered of those due", "ppm")
    return derive(name, "ratio", {"part": delivered, "whole": owed})


def _owed(rows: UnitRows, package: str, base: Name, due: Figure) -> Figure:
    name = base.child("services_owed", "应服务次数", "services owed", "count")
    return derive(name, "services_owed", {"heads": _heads(base, rows, package, "heads"), "per_head": due})


def _delivered(rows: UnitRows, package: str, base: Name) -> Figure:
    source = Source("contract_service", "delivered", {"unit_id": rows.unit_id, "package_id": package})
    done = rows.services.get(package, {}).get("delivered", 0)
    name = base.child(
        "services_delivered", "已服务次数(不超过应服务)", "services delivered, at most those owed", "count"
    )
    return given(name, done, source)


def _insured_fee(terms: Terms, rows: UnitRows, fees: list[PackageFee], quality: Figure) -> PackageFee:
    """The fund's fee for all insured of the unit, released by the fulfilment of all its contracts together."""
    base = rows.base.child("insured", "全部参保人", "all insured")
    source = Source("contract_unit", "insured", {"unit_id": rows.unit_id})
    heads = given(base.child("heads", "参保人数", "insured heads", "person"), rows.row["insured"], source)
    split = _fund_split(terms)
    parts = _parts(base, dict.fromkeys(split.value, heads), split, terms)
    known = [fee for fee in fees if fee.fulfilment is not None]
    fulfilment = _of_all(base, known) if known and heads.value else None
    return _released(PackageFee("insured", heads, {FUND: parts[FUND]}, fulfilment), base, quality)


def _of_all(base: Name, fees: list[PackageFee]) -> Figure:
    below = [fee.fulfilment.inputs for fee in fees if fee.fulfilment is not None]
    owed = base.child("services_owed", "应服务次数", "services owed", "count")
    done = base.child(
        "services_delivered", "已服务次数(不超过应服务)", "services delivered, at most those owed", "count"
    )
    name = base.child("fulfilment", "履约率", "services delivered of those due", "ppm")
    sums = {
        "part": total(done, [one["part"] for one in below]),
        "whole": total(owed, [one["whole"] for one in below]),
    }
    return derive(name, "ratio", sums)


def _released(fee: PackageFee, base: Name, quality: Figure) -> PackageFee:
    if fee.fulfilment is None:
        return fee
    released, withheld = {}, {}
    for payer, paid in fee.paid.items():
        inputs = {"fee": paid, "fulfilment": fee.fulfilment, "quality": quality}
        name = base.child(f"released.{payer}", "核发签约费", "fee released")
        released[payer] = derive(name, "fee_released", inputs)
        rest = base.child(f"withheld.{payer}", "扣减签约费", "fee withheld")
        withheld[payer] = derive(rest, "difference", {"whole": paid, "part": released[payer]})
    return PackageFee(fee.package, fee.heads, fee.paid, fee.fulfilment, released, withheld)
