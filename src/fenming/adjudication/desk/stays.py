"""Which settlements belong to one stay: those in the middle of it, and emergency care that turned into it."""

from itertools import pairwise
from typing import Any

import numpy as np

from fenming.adjudication.desk.bills import field
from fenming.adjudication.desk.facts import Facts
from fenming.adjudication.law.words import EMERGENCY
from fenming.adjudication.plan.claim import NO_STAY

HOURS = 24


def name_stays(bills: Any, facts: Facts) -> None:
    """Give every stay of these bills of whole persons a number, alike for all its parts.

    A settlement marked as mid-stay goes on in the person's next stay that begins on its first day or no later than
    the day after its last. An emergency visit belongs to the next stay that begins within the hours its rules name
    (whole days apart × 24); it is then judged as that stay's care at that stay's level.
    """
    stay, original = field(bills, "stay"), field(bills, "original")
    is_stay = facts.is_stay_care[field(bills, "care")] & (original < 0)
    rows = np.flatnonzero(is_stay)
    stay[:] = NO_STAY
    stay[rows] = rows
    if field(bills, "goes_on").any():
        _join_settlements(bills, rows)
    if facts.has_merges:
        _join_emergencies(bills, rows, facts)


def _join_settlements(bills: Any, rows: Any) -> None:
    person, began, ended, stay = (field(bills, name) for name in ("person", "began", "ended", "stay"))
    goes_on = field(bills, "goes_on")
    for row, following in pairwise(rows):
        is_next = began[following] == began[row] or 0 <= began[following] - ended[row] <= 1
        if goes_on[row] and person[row] == person[following] and is_next:
            stay[following] = stay[row]


def _join_emergencies(bills: Any, rows: Any, facts: Facts) -> None:
    person, day, stay = (field(bills, name) for name in ("person", "day", "stay"))
    care, began, level = (field(bills, name) for name in ("care", "began", "level"))
    visits = np.flatnonzero((care == EMERGENCY) & (field(bills, "original") < 0))
    following = np.searchsorted(rows, visits)
    visits, following = visits[following < len(rows)], rows[following[following < len(rows)]]
    hours = facts.of_care(bills[:, following], "emergency_merge")
    apart = (began[following] - day[visits]) * HOURS
    joined = (person[visits] == person[following]) & (apart >= 0) & (apart <= hours)
    for visit, admission in zip(visits[joined], following[joined], strict=True):
        stay[visit], care[visit], level[visit] = stay[admission], care[admission], level[admission]
