"""Special-case review 特例单议: who may apply, in which order, how many, and what the results are worth."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import NamedTuple

from fenming.kernel import BadInput, Finding, format_ppm
from fenming.kernel.language import _
from fenming.mechanisms.review_quota import review_quota
from fenming.payment.drg.price import Decision, PricedCase
from fenming.payment.drg.rules import DrgRules, ReviewRule

RESULTS = ("at_cost", "capped", "refused", "excused")
REGION = ""  # the one queue where the whole region has one quota


class Application(NamedTuple):
    """A hospital asks for a review of one of its cases."""

    case_id: str
    applied_on: date
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Placed:
    """An application with its place in the queue (0: in none), whether it is within the quota, and why or why not."""

    case_id: str
    institution_id: str
    place: int
    is_within: bool
    reason: str


def queue_reviews(applications: Iterable[Application], priced: Sequence[PricedCase], rules: DrgRules) -> list[Placed]:
    """Every application placed, in the order of queues and places; those over the quota say so.

    `priced`: all cases of the period, by which discharges are counted. The queue of a hospital (or of the region) is
    ordered by day of application, or by how far the cost lies above the mean, as the pack says; ties by case number.
    Raises BadInput where the pack has no quota.
    """
    rule = _rule(rules)
    known = {one.case.case_id: one for one in priced}
    discharges = Counter(_queue(one, rule) for one in priced)
    queues: dict[str, dict[str, tuple[object, ...]]] = {}
    refused = []
    for application in sorted(applications):
        one = known.get(application.case_id)
        if one is None:
            refused.append(Placed(application.case_id, "", 0, False, _("no case of this period has this number")))
        elif application.case_id in queues.setdefault(_queue(one, rule), {}):
            refused.append(_refused(one, _("the case stands in the queue already")))
        else:
            queues[_queue(one, rule)][application.case_id] = _order(application, one, rule)
    placed = [
        _place(known[case_id], place, discharges[queue], rule)
        for queue, waiting in sorted(queues.items())
        for place, case_id in enumerate(sorted(waiting, key=waiting.__getitem__), 1)
    ]
    return placed + refused


def _rule(rules: DrgRules) -> ReviewRule:
    if rules.review is None:
        raise BadInput(
            "drg.no_review_quota",
            _("the pack does not say how many cases may be reviewed"),
            "payment.drg.review_quota_rate",
            _("a queue without a quota would pay by cost without end"),
            _("write payment/drg/review_quota_rate.yaml after the county's document"),
        )
    return rules.review


def _queue(one: PricedCase, rule: ReviewRule) -> str:
    return one.case.institution_id if rule.scope == "institution" else REGION


def _order(application: Application, one: PricedCase, rule: ReviewRule) -> tuple[object, ...]:
    if rule.order == "cost_over_mean":
        mean = one.sheet.measure_fen if one.sheet else Fraction(0)
        return (mean - one.case.total_fen, application.case_id)
    return (application.applied_on, application.case_id)


def _place(one: PricedCase, place: int, discharges: int, rule: ReviewRule) -> Placed:
    quota = review_quota(discharges, rule.quota_ppm)
    told = _("place {place} of {quota}, which is {rate} of {discharges} discharges")
    if place > quota:
        told = _("place {place} is over the quota of {quota}, which is {rate} of {discharges} discharges")
    reason = told.format(place=place, quota=quota, rate=format_ppm(rule.quota_ppm), discharges=discharges)
    return Placed(one.case.case_id, one.case.institution_id, place, place <= quota, reason)


def _refused(one: PricedCase, reason: str) -> Placed:
    return Placed(one.case.case_id, one.case.institution_id, 0, False, reason)


def decisions_of(
    results: Mapping[str, Decision], placed: Iterable[Placed]
) -> tuple[dict[str, Decision], list[Finding]]:
    """The results that count, by case, and a finding for each that does not: unknown words, and cases outside the quota.

    A readmission that is excused is no review of cost: it needs no place in the queue.
    """
    within = {one.case_id for one in placed if one.is_within}
    counted, findings = {}, []
    for case_id, decision in results.items():
        if decision.result not in RESULTS:
            findings.append(_unknown(case_id, decision))
        elif decision.result == "excused" or case_id in within:
            counted[case_id] = decision
        else:
            findings.append(_outside(case_id))
    return counted, findings


def _unknown(case_id: str, decision: Decision) -> Finding:
    return Finding(
        "drg.review_result",
        _("'{result}' is no result of a review").format(result=decision.result),
        case_id,
        _("what a case is paid after a review hangs on this word"),
        _("use one of: {known}").format(known=", ".join(RESULTS)),
    )


def _outside(case_id: str) -> Finding:
    return Finding(
        "drg.review_outside_quota",
        _("the result for case {case} does not count").format(case=case_id),
        case_id,
        _("the case was not applied for, or lies over the quota"),
        _("apply for it in the next period, or correct the list of applications"),
    )
