"""The year's clearing: every pool settled, every fen with a payee, everything checked."""

from collections.abc import Mapping
from dataclasses import dataclass

from fenming.budget import Budget
from fenming.kernel import Figure, Finding
from fenming.mechanisms import Name, collect, derive_parts, total
from fenming.payment.clearing import CasePayment
from fenming.policy import Policy
from fenming.settlement.county_year import CountyYear
from fenming.settlement.distribution import (
    Distribution,
    Members,
    Share,
    distribute_chronic,
    distribute_general,
    heads_by_township,
)
from fenming.settlement.eligibility import Eligibility, eligible_units
from fenming.settlement.outturn import Outturn, consortium_outturn
from fenming.settlement.public_health import PublicHealth, pay_public_health
from fenming.settlement.referral import ReferralMoney, lead_shares

PAYABLE = ("payable", "应付合计", "payable")


@dataclass(frozen=True, slots=True)
class Settlement:
    """The settled year: budget, outturns and distributions by consortium, verdicts by pool and unit, payables by payee."""

    budget: Budget
    county: CountyYear
    outturns: Mapping[str, Outturn]
    eligibility: Mapping[str, Mapping[str, Eligibility]]
    distributions: Mapping[str, list[Distribution]]
    public_health: PublicHealth
    shares: list[Share]
    payables: Mapping[str, Figure]
    findings: list[Finding]
    payment: CasePayment | None = None

    def figures(self) -> list[Figure]:
        """Every figure of the year-end; what they are made of comes along by their inputs."""
        listed = self.budget.figures()
        listed += self.payment.figures() if self.payment else []
        listed += [*self.county.methods.values(), *([self.county.billed] if self.county.billed else [])]
        listed += [figure for outturn in self.outturns.values() for figure in outturn.figures()]
        for judged in self.eligibility.values():
            for verdict in judged.values():
                listed += [
                    figure for figure in (verdict.per_head, verdict.growth, verdict.mean, verdict.is_eligible) if figure
                ]
        listed += [figure for given in self.distributions.values() for one in given for figure in one.held]
        listed += [share.figure for share in self.shares]
        return [*listed, *self.public_health.figures(), *self.payables.values()]

    def held(self, consortium: str) -> list[Figure]:
        """What stays undistributed in one consortium."""
        return [figure for distribution in self.distributions[consortium] for figure in distribution.held]


def settle(
    policy: Policy,
    budget: Budget,
    county: CountyYear,
    payment: CasePayment | None = None,
    referrals: ReferralMoney | None = None,
) -> Settlement:
    """Clear the year of `county` against `budget` by the rules of `policy`; hospitals are due what `payment` cleared.

    Raises BadInput where the pack leaves a needed parameter open or a pool has nobody to be divided among.
    """
    outturns = {
        consortium: consortium_outturn(policy, budget.consortia[consortium], year)
        for consortium, year in county.consortia.items()
    }
    money = referrals or ReferralMoney()
    findings: list[Finding] = [*county.findings, *money.findings]
    eligibility: dict[str, dict[str, Eligibility]] = {}
    for pool in ("general", "chronic"):
        eligibility[pool], found = eligible_units(policy, pool, county.units)
        findings += found
    distributions = {
        consortium: _distribute(policy, county, outturn, eligibility, money.of_surplus(consortium))
        for consortium, outturn in outturns.items()
    }
    public_health = pay_public_health(policy, county.units)
    findings += public_health.findings
    shares = [share for listed in distributions.values() for distribution in listed for share in distribution.shares]
    shares += _family_doctor_shares(budget, county)
    shares += _case_payment_shares(payment) if payment else []
    shares += lead_shares(money)
    shares += [
        Share(county.units[unit_id].clinic_id, figure, "public_health", "village", county.units[unit_id].consortium)
        for unit_id, earned in public_health.units.items()
        for kind, figure in earned.items()
        if kind != "earned"
    ]
    return Settlement(
        budget,
        county,
        outturns,
        eligibility,
        distributions,
        public_health,
        shares,
        _payables(shares, policy.labels),
        findings,
        payment,
    )


def _distribute(
    policy: Policy,
    county: CountyYear,
    outturn: Outturn,
    eligibility: Mapping[str, Mapping[str, Eligibility]],
    owed: Mapping[str, Share],
) -> list[Distribution]:
    consortium = outturn.base.name.rpartition(".")[2]
    units = county.units_of(consortium)

    def members(pool: str) -> Members:
        first = owed if pool == "general" else {}
        return Members(consortium, county.consortia[consortium], units, eligibility[pool], pool, first)

    given = [distribute_general(policy, outturn, members("general"))]
    if policy["settlement.pool_order"].value == "chronic_apart":
        given.append(distribute_chronic(policy, outturn, members("chronic")))
    return given


def _family_doctor_shares(budget: Budget, county: CountyYear) -> list[Share]:
    """The family-doctor fee of each consortium, to its township hospitals by insured heads."""
    shares = []
    for consortium, year in county.consortia.items():
        base = Name(f"settlement.consortium.{consortium}.family_doctor", year.name.label, year.name.label_en)
        heads = heads_by_township(base, county.units_of(consortium), "general")
        weights = collect(base.child("heads", "各镇人数", "heads by township hospital", "person"), heads)
        names = {
            hospital: base.child(hospital, f"家医签约费·{hospital}", f"family-doctor fee, {hospital}")
            for hospital in heads
        }
        inputs = {"whole": budget.consortia[consortium].family_doctor_fee, "weights": weights}
        shares += [
            Share(hospital, figure, "family_doctor", "town", consortium)
            for hospital, figure in derive_parts(names, "split", inputs).items()
        ]
    return shares


def _case_payment_shares(payment: CasePayment) -> list[Share]:
    """To each hospital what its cases brought beyond what their bills had already; less than nothing, where they brought less."""
    return [
        Share(cell.institution, cell.difference, f"drg_{cell.pool}", "county", cell.consortium)
        for cell in payment.cells
        if cell.difference.value
    ]


def _payables(shares: list[Share], labels: Mapping[str, tuple[str, str]]) -> dict[str, Figure]:
    """Everything due to each payee; a public-health body is called as the pack calls it, an institution by its id."""
    by_payee: dict[str, list[Figure]] = {}
    for share in shares:
        by_payee.setdefault(share.payee, []).append(share.figure)
    return {
        payee: total(Name(f"settlement.payee.{payee}", *labels.get(payee, (payee, payee))).child(*PAYABLE), figures)
        for payee, figures in by_payee.items()
    }
