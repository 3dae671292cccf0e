"""Payment by head: signed heads at a rate, less what others were paid for them."""

from collections.abc import Callable, Mapping

from fenming.kernel import BadInput, Figure
from fenming.kernel.language import _
from fenming.mechanisms import derive, total
from fenming.payment.methods.year import Earned, SignedYear
from fenming.policy import Policy

ROOM = "payment.capitation"


def earned(policy: Policy, years: Mapping[str, SignedYear]) -> dict[str, Earned]:
    """What each institution earned for the people who signed with it, by the pack's `payment.capitation.rule`.

    Bills of referral are taken off where the pack charges them to the signed institution, even below zero.
    Raises BadInput where the pack or the facts leave open what the rule needs.
    """
    rule = policy[f"{ROOM}.rule"]
    return {
        institution: _one(policy, year, RULES[rule.value](policy, year, rule)) for institution, year in years.items()
    }


def _one(policy: Policy, year: SignedYear, gross: Figure) -> Earned:
    name = year.name.child("capitation", "按人头应付", "earned by head")
    referral = policy.get(f"{ROOM}.referral")
    if referral is None or referral.value != "charged_to_signed":
        amount = total(name, [gross], () if referral is None else (referral,))
    else:
        amount = derive(name, "difference", {"whole": gross, "part": year.referral_bills}, (referral,))
    return Earned(year.institution_id, "capitation", amount)


def _years_mean(_policy: Policy, year: SignedYear, rule: Figure) -> Figure:
    """Each category's signed heads at the mean of past years' spend per head."""
    parts = [_category(year, category) for category in year.signed]
    return total(year.name.child("capitation_total", "人头总额", "total by heads"), parts, (rule,))


def _category(year: SignedYear, category: str) -> Figure:
    if category not in year.spend or category not in year.heads:
        raise BadInput(
            "payment.no_history",
            what=_("no past years are known of '{category}' at {institution}").format(
                category=category, institution=year.institution_id
            ),
            why=_("the head's rate is the mean of past years"),
            remedy=_("give spend and heads of those years by category"),
        )
    name = year.name.child(f"capitation.{category}", f"{category}·人头总额", f"{category}: total by heads")
    inputs = {"spend": year.spend[category], "heads": year.heads[category], "signed": year.signed[category]}
    return derive(name, "capitation_of_years", inputs)


def _cost_per_patient(policy: Policy, year: SignedYear, rule: Figure) -> Figure:
    """Signed heads at the rate that a disease's whole cost and visits give."""
    if year.cost is None or year.visits is None:
        raise BadInput(
            "payment.no_cost",
            what=_("cost and visits of the disease are not known for {institution}").format(
                institution=year.institution_id
            ),
            why=_("the head's rate is made from them"),
            remedy=_("give both for the base year"),
        )
    inputs = {"cost": year.cost, "visits": year.visits}
    inputs |= {word: policy[f"{ROOM}.{word}"] for word in ("fund_share", "growth", "visits_per_patient")}
    head = derive(year.name.child("capitation_head", "人头标准", "rate of a head"), "capitation_head", inputs, (rule,))
    signed = total(year.name.child("signed", "签约人数", "signed", "person"), year.signed.values())
    name = year.name.child("capitation_total", "人头总额", "total by heads")
    return derive(name, "times", {"count": signed, "amount": head})


def _per_head(policy: Policy, year: SignedYear, rule: Figure) -> Figure:
    """Contracted residents at the outpatient rate, and those whose chronic disease is managed at theirs on top."""
    signed = total(year.name.child("signed", "签约人数", "signed", "person"), year.signed.values())
    name = year.name.child("capitation_general", "签约人头额", "contracted heads")
    parts = [derive(name, "times", {"count": signed, "amount": policy[f"{ROOM}.per_head"]})]
    managed = policy.get(f"{ROOM}.chronic_per_head")
    if managed is not None and year.chronic_managed is not None:
        name = year.name.child("capitation_chronic", "慢病管理人头额", "managed chronic heads")
        parts.append(derive(name, "times", {"count": year.chronic_managed, "amount": managed}))
    return total(year.name.child("capitation_total", "人头总额", "total by heads"), parts, (rule,))


RULES: Mapping[str, Callable[[Policy, SignedYear, Figure], Figure]] = {
    "years_mean": _years_mean,
    "cost_per_patient": _cost_per_patient,
    "per_head": _per_head,
}
