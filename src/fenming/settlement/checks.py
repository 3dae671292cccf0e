"""Conservation as executed checks: each says what must be equal, and is run on every settlement."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from fenming.kernel import Figure
from fenming.kernel.language import _, language
from fenming.mechanisms import recompute
from fenming.settlement.clearing import Settlement


@dataclass(frozen=True, slots=True)
class Check:
    """One equality that must hold: what it says, and its two sides."""

    name: str
    statement: str
    left: int
    right: int

    @property
    def holds(self) -> bool:
        """Both sides are equal."""
        return self.left == self.right

    def as_dict(self) -> dict[str, str | int | bool]:
        """For the run's record."""
        return {
            "name": self.name,
            "statement": self.statement,
            "left": self.left,
            "right": self.right,
            "holds": self.holds,
        }


def settlement_checks(settlement: Settlement) -> list[Check]:
    """All equalities of a settlement; a false one is a defect of Fenming and stops the run."""
    rules: tuple[Callable[[Settlement], Iterator[Check]], ...] = (
        _packages_sum,
        _advances_sum,
        _cells_sum,
        _bills_are_all_there,
        _cases_are_cleared,
        _surplus_is_shared,
        _referrals_balance,
        _overspend_is_borne,
        _public_health_sums,
        _payables_sum,
    )
    return [check for rule in rules for check in rule(settlement)]


def recompute_check(figures: Iterable[Figure]) -> Check:
    """Every figure is what its verb makes of its inputs."""
    listed = list(figures)
    agreeing = sum(1 for figure in listed if recompute(figure) == figure.value)
    return Check("figures.recompute", _("figures that their verb gives again = all figures"), agreeing, len(listed))


def _sum(figures: Iterable[Figure]) -> int:
    return sum(figure.value for figure in figures)


def _called(settlement: Settlement, consortium: str) -> str:
    name = settlement.county.consortia[consortium].name
    return name.label if language() == "zh" else name.label_en


def _packages_sum(settlement: Settlement) -> Iterator[Check]:
    county, consortia = settlement.budget.county, settlement.budget.consortia.values()
    statement = _("consortium packages = the county's package")
    yield Check("budget.packages", statement, _sum(one.package for one in consortia), county.package.value)
    parts = (county.package, county.withheld, county.critical_illness_premium, county.risk_money)
    statement = _("package + kept back + premium + risk money = financing")
    yield Check("budget.financing", statement, _sum(parts), county.financing.value)
    statement = _("consortium DRG budgets = the county's DRG budget")
    yield Check("budget.drg", statement, _sum(one.drg_budget for one in consortia), county.drg_budget.value)
    statement = _("consortium chronic quotas = the county's chronic quota")
    yield Check("budget.chronic", statement, _sum(one.chronic_quota for one in consortia), county.chronic_quota.value)


def _advances_sum(settlement: Settlement) -> Iterator[Check]:
    for consortium, budget in settlement.budget.consortia.items():
        statement = _("twelve advances = package of {consortium}").format(consortium=_called(settlement, consortium))
        yield Check(f"budget.advances.{consortium}", statement, _sum(budget.advances.values()), budget.package.value)


def _cells_sum(settlement: Settlement) -> Iterator[Check]:
    for consortium, outturn in settlement.outturns.items():
        year = settlement.county.consortia[consortium]
        double = (
            outturn.spend_drg.value + outturn.spend_chronic.value - year.chronic_drg.value + year.general_other.value
        )
        statement = _("DRG spend + chronic spend − both + neither = spend of {consortium}").format(
            consortium=_called(settlement, consortium)
        )
        yield Check(f"settlement.double_budget.{consortium}", statement, double, outturn.spend.value)
        units = settlement.county.units_of(consortium).values()
        by_unit = _sum(unit.general.spend for unit in units) + _sum(unit.chronic.spend for unit in units)
        statement = _("spend of its units = spend of {consortium} as billed").format(
            consortium=_called(settlement, consortium)
        )
        yield Check(f"settlement.unit_spend.{consortium}", statement, by_unit, outturn.billed.value)


