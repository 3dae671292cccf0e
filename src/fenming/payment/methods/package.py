"""Packages by head: the chronic bundle, the family doctor's fee, an outpatient package out of history."""

from collections.abc import Mapping
from dataclasses import dataclass

from fenming.kernel import Figure
from fenming.mechanisms import Name, collect, derive, total
from fenming.policy import Policy


@dataclass(frozen=True, slots=True)
class ChronicBundle:
    """The year's bundle of one consortium or unit in fen: `quota` by heads, `supplement` for the contracted on top, both."""

    quota: Figure
    supplement: Figure
    whole: Figure


def chronic_bundle(policy: Policy, name: Name, heads: Figure, contracted: Figure) -> ChronicBundle:
    """The chronic bundle for `heads` registered, of them `contracted`; Suixi pays the supplement outside the quota."""
    per_head, extra = policy["budget.chronic_quota_per_head"], policy["budget.chronic_contracted_supplement_per_head"]
    quota = derive(
        name.child("chronic_quota", "慢病包干额度", "chronic quota"), "times", {"count": heads, "amount": per_head}
    )
    words = name.child("chronic_supplement", "签约慢病补助", "supplement for the contracted")
    supplement = derive(words, "times", {"count": contracted, "amount": extra})
    whole = total(name.child("chronic_bundle", "慢病包干合计", "chronic bundle"), (quota, supplement))
    return ChronicBundle(quota, supplement, whole)


def family_doctor_fee(policy: Policy, name: Name, heads: Figure) -> Figure:
    """The fund's money for family doctors, paid by the township after assessment: heads at the fee."""
    amount = policy["budget.family_doctor_fee_per_head"]
    return derive(
        name.child("family_doctor_fee", "家庭医生签约费", "family-doctor fee"),
        "times",
        {"count": heads, "amount": amount},
    )


@dataclass(frozen=True, slots=True)
class OutpatientHistory:
    """What an outpatient package is made of: past years' amounts (fen by year), weights, growth and share (ppm), deductions (fen)."""

    amounts: Figure
    weights: Figure
    growth: Figure
    share: Figure
    deductions: Mapping[str, Figure]


def outpatient_package(name: Name, history: OutpatientHistory) -> Figure:
    """The consortium's outpatient package: weighted history grown, its outpatient share, less what is paid elsewhere."""
    taken = collect(
        name.child("outpatient_deductions", "门诊包干扣除项", "taken off the outpatient part"), history.deductions
    )
    inputs = {
        "amounts": history.amounts,
        "weights": history.weights,
        "growth": history.growth,
        "share": history.share,
        "deductions": taken,
    }
    return derive(name.child("outpatient_package", "门诊包干额", "outpatient package"), "outpatient_package", inputs)
