"""How a consortium's year ended: surplus or overspend, and who bears it."""

from dataclasses import dataclass

from fenming.budget import ConsortiumBudget
from fenming.kernel import Figure
from fenming.mechanisms import Name, derive, total
from fenming.policy import Policy
from fenming.settlement.county_year import ConsortiumYear


@dataclass(frozen=True, slots=True)
class Outturn:
    """One consortium's result in fen.

    `spend_drg`, `spend_chronic` overlap by design (`general_drg`… in ConsortiumYear are the disjoint cells); `spend` is
    all four cells, `billed` the same before case payment was cleared. At most one of `surplus` and `overspend` is above zero, likewise for the chronic pair.
    """

    base: Name
    billed: Figure
    spend: Figure
    spend_drg: Figure
    spend_chronic: Figure
    spend_general: Figure
    chronic_surplus: Figure
    chronic_overspend: Figure
    charge: Figure
    surplus: Figure
    overspend: Figure
    fund_share_before_cap: Figure
    fund_share: Figure
    consortium_share: Figure
    drg_balance: Figure
    unspent: Figure

    def figures(self) -> list[Figure]:
        """All figures of the result."""
        return [getattr(self, name) for name in self.__slots__ if name != "base"]


def consortium_outturn(policy: Policy, budget: ConsortiumBudget, year: ConsortiumYear) -> Outturn:
    """Surplus or overspend of one consortium and how the corridor divides an overspend.

    Source: county pack, `settlement.pool_order`, `settlement.risk_corridor`; the fund's part never exceeds the
    consortium's part of the year's risk reserve.
    """
    base = Name(f"settlement.consortium.{year.name.name}", year.name.label, year.name.label_en)
    order, basis = policy["settlement.pool_order"], (policy["settlement.spend_basis"],)
    cells = (year.general_drg, year.general_other, year.chronic_drg, year.chronic_other)
    spend = total(base.child("spend", "基金支出", "fund spend"), cells, basis)
    drg = total(base.child("spend_drg", "DRG付费支出", "spend paid by DRG"), (year.general_drg, year.chronic_drg))
    chronic = total(base.child("spend_chronic", "慢病支出", "chronic spend"), (year.chronic_drg, year.chronic_other))
    general = total(
        base.child("spend_general", "一般人群支出", "general spend"), (year.general_drg, year.general_other)
    )

    def excess(words: tuple[str, str, str], amount: Figure, limit: Figure, decided: tuple[Figure, ...] = ()) -> Figure:
        return derive(base.child(*words), "excess", {"amount": amount, "limit": limit}, decided)

    chronic_surplus = excess(("chronic_surplus", "慢病结余", "chronic surplus"), budget.chronic_quota, chronic)
    chronic_overspend = excess(("chronic_overspend", "慢病超支", "chronic overspend"), chronic, budget.chronic_quota)
    apart = order.value == "chronic_apart"
    available = budget.general_budget if apart else budget.package
    charged = (general, budget.family_doctor_fee, chronic_overspend) if apart else (spend, budget.family_doctor_fee)
    charge = total(base.child("charge", "应由包干基金承担", "charged to the package"), charged, (order,))
    surplus = excess(("surplus", "结余", "surplus"), available, charge, (order,))
    overspend = excess(("overspend", "超支", "overspend"), charge, available, (order,))
    before_cap, fund_share, own_share = _corridor(policy, budget, base, overspend)
    unspent = base.child("unspent", "预拨与支出之差", "advances less bills")
    drg_words = base.child("drg_balance", "DRG预算余额", "DRG budget less spend paid by DRG")
    return Outturn(
        base=base,
        billed=year.billed,
        spend=spend,
        spend_drg=drg,
        spend_chronic=chronic,
        spend_general=general,
        chronic_surplus=chronic_surplus,
        chronic_overspend=chronic_overspend,
        charge=charge,
        surplus=surplus,
        overspend=overspend,
        fund_share_before_cap=before_cap,
        fund_share=fund_share,
        consortium_share=own_share,
        drg_balance=derive(drg_words, "difference", {"whole": budget.drg_budget, "part": drg}),
        unspent=derive(unspent, "difference", {"whole": budget.package, "part": year.billed}),
    )


def _corridor(policy: Policy, budget: ConsortiumBudget, base: Name, overspend: Figure) -> tuple[Figure, Figure, Figure]:
    tiers = policy["settlement.risk_corridor"]
    before_cap = derive(
        base.child("fund_share_before_cap", "医保基金分担（封顶前）", "fund's share before the cap"),
        "corridor",
        {"overspend": overspend, "annual_budget": budget.package, "tiers": tiers},
    )
    fund_share = derive(
        base.child("fund_share", "医保基金分担", "fund's share of the overspend"),
        "cap",
        {"amount": before_cap, "limit": budget.risk_reserve},
    )
    own_share = derive(
        base.child("consortium_share", "医共体分担", "consortium's share of the overspend"),
        "difference",
        {"whole": overspend, "part": fund_share},
    )
    return before_cap, fund_share, own_share
