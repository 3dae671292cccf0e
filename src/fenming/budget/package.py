"""The county's package for its consortia as the rule is written: financing, premium, risk money, hand-over."""

from collections.abc import Mapping
from dataclasses import dataclass

from fenming.budget.roll import Roll
from fenming.kernel import Figure
from fenming.mechanisms import Name, collect, derive, derive_parts, total
from fenming.policy import Policy

MONTHS = tuple(f"{month:02d}" for month in range(1, 13))
COUNTY = Name("budget.county", "全县", "county")


@dataclass(frozen=True, slots=True)
class CountyBudget:
    """County-wide figures, in fen but `heads` and `chronic_heads` (persons)."""

    heads: Figure
    chronic_heads: Figure
    financing: Figure
    critical_illness_premium: Figure
    risk_money: Figure
    before_hand_over: Figure
    package: Figure
    withheld: Figure
    risk_reserve: Figure
    drg_budget: Figure
    chronic_quota: Figure


@dataclass(frozen=True, slots=True)
class ConsortiumBudget:
    """One consortium's year in fen: its package, what lies inside it, its risk reserve, twelve advances by month.

    The DRG budget and the chronic quota both lie inside the package and may overlap (chronic care paid by DRG is
    charged to the DRG budget), so they are measures of it and are never added to each other.
    """

    heads: Figure
    chronic_heads: Figure
    package: Figure
    drg_budget: Figure
    chronic_quota: Figure
    general_budget: Figure
    chronic_supplement: Figure
    family_doctor_fee: Figure
    risk_reserve: Figure
    advances: Mapping[str, Figure]


@dataclass(frozen=True, slots=True)
class Budget:
    """The county's budget and each consortium's, by consortium id."""

    county: CountyBudget
    consortia: Mapping[str, ConsortiumBudget]

    def figures(self) -> list[Figure]:
        """Every figure of the budget."""
        listed = [getattr(self.county, name) for name in CountyBudget.__slots__]
        for consortium in self.consortia.values():
            listed += [getattr(consortium, name) for name in ConsortiumBudget.__slots__ if name != "advances"]
            listed += consortium.advances.values()
        return listed


def build_budget(policy: Policy, roll: Roll) -> Budget:
    """The budget of the year that `policy` is dated in, for the people on `roll`.

    Raises BadInput where the pack leaves a needed parameter open and when nobody is insured.
    Source: the county pack's `budget.*` parameters, each with its clause.
    """
    names = {consortium: _base(roll, consortium) for consortium in roll.heads}
    county = _county(policy, roll)
    by_heads = collect(
        COUNTY.child("heads_by_consortium", "按医共体参保人数", "insured by consortium", "person"), roll.heads
    )
    packages = _divided(names, ("package", "包干基金", "package"), county.package, by_heads)
    by_package = collect(COUNTY.child("package_by_consortium", "按医共体包干基金", "package by consortium"), packages)
    drg = _divided(names, ("drg_budget", "DRG预算", "DRG budget inside the package"), county.drg_budget, by_package)
    reserves = _divided(names, ("risk_reserve", "当年风险金", "risk reserve"), county.risk_reserve, by_heads)
    return Budget(
        county,
        {
            consortium: _consortium(
                policy, roll, consortium, (packages[consortium], drg[consortium], reserves[consortium])
            )
            for consortium in roll.heads
        },
    )


def _base(roll: Roll, consortium: str) -> Name:
    called = roll.names[consortium]
    return Name(f"budget.consortium.{consortium}", called.label, called.label_en)


def _divided(
    names: Mapping[str, Name], words: tuple[str, str, str], whole: Figure, weights: Figure
) -> dict[str, Figure]:
    children = {consortium: name.child(*words) for consortium, name in names.items()}
    return derive_parts(children, "split", {"whole": whole, "weights": weights})


