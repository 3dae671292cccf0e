"""Defects of settlement lists as institutions upload them: known, counted, each on a stated share."""

import numpy as np

from fenming.facts.twin.bills import Column
from fenming.facts.twin.cases.lists import Lists
from fenming.facts.twin.cases.plan import CasePlan
from fenming.facts.twin.draw import stream
from fenming.facts.twin.mistakes import how_many, picked

CLEAN, MISSING_LIST, CLINICAL_CODE, LOWER_CASE, WITHOUT_SEX, REPEATED_LIST = range(6)
KINDS = ("clean", "missing_list", "clinical_code", "lower_case", "without_sex", "repeated_list")


def set_case_traps(lists: Lists, plan: CasePlan, seed: int) -> Column:
    """The kind of defect of each list, none with two."""
    source, kind = stream(seed, "traps of settlement lists"), np.zeros(len(lists), dtype=np.int8)
    has_clinical = np.array([one.diagnosis in plan.clinical_codes for one in plan.principals])[lists.principal]
    for number, name in enumerate(KINDS[1:], 1):
        candidates = (kind == CLEAN) & (has_clinical if number == CLINICAL_CODE else True)
        kind[picked(source, candidates, how_many(getattr(plan.traps, name), len(lists)))] = number
    return kind


def counted(kind: Column) -> dict[str, int]:
    found = np.bincount(kind, minlength=len(KINDS))
    return {name: int(found[number]) for number, name in enumerate(KINDS) if number != CLEAN}