def _bills_are_all_there(settlement: Settlement) -> Iterator[Check]:
    county, outturns = settlement.county, settlement.outturns.values()
    if county.billed is not None:
        by_budget = _sum(outturn.billed for outturn in outturns)
        statement = _("fund spend by payment method = fund spend of all bills")
        yield Check("payment.methods", statement, _sum(county.methods.values()), county.billed.value)
        statement = _("fund spend by consortium and pool = fund spend of all bills")
        yield Check("payment.budgets", statement, by_budget, county.billed.value)


def _cases_are_cleared(settlement: Settlement) -> Iterator[Check]:
    payment = settlement.payment
    if payment is not None:
        hospitals = _sum(hospital["cleared"] for hospital in payment.hospitals.values())
        charged = _sum(outturn.spend_drg for outturn in settlement.outturns.values())
        statement = _("cleared for all hospitals = fund paid by points + bills of stays left out")
        whole = payment.fund.value + _sum(cell.ordinary for cell in payment.cells)
        yield Check("payment.cleared", statement, hospitals, whole)
        statement = _("charged to all packages for case payment = cleared for all hospitals")
        yield Check("payment.charged", statement, charged, hospitals)
        billed = _sum(outturn.billed for outturn in settlement.outturns.values())
        moved = _sum(outturn.spend for outturn in settlement.outturns.values())
        statement = _("spend as billed + cleared less billed = spend charged")
        yield Check(
            "payment.difference",
            statement,
            billed + _sum(hospital["difference"] for hospital in payment.hospitals.values()),
            moved,
        )


def _surplus_is_shared(settlement: Settlement) -> Iterator[Check]:
    for consortium, outturn in settlement.outturns.items():
        kinds = ("general", "chronic", "public_health_body", "referral")
        shared = _sum(
            share.figure for share in settlement.shares if share.consortium == consortium and share.kind in kinds
        )
        is_apart = len(settlement.distributions[consortium]) > 1
        right = outturn.surplus.value + (outturn.chronic_surplus.value if is_apart else 0)
        statement = _("shares + held back = surplus of {consortium}").format(consortium=_called(settlement, consortium))
        yield Check(f"settlement.shares.{consortium}", statement, shared + _sum(settlement.held(consortium)), right)


def _referrals_balance(settlement: Settlement) -> Iterator[Check]:
    moved = [share.figure for share in settlement.shares if share.kind == "referral"]
    if moved:
        taken = {
            figure.name: figure
            for one in moved
            for figure in one.inputs.values()
            if figure.name.endswith(".referral.paid")
        }
        statement = _("what referrals move = what the common surplus pays for them; nothing, where the senders pay")
        yield Check("settlement.referrals", statement, _sum(moved), _sum(taken.values()))


def _overspend_is_borne(settlement: Settlement) -> Iterator[Check]:
    for consortium, outturn in settlement.outturns.items():
        borne = outturn.fund_share.value + outturn.consortium_share.value
        statement = _("fund's part + consortium's part = overspend of {consortium}").format(
            consortium=_called(settlement, consortium)
        )
        yield Check(f"settlement.overspend.{consortium}", statement, borne, outturn.overspend.value)


def _public_health_sums(settlement: Settlement) -> Iterator[Check]:
    paid = settlement.public_health
    statement = _("public-health money paid + retained = its pools")
    yield Check(
        "public_health.pools", statement, _sum(paid.paid.values()) + paid.retained.value, _sum(paid.pools.values())
    )


def _payables_sum(settlement: Settlement) -> Iterator[Check]:
    statement = _("payables by payee = all shares")
    shares = _sum(share.figure for share in settlement.shares)
    yield Check("settlement.payables", statement, _sum(settlement.payables.values()), shares)
