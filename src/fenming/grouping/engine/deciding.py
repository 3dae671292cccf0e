"""Which code put the case into its ADRG: a procedure before a diagnosis, else the principal diagnosis."""

from typing import Any

from fenming.grouping.engine.rules import ANY, COMBINATION, PRINCIPAL, YES, At, Cases, Room, Rules
from fenming.grouping.engine.test import test_term
from fenming.kernel.compiled import compiled


@compiled
def deciding_code(rules: Rules, cases: Cases, room: Room, at: At, row: int) -> int:
    """The place, for the ADRG in `row`, of the code among the case's: of a procedure, minus two minus its place."""
    best = at.dx
    for condition in range(rules.row_first[row], rules.row_first[row + 1]):
        kind = rules.kind[condition]
        place = at.dx
        if kind in (PRINCIPAL, ANY):
            place = place_in_list(rules, cases, at, rules.first[condition])
        elif kind == COMBINATION:
            place = place_in_terms(rules, cases, room, at, (rules.first[condition], rules.second[condition]))
        if place < 0:
            return place
        if place != at.dx:
            best = place
    return best


@compiled
def place_in_terms(rules: Rules, cases: Cases, room: Room, at: At, terms: tuple[int, int]) -> int:
    """The place of the first code of the first term that holds."""
    for term in range(terms[0], terms[1]):
        if test_term(rules, room, at, term) == YES:
            for literal in range(rules.term_first[term], rules.term_first[term + 1]):
                place = place_in_list(rules, cases, at, rules.literal_list[literal])
                if place < 0:
                    return place
    return at.dx


@compiled
def place_in_list(rules: Rules, cases: Cases, at: At, codes: int) -> int:
    """The place of the case's first code in a list; the principal diagnosis where there is none."""
    if codes < at.dx_lists:
        for place in range(at.dx, at.dx_end):
            if is_listed(rules.dx_first, rules.dx_list, cases.dx[place], codes):
                return place
        return at.dx
    for place in range(at.proc, at.proc_end):
        if is_listed(rules.proc_first, rules.proc_list, cases.proc[place], codes):
            return -2 - place
    return at.dx


@compiled
def is_listed(first: Any, lists: Any, code: int, codes: int) -> bool:
    """Whether a code is in a list."""
    if code >= 0:
        for place in range(first[code], first[code + 1]):
            if lists[place] == codes:
                return True
    return False
