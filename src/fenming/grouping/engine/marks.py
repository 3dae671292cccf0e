"""The case at hand: which lists its codes are in, and how severe its complications are."""

from typing import Any

from fenming.grouping.engine.rules import BLANK, UNKNOWN_CODE, At, Cases, Room, Rules
from fenming.kernel.compiled import compiled

MCC = 2


@compiled
def take_up(rules: Rules, cases: Cases, room: Room, row: int, dx_lists: int) -> At:
    """Mark the lists of all codes of a case, and see what is unknown of it."""
    dx, dx_end = cases.dx_first[row], cases.dx_first[row + 1]
    proc, proc_end = cases.proc_first[row], cases.proc_first[row + 1]
    unknown_dx = mark_codes(rules.dx_first, rules.dx_list, cases.dx, room.any_mark, (dx, dx_end, row))
    unknown_proc = mark_codes(rules.proc_first, rules.proc_list, cases.proc, room.any_mark, (proc, proc_end, row))
    principal = proc
    while principal < proc_end and cases.proc[principal] == BLANK:
        principal += 1
    mark_codes(rules.dx_first, rules.dx_list, cases.dx, room.principal_mark, (dx, min(dx + 1, dx_end), row))
    until = min(principal + 1, proc_end)
    mark_codes(rules.proc_first, rules.proc_list, cases.proc, room.principal_mark, (principal, until, row))
    principal_proc = cases.proc[principal] if principal < proc_end else BLANK
    least = severity(rules, cases, dx, dx_end)
    most = MCC if unknown_dx >= 0 else least
    return At(row, dx, dx_end, proc, proc_end, dx_lists, unknown_dx, unknown_proc, principal_proc, least, most)


@compiled
def mark_codes(first: Any, lists: Any, codes: Any, marks: Any, part: tuple[int, int, int]) -> int:
    """Put the case's stamp on every list that holds one of its codes; gives the place of the first unknown code or -1."""
    unknown = -1
    for place in range(part[0], part[1]):
        code = codes[place]
        if code >= 0:
            for at in range(first[code], first[code + 1]):
                marks[lists[at]] = part[2]
        elif code == UNKNOWN_CODE and unknown < 0:
            unknown = place
    return unknown


@compiled
def severity(rules: Rules, cases: Cases, dx: int, dx_end: int) -> int:
    """The highest level among the complications that count: 2 MCC, 1 CC, 0 neither."""
    worst = 0
    if dx < dx_end and cases.dx[dx] >= 0:
        for place in range(dx + 1, dx_end):
            level = counted_level(rules, cases.dx[dx], cases.dx[place])
            worst = max(worst, level)
    return worst


@compiled
def counted_level(rules: Rules, principal: int, code: int) -> int:
    """The level of a further diagnosis beside this principal one: negative where its exclusion list shuts it out."""
    if code < 0 or rules.cc_level[code] == 0:
        return 0
    level: int = rules.cc_level[code]
    for place in range(rules.exclusion_first[principal], rules.exclusion_first[principal + 1]):
        if rules.exclusion_list[place] == rules.cc_list[code]:
            return -level
    return level
