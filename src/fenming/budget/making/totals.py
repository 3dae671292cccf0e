"""The next total of one scheme: past years weighted, growing no faster than the fund, an earned surplus left in."""

from dataclasses import dataclass

from fenming.budget.making.history import SCHEMES, WORDS, History
from fenming.budget.making.known import Known
from fenming.kernel import BadInput, Figure
from fenming.kernel.language import _
from fenming.mechanisms import Name, collect, derive, total
from fenming.policy import Policy

ROOM = "budget.making"


@dataclass(frozen=True, slots=True)
class Totals:
    """Next year's total of one scheme in fen: `total` is one of `by_spend`, which follows what was spent, and `by_earned`, which leaves
    an earned surplus in (None where no surplus is known); `keeps_surplus` says whether the rule on surpluses was in force.

    `growth_wanted`, `fund_growth` (None where the pack sets no limit) and `growth` are ppm; `increment` is the total less
    what the last year cost.
    """

    growth_wanted: Figure
    fund_growth: Figure | None
    growth: Figure
    surplus: Figure | None
    total: Figure
    by_spend: Figure
    by_earned: Figure | None
    keeps_surplus: bool
    increment: Figure
    outpatient: Figure | None


def make_totals(policies: tuple[Policy, Policy], history: History, year: int, known: Known) -> Totals:
    """The total of `year` by the pack's weights and growth; `policies` are of that year's end and of the year's before.

    Raises BadInput where the pack or the facts leave open what is needed.
    """
    policy, base = policies[0], Name(f"budget.next.{history.scheme}", *_words(history.scheme))
    weights = _weights(policy, known)
    spend = {one: history.needed(one, year) for one, weight in weights.value.items() if weight}
    wanted = _wanted(policy, history.scheme)
    fund_growth = _fund_growth(policies, base, known)
    growth = wanted if fund_growth is None else _lesser(base, policy, wanted, fund_growth)
    surplus = _surplus(base, known) if history.scheme == "resident" else None  # consortia are paid for residents
    earned = spend if surplus is None else spend | {"latest": _with_surplus(base, spend["latest"], surplus)}

    def grown(name: Name, amounts: dict[str, Figure]) -> Figure:
        by_year = collect(name.child("amounts", "各年基数", "amounts by year"), amounts)
        return derive(name, "grown_mean", {"amounts": by_year, "weights": weights, "rate": growth})

    by_spend = grown(base.child("by_spend", "按实际支出的总额", "total by what was spent"), spend)
    words = base.child("by_earned", "结余不核减的总额", "total with the earned surplus left in")
    by_earned = None if surplus is None else grown(words, earned)
    effect = policy.get(f"{ROOM}.surplus_effect")
    keeps = effect is not None and effect.value == "not_reducing"
    picked = by_earned if keeps and by_earned is not None else by_spend
    chosen = total(base.child("total", "次年总额", "next total"), [picked], () if effect is None else (effect,))
    increment = derive(
        base.child("increment", "新增资金", "new money"),
        "difference",
        {"whole": chosen, "part": history.needed("latest", year)},
    )
    outpatient = _outpatient(policy, base, history)
    return Totals(wanted, fund_growth, growth, surplus, chosen, by_spend, by_earned, keeps, increment, outpatient)


def _weights(policy: Policy, known: Known) -> Figure:
    """The weights of past years; some places weigh them otherwise in a package's first year."""
    first = policy.get(f"{ROOM}.first_history_weights") if known.is_first_year else None
    return policy[f"{ROOM}.history_weights"] if first is None else first


def _words(scheme: str) -> tuple[str, str]:
    return SCHEMES.get(scheme, (scheme, scheme))


def _wanted(policy: Policy, scheme: str) -> Figure:
    table = policy[f"{ROOM}.growth"]
    if scheme not in table.value:
        raise BadInput(
            "budget.no_growth",
            what=_("the pack gives no growth for the scheme '{scheme}'").format(scheme=scheme),
            where=table.name,
            why=_("it is written for: {known}").format(known=", ".join(table.value)),
            remedy=_("write the growth into the pack, with its clause"),
        )
    return _cell(table, scheme)


def _cell(table: Figure, key: str) -> Figure:
    label = (f"{table.label}·{_words(key)[0]}", f"{table.label_en}: {_words(key)[1]}")
    return Figure(
        f"{table.name}[{key}]", table.value[key], "ppm", "parameter", *label, cite=table.cite, reading=table.reading
    )


def _fund_growth(policies: tuple[Policy, Policy], base: Name, known: Known) -> Figure | None:
    limit = policies[0].get(f"{ROOM}.growth_limit")
    if limit is None or limit.value == "none":
        return None
    name = base.child("fund_growth", "基金筹资增长率", "growth of the fund", "ppm")
    if known.fund_growth_ppm is not None:
        return known.figure(name, known.fund_growth_ppm, "fund growth")
    after, before = (policy.get("budget.financing_per_head") for policy in policies)
    if after is None or before is None:
        raise BadInput(
            "budget.no_fund_growth",
            what=_("how the fund grows is not known"),
            where=limit.name,
            why=_("the pack lets totals grow no faster than the fund, and gives no financing per head for both years"),
            remedy=_("give it: --fund-growth 4%, or write budget.financing_per_head of both years into the pack"),
        )
    return derive(name, "rise", {"amount": _dated(after, policies[0]), "before": _dated(before, policies[1])})


def _dated(figure: Figure, policy: Policy) -> Figure:
    """The same parameter with its year in the name: two years of one parameter are two figures."""
    year = policy.day.year
    return Figure(
        f"{figure.name}[{year}]",
        figure.value,
        figure.unit,
        figure.verb,
        f"{figure.label}·{year}年",
        f"{figure.label_en}: {year}",
        cite=figure.cite,
        reading=figure.reading,
    )


def _lesser(base: Name, policy: Policy, wanted: Figure, fund_growth: Figure) -> Figure:
    name = base.child("growth", "采用的增长率", "growth used", "ppm")
    return derive(name, "lesser", {"amount": wanted, "limit": fund_growth}, (policy[f"{ROOM}.growth_limit"],))


def _surplus(base: Name, known: Known) -> Figure | None:
    if known.surplus_fen is None:
        return None
    name = base.child("surplus", "上一年结余", "surplus earned last year")
    return known.figure(name, known.surplus_fen, known.surplus_name or "surplus")


def _with_surplus(base: Name, spend: Figure, surplus: Figure) -> Figure:
    words = WORDS["latest"]
    name = base.child("spend_and_surplus", f"{words[0]}支出加结余", "last year's spend and earned surplus")
    return total(name, (spend, surplus))


def _outpatient(policy: Policy, base: Name, history: History) -> Figure | None:
    """What the pack's own growth of outpatient budgets makes of last year's outpatient spend; a part of the total."""
    growth = policy.get("budget.outpatient_growth")
    if growth is None or history.scheme not in growth.value or history.outpatient is None:
        return None
    amounts = collect(
        base.child("outpatient_amounts", "门诊基数", "outpatient amounts"), {"latest": history.outpatient}
    )
    weights = Figure("budget.last_year_alone", {"latest": 1}, "weight", "calendar", "只用上一年", "last year alone")
    inputs = {"amounts": amounts, "weights": weights, "rate": _cell(growth, history.scheme)}
    return derive(base.child("outpatient", "门诊预算", "outpatient budget"), "grown_mean", inputs)
