"""Whether a condition of a table row holds for a case: no, unknown, yes."""

from fenming.grouping.engine.rules import (
    ANY,
    CERTAIN,
    COMBINATION,
    MISSING_WORD,
    NO,
    NONE,
    NUMBER,
    NUMBERS,
    PRINCIPAL,
    SEVERITY,
    SITES,
    UNKNOWN,
    UNKNOWN_CODE,
    WORD,
    WORDS,
    YES,
    At,
    Cases,
    Room,
    Rules,
)
from fenming.kernel.compiled import compiled

FIELDS = len(NUMBERS)
WORD_FIELDS = len(WORDS)


@compiled
def test_row(rules: Rules, cases: Cases, room: Room, at: At, row: int) -> tuple[int, int]:
    """Whether all conditions of a row hold, and the first that is in doubt."""
    cause = CERTAIN
    for condition in range(rules.row_first[row], rules.row_first[row + 1]):
        answer = test_condition(rules, cases, room, at, condition)
        if answer == NO:
            return NO, CERTAIN
        if answer == UNKNOWN and cause == CERTAIN:
            cause = condition
    return (YES if cause == CERTAIN else UNKNOWN), cause


@compiled
def test_condition(  # noqa: PLR0911 - one answer for each kind of condition
    rules: Rules, cases: Cases, room: Room, at: At, condition: int
) -> int:
    """Whether one condition holds."""
    kind, first, second = rules.kind[condition], rules.first[condition], rules.second[condition]
    if kind == NUMBER:
        least, most = cases.least[at.row * FIELDS + first], cases.most[at.row * FIELDS + first]
        return test_range(least, most, second, rules.third[condition])
    if kind == WORD:
        return test_word(rules, cases.words[at.row * WORD_FIELDS + first], second)
    if kind == PRINCIPAL:
        return test_principal(room, at, first)
    if kind == ANY:
        return test_any(room, at, first)
    if kind == NONE:
        return YES - test_any(room, at, first)
    if kind == SITES:
        return test_sites(room, at, (first, second), rules.third[condition])
    if kind == COMBINATION:
        return test_combination(rules, room, at, (first, second))
    if kind == SEVERITY:
        return test_range(at.severity_least, at.severity_most, first, second)
    return UNKNOWN


@compiled
def test_range(least: int, most: int, from_least: int, to_most: int) -> int:
    """Whether a number known to lie between `least` and `most` lies in a range."""
    if most < from_least or least > to_most:
        return NO
    return YES if from_least <= least and most <= to_most else UNKNOWN


@compiled
def test_word(rules: Rules, word: int, words: int) -> int:
    """Whether a word is in a set."""
    if word == MISSING_WORD:
        return UNKNOWN
    for place in range(rules.set_first[words], rules.set_first[words + 1]):
        if rules.set_words[place] == word:
            return YES
    return NO


@compiled
def test_principal(room: Room, at: At, codes: int) -> int:
    """Whether the principal diagnosis or procedure is in a list."""
    if room.principal_mark[codes] == at.row:
        return YES
    return UNKNOWN if codes >= at.dx_lists and at.principal_proc == UNKNOWN_CODE else NO


@compiled
def test_any(room: Room, at: At, codes: int) -> int:
    """Whether some diagnosis or procedure is in a list."""
    if room.any_mark[codes] == at.row:
        return YES
    is_unknown = at.unknown_dx if codes < at.dx_lists else at.unknown_proc
    return UNKNOWN if is_unknown >= 0 else NO


@compiled
def test_sites(room: Room, at: At, sites: tuple[int, int], needed: int) -> int:
    """Whether the diagnoses fall in so many body sites."""
    count = 0
    for site in range(sites[0], sites[1]):
        count += 1 if room.any_mark[site] == at.row else 0
    if count >= needed:
        return YES
    return UNKNOWN if at.unknown_dx >= 0 else NO


@compiled
def test_combination(rules: Rules, room: Room, at: At, terms: tuple[int, int]) -> int:
    """Whether one of the terms holds, each of which is lists that must all hold."""
    best = NO
    for term in range(terms[0], terms[1]):
        answer = test_term(rules, room, at, term)
        best = max(best, answer)
    return best


@compiled
def test_term(rules: Rules, room: Room, at: At, term: int) -> int:
    """Whether all lists of a term hold."""
    worst = YES
    for literal in range(rules.term_first[term], rules.term_first[term + 1]):
        codes = rules.literal_list[literal]
        answer = test_principal(room, at, codes) if rules.literal_principal[literal] else test_any(room, at, codes)
        if rules.literal_negated[literal]:
            answer = YES - answer
        worst = min(worst, answer)
    return worst
