"""What scores earn beside the money that is shared by them: a grade, and what the grade does to pay pools and the head's pay."""

from collections.abc import Mapping

from fenming.assessment.chain import Scores
from fenming.assessment.parties import Key, Party
from fenming.kernel import PPM, Figure
from fenming.mechanisms import Name, derive
from fenming.policy import Policy

BANDS = "assessment.grade_bands"
EFFECTS = {
    "pay_pool": ("assessment.pay_pool_effect", "薪酬总量浮动", "change of next year's pay pool"),
    "head_pay": ("assessment.head_pay_effect", "负责人年薪浮动", "change of the head's pay"),
    "subsidy": ("assessment.subsidy_effect", "财政补助浮动", "change of the fiscal subsidy"),
}
WHOLE = Figure("assessment.whole", PPM, "ppm", "calendar", "核定总量", "the amount as approved")


def graded_parties(policy: Policy, levels: Mapping[str, str], scores: Scores) -> dict[Key, dict[str, Figure]]:
    """Grade and its effects of every party with a total in the scheme of its level (`levels`); effects are ppm of the amount.

    Nothing where the pack knows no grades; no effect where it was never seen. Source: `assessment.grade_bands`, `.pay_pool_effect`,
    `.head_pay_effect`, `.subsidy_effect`.
    """
    bands = policy.get(BANDS)
    if bands is None:
        return {}
    listed = [one for scheme in levels.values() for one in scores[scheme].values()]
    return {one.party.key: _effects(policy, one.party, one.total, bands) for one in listed if one.total is not None}


def _effects(policy: Policy, party: Party, total: Figure, bands: Figure) -> dict[str, Figure]:
    base: Name = party.base
    grade = derive(base.child("grade", "考核等次", "grade", "choice"), "graded", {"score": total, "grades": bands})
    found = {"grade": grade}
    for effect, (parameter, label, label_en) in EFFECTS.items():
        rates = policy.get(parameter)
        if rates is not None:
            inputs = {"whole": WHOLE, "grade": grade, "effects": rates}
            found[effect] = derive(base.child(effect, label, label_en, "ppm"), "graded_effect", inputs)
    return found