def _county(policy: Policy, roll: Roll) -> CountyBudget:
    heads = total(COUNTY.child("heads", "参保人数", "insured", "person"), roll.heads.values())
    chronic_heads = total(
        COUNTY.child("chronic_heads", "慢病登记人数", "registered chronic persons", "person"),
        roll.chronic_heads.values(),
        (policy["budget.chronic_heads_on"],),
    )

    def per_head(words: tuple[str, str, str], count: Figure, parameter: str) -> Figure:
        return derive(COUNTY.child(*words), "times", {"count": count, "amount": policy[parameter]})

    financing = per_head(("financing", "筹资总额", "financing"), heads, "budget.financing_per_head")
    premium_words = ("critical_illness_premium", "大病保险保费", "critical-illness premium")
    premium = per_head(premium_words, heads, "budget.critical_illness_premium_per_head")
    risk_words = ("risk_money", "增量基金风险金", "risk money on the increment")
    risk = per_head(risk_words, heads, "budget.increment_risk_money_per_head")
    before = _before_hand_over(financing, premium, risk)
    ratio = policy["budget.hand_over_ratio"]
    package = derive(COUNTY.child("package", "包干基金", "package"), "share", {"whole": before, "rate": ratio})
    kept = COUNTY.child("withheld", "未下达部分", "kept back at hand-over")
    withheld = derive(kept, "difference", {"whole": before, "part": package})
    drg_name = COUNTY.child("drg_budget", "DRG预算", "DRG budget inside the package")
    return CountyBudget(
        heads=heads,
        chronic_heads=chronic_heads,
        financing=financing,
        critical_illness_premium=premium,
        risk_money=risk,
        before_hand_over=before,
        package=package,
        withheld=withheld,
        risk_reserve=_risk_reserve(policy, withheld, risk),
        drg_budget=derive(drg_name, "share", {"whole": package, "rate": policy["budget.drg_share"]}),
        chronic_quota=per_head(
            ("chronic_quota", "慢病包干额度", "chronic quota"), chronic_heads, "budget.chronic_quota_per_head"
        ),
    )


def _before_hand_over(financing: Figure, premium: Figure, risk: Figure) -> Figure:
    name = COUNTY.child("after_premium", "筹资减大病保费", "financing less the premium")
    after_premium = derive(name, "difference", {"whole": financing, "part": premium})
    name = COUNTY.child("before_hand_over", "下达前基金", "fund before hand-over")
    return derive(name, "difference", {"whole": after_premium, "part": risk})


def _risk_reserve(policy: Policy, withheld: Figure, risk: Figure) -> Figure:
    """The year's risk money, which caps what the fund bears: the increment's part, with or without what is kept back."""
    source = policy["budget.risk_reserve_source"]
    parts = [risk, withheld] if source.value == "withheld_share" else [risk]
    return total(COUNTY.child("risk_reserve", "当年风险金", "the year's risk reserve"), parts, basis=(source,))


def _consortium(policy: Policy, roll: Roll, consortium: str, shared: tuple[Figure, Figure, Figure]) -> ConsortiumBudget:
    package, drg, reserve = shared
    base = _base(roll, consortium)

    def per_head(words: tuple[str, str, str], count: Figure, parameter: str) -> Figure:
        return derive(base.child(*words), "times", {"count": count, "amount": policy[parameter]})

    heads, chronic = roll.heads[consortium], roll.chronic_heads[consortium]
    quota = derive(
        base.child("chronic_quota", "慢病包干额度", "chronic quota"),
        "times",
        {"count": chronic, "amount": policy["budget.chronic_quota_per_head"]},
        (policy["budget.chronic_heads_on"],),
    )
    general = base.child("general_budget", "一般人群包干", "package outside the chronic quota")
    supplement = (
        "chronic_supplement",
        "签约慢病补助（额度外）",
        "supplement for contracted chronic persons, outside the quota",
    )
    return ConsortiumBudget(
        heads=heads,
        chronic_heads=chronic,
        package=package,
        drg_budget=drg,
        chronic_quota=quota,
        general_budget=derive(general, "difference", {"whole": package, "part": quota}),
        chronic_supplement=per_head(
            supplement, roll.contracted_chronic_heads[consortium], "budget.chronic_contracted_supplement_per_head"
        ),
        family_doctor_fee=per_head(
            ("family_doctor_fee", "家庭医生签约费", "family-doctor fee"), heads, "budget.family_doctor_fee_per_head"
        ),
        risk_reserve=reserve,
        advances=by_month(policy, base, package),
    )


def by_month(policy: Policy, base: Name, whole: Figure) -> dict[str, Figure]:
    """Twelve monthly advances (`01`…) that sum to `whole`, by the pack's schedule."""
    schedule = policy["budget.advance_schedule"]
    months = Figure(
        "budget.equal_months", dict.fromkeys(MONTHS, 1), "weight", "calendar", "十二个月等额", "twelve equal months"
    )
    names = {month: base.child(f"advance.{month}", f"{month}月预拨", f"advance of month {month}") for month in MONTHS}
    return derive_parts(names, "split", {"whole": whole, "weights": months}, basis=(schedule,))
