"""The risk fund: what it takes this year until it is full, what an emergency may draw, how it is filled again."""

from dataclasses import dataclass

from fenming.budget.making.known import Known
from fenming.kernel import Figure, Finding
from fenming.kernel.language import _
from fenming.mechanisms import Name, derive, total
from fenming.policy import Policy

ROOM = "budget.risk_fund"
BASE = Name("budget.next.risk_fund", "风险基金", "risk fund")


@dataclass(frozen=True, slots=True)
class RiskFund:
    """The county's risk fund in fen: `balance` before, `contribution` now, `after`; an emergency's `drawn` and the `refill`."""

    financing: Figure
    balance: Figure
    contribution: Figure
    after: Figure
    drawn: Figure | None
    refill: Figure | None


def fill(policy: Policy, heads: Figure, known: Known) -> tuple[RiskFund | None, list[Finding]]:
    """The year's contribution by the pack's rate or amount per head, until the balance reaches its target.

    Source: 财社〔2004〕96号 (3 % a year up to 10 % of annual financing, filled again after use) and local rules.
    """
    target, financing = policy.get(f"{ROOM}.target_share"), _financing(policy, heads, known)
    if target is None:
        return None, []
    if financing is None or known.risk_balance_fen is None:
        return None, [_not_known(is_financing=financing is None)]
    balance = known.figure(BASE.child("balance", "年初结存", "balance before"), known.risk_balance_fen, "risk balance")
    wanted = _wanted(policy, heads, financing)
    words = ("contribution", "本年提取", "this year's contribution")
    contribution = _taken(words, wanted, (financing, balance, target))
    after = total(BASE.child("after", "提取后结存", "balance after the contribution"), (balance, contribution))
    drawn, refill = _emergency(known, wanted, (financing, after, target))
    return RiskFund(financing, balance, contribution, after, drawn, refill), []


def _financing(policy: Policy, heads: Figure, known: Known) -> Figure | None:
    """The year's financing: as given, else heads at the pack's financing per head, else not known."""
    name = BASE.child("financing", "年筹资总额", "annual financing")
    if known.financing_fen is not None:
        return known.figure(name, known.financing_fen, "financing")
    per_head = policy.get("budget.financing_per_head")
    return None if per_head is None else derive(name, "times", {"count": heads, "amount": per_head})


def _wanted(policy: Policy, heads: Figure, financing: Figure) -> Figure:
    name = BASE.child("wanted", "应提取", "contribution by the rule")
    amount = policy.get(f"{ROOM}.contribution_per_head")
    if amount is not None:
        return derive(name, "times", {"count": heads, "amount": amount})
    return derive(name, "share", {"whole": financing, "rate": policy[f"{ROOM}.contribution_rate"]})


def _taken(words: tuple[str, str, str], wanted: Figure, held: tuple[Figure, Figure, Figure]) -> Figure:
    financing, balance, target = held
    inputs = {"contribution": wanted, "financing": financing, "balance": balance, "target": target}
    return derive(BASE.child(*words), "risk_fund_contribution", inputs)


def _emergency(
    known: Known, wanted: Figure, held: tuple[Figure, Figure, Figure]
) -> tuple[Figure | None, Figure | None]:
    """An approved draw, and what the next year would put back at the same rate."""
    if known.emergency_need_fen is None:
        return None, None
    financing, after, target = held
    need = known.figure(
        BASE.child("need", "应急所需", "needed in an emergency"), known.emergency_need_fen, "emergency need"
    )
    approved = known.figure(
        BASE.child("is_approved", "已批准动用", "approved", "flag"), int(known.is_approved), "approval"
    )
    drawn = derive(
        BASE.child("drawn", "动用", "drawn"), "draw", {"need": need, "balance": after, "is_allowed": approved}
    )
    left = derive(
        BASE.child("left", "动用后结存", "balance after the draw"), "difference", {"whole": after, "part": drawn}
    )
    words = ("refill", "下年补提", "filled again next year at the same rate")
    return drawn, _taken(words, wanted, (financing, left, target))


def _not_known(*, is_financing: bool) -> Finding:
    if is_financing:
        return Finding(
            "budget.no_financing",
            _("the risk fund is not shown: financing per head of that year is not known"),
            where="budget.financing_per_head",
            remedy=_("give the whole: --financing 9.2亿元, or write it into the pack, with its clause"),
        )
    return Finding(
        "budget.no_risk_balance",
        _("the risk fund is not shown: its balance is not known"),
        remedy=_("give it: --risk-balance 8000万元"),
    )
