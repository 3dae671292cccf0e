"""Payment by the day: class quotas, an approved rate with shared differences, stages of a stay, or a plain rate."""

from collections.abc import Callable, Mapping

from fenming.kernel import BadInput, Figure, Finding
from fenming.kernel.language import _
from fenming.mechanisms import derive, derive_parts, total
from fenming.mechanisms.days_in_stages import BEYOND
from fenming.payment.methods.cell import cell
from fenming.payment.methods.year import Earned, InstitutionYear
from fenming.policy import Policy

ROOM = "payment.bed_day"


def earned(policy: Policy, years: Mapping[str, InstitutionYear]) -> dict[str, Earned]:
    """What each institution earned for its bed-days, by the pack's `payment.bed_day.rule`.

    Raises BadInput where the pack leaves open what the rule needs.
    """
    rule = policy[f"{ROOM}.rule"]
    return {institution: RULES[rule.value](policy, year, rule) for institution, year in years.items()}


def _class_quota(policy: Policy, year: InstitutionYear, rule: Figure) -> Earned:
    """Class ratios by shares × quota × days, at most the pack's share of the reasonable advance."""
    quota = cell(policy[f"{ROOM}.quota"], year.level)
    shares = _needed(year, "class_share", year.agreed.class_share)
    inputs = {"days": year.days, "quota": quota, "ratios": policy[f"{ROOM}.class_ratio"], "shares": shares}
    payable = derive(
        year.name.child("bed_day_payable", "床日应付", "payable for bed-days"), "bed_day_payable", inputs, (rule,)
    )
    limit, advance = policy.get(f"{ROOM}.advance_limit"), year.agreed.advance
    if limit is None:
        return _earned(year, payable)
    if advance is None:
        return _earned(year, payable, (_no_advance(year),))
    name = year.name.child("bed_day", "按床日应付", "earned by bed-day")
    capped = derive(name, "capped_at_share", {"amount": payable, "base": advance, "rate": limit})
    return Earned(year.institution_id, "bed_day", capped)


def _shared_standard(policy: Policy, year: InstitutionYear, rule: Figure) -> Earned:
    """The approved rate for all days, with part of what the year's cost exceeds it by or falls short of it."""
    rate = year.agreed.day_rate or cell(policy[f"{ROOM}.quota"], year.level)
    name = year.name.child("bed_day_standard", "床日标准总额", "days at the approved rate")
    standard = derive(name, "times", {"count": year.days, "amount": rate})
    inputs = {
        "actual": year.fund,
        "standard": standard,
        "over_rate": policy[f"{ROOM}.over_share"],
        "under_rate": policy[f"{ROOM}.under_share"],
    }
    name = year.name.child("bed_day", "按床日应付", "earned by bed-day")
    return Earned(year.institution_id, "bed_day", derive(name, "shared_difference", inputs, (rule,)))


def _staged(policy: Policy, year: InstitutionYear, rule: Figure) -> Earned:
    """Days of each stage at the day rate and the stage's share; days beyond the last stage are told, not paid."""
    stages, shares = policy[f"{ROOM}.stage_days"], policy[f"{ROOM}.stage_share"]
    rate = year.agreed.day_rate or cell(policy[f"{ROOM}.quota"], year.level)
    named = year.name.child("days", "各阶段床日", "days by stage", "day").parts((*stages.value, BEYOND), policy.labels)
    days = derive_parts(named, "days_in_stages", {"stays": year.stays, "stage_days": stages}, (rule,))
    paid = [_stage(year, stage, (days[stage], rate, cell(shares, stage, "ppm"))) for stage in stages.value]
    amount = total(year.name.child("bed_day", "按床日应付", "earned by bed-day"), paid)
    beyond = days[BEYOND].value
    findings = (_beyond(year, beyond),) if beyond else ()
    return Earned(year.institution_id, "bed_day", amount, findings)


def _stage(year: InstitutionYear, stage: str, made_of: tuple[Figure, Figure, Figure]) -> Figure:
    days, rate, part = made_of
    name = year.name.child(f"stage.{stage}", f"{stage}·床日费用", f"{stage}: cost of its days")
    cost = derive(name, "times", {"count": days, "amount": rate})
    name = year.name.child(f"stage_paid.{stage}", f"{stage}·基金支付", f"{stage}: paid by the fund")
    return derive(name, "share", {"whole": cost, "rate": part})


def _plain(policy: Policy, year: InstitutionYear, rule: Figure) -> Earned:
    """Days at the rate of the institution's level."""
    rate = year.agreed.day_rate or cell(policy[f"{ROOM}.quota"], year.level)
    name = year.name.child("bed_day", "按床日应付", "earned by bed-day")
    amount = derive(name, "times", {"count": year.days, "amount": rate}, (rule,))
    return Earned(year.institution_id, "bed_day", amount)


RULES: Mapping[str, Callable[[Policy, InstitutionYear, Figure], Earned]] = {
    "class_quota": _class_quota,
    "shared_standard": _shared_standard,
    "staged": _staged,
    "plain": _plain,
}


def _earned(year: InstitutionYear, payable: Figure, findings: tuple[Finding, ...] = ()) -> Earned:
    name = year.name.child("bed_day", "按床日应付", "earned by bed-day")
    return Earned(year.institution_id, "bed_day", total(name, [payable]), findings)


def _needed(year: InstitutionYear, word: str, figure: Figure | None) -> Figure:
    if figure is not None:
        return figure
    raise BadInput(
        "payment.not_agreed",
        what=_("nothing is known of '{word}' for {institution}").format(word=word, institution=year.institution_id),
        why=_("the pack's rule for bed-days needs it, and it stands in no bill"),
        remedy=_("give it with the institution's agreement"),
    )


def _no_advance(year: InstitutionYear) -> Finding:
    return Finding(
        "payment.no_advance",
        _("no reasonable advance is known for {institution}").format(institution=year.institution_id),
        why=_("the pack caps the payment at a share of it"),
        remedy=_("give the advance; until then the payable is shown without that cap"),
    )


def _beyond(year: InstitutionYear, days: int) -> Finding:
    return Finding(
        "payment.days_beyond_stages",
        _("{institution} has {days} bed-days beyond the last stage").format(institution=year.institution_id, days=days),
        why=_("no rule was seen that pays them"),
        remedy=_("look at these stays; the pack would have to say what is paid for them"),
    )
