"""Who came back too soon: an earlier stay in the same group loses part of its points."""

from collections.abc import Iterable, Mapping
from itertools import pairwise

from fenming.payment.drg.price import Case, Decision
from fenming.payment.drg.rules import ReadmissionRule

EXCUSED = "excused"


def readmitted(
    cases: Iterable[Case], rule: ReadmissionRule | None, decisions: Mapping[str, Decision]
) -> dict[str, str]:
    """Earlier stay → the stay that followed it too soon, by case id; whole persons are needed, in any order.

    The next stay of the person in the same group counts if it begins 0 to `window_days` days after discharge, is not
    exempt by its group or principal diagnosis, and was not excused by a review.
    """
    if rule is None:
        return {}
    is_anywhere = rule.scope != "same_institution"
    stays: dict[tuple[object, ...], list[Case]] = {}
    for case in cases:
        if case.drg:
            where = "" if is_anywhere else case.institution_id
            stays.setdefault((case.person_id, case.drg, where), []).append(case)
    found = {}
    for listed in (several for several in stays.values() if len(several) > 1):
        listed.sort(key=lambda case: (case.admitted, case.discharged, case.case_id))
        for before, after in pairwise(listed):
            if 0 <= after.admitted - before.discharged <= rule.window_days and _counts(after, rule, decisions):
                found[before.case_id] = after.case_id
    return found


def _counts(after: Case, rule: ReadmissionRule, decisions: Mapping[str, Decision]) -> bool:
    if any(code.startswith(exempt) for exempt in rule.exempt for code in (after.drg, after.diagnosis_id)):
        return False
    decision = decisions.get(after.case_id)
    return decision is None or decision.result != EXCUSED
