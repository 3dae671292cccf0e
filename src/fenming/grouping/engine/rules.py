"""Group tables and cases as flat arrays of integers, read alike by the compiled loop and by plain Python."""

from typing import Any, NamedTuple

NO, UNKNOWN, YES = 0, 1, 2

# Kinds of conditions, and what their three numbers mean.
NUMBER = 0  # field, least, most
WORD = 1  # field, set of words
PRINCIPAL = 2  # list that holds the principal code
ANY = 3  # list that holds some code
NONE = 4  # list that holds no code
SITES = 5  # first list, list after the last, how many of them must hold some diagnosis
COMBINATION = 6  # first term, term after the last
SEVERITY = 7  # least, most

SEX, AGE, AGE_DAYS, BIRTH_WEIGHT, ADMISSION_WEIGHT, STAY_DAYS, ICU_HOURS, VENTILATION_HOURS = range(8)
NUMBERS = (
    "sex",
    "age",
    "age_days",
    "birth_weight_g",
    "admission_weight_g",
    "stay_days",
    "icu_hours",
    "ventilation_hours",
)
DISCHARGE_WAY, DEPARTMENT = range(2)
WORDS = ("discharge_way", "department")
MOST = 1 << 40  # above every number of a case

BLANK, UNKNOWN_CODE = -2, -1
OTHER_WORD, MISSING_WORD = -2, -1

GROUPED, UNGROUPED, INVALID_CODE, NEEDS_DATA, AMBIGUOUS = range(5)
STATUSES = ("grouped", "ungrouped", "invalid_code", "needs_data", "ambiguous")

# What decided a status, where no condition did.
CERTAIN, NO_PRINCIPAL, UNKNOWN_PRINCIPAL, SAME_ORDER, DOUBTFUL_GROUP = -1, -12, -13, -14, -15
NOT_SET, NO_MDC, NO_ADRG, NO_DRG = -1, -2, -3, -4  # outcomes that are no DRG
MDC, ADRG, DRG = range(3)  # levels of rows
CANDIDATES = 6  # groups kept of a case that may belong to several


class Rules(NamedTuple):
    """A set of group tables. Rows stand in the order in which they are tried, each before all that belongs to it.

    By row: `level`, `place` among the rows of its level (a row that closes each ADRG is no DRG), `skip` the row after all that
    belongs to it, the row and place of its MDC and ADRG, `same_order` the next ADRG at the same place or -1. `is_doubtful` and `row_of_adrg` are by
    ADRG. `x_first` has one more at its end. Lists of diagnoses come before lists of procedures. `cc_level` is 2 for MCC, 1 for CC.
    """

    level: Any
    place: Any
    skip: Any
    mdc_row: Any
    adrg_row: Any
    mdc_of: Any
    adrg_of: Any
    same_order: Any
    is_doubtful: Any
    row_of_adrg: Any
    row_first: Any
    kind: Any
    first: Any
    second: Any
    third: Any
    term_first: Any
    literal_list: Any
    literal_principal: Any
    literal_negated: Any
    set_first: Any
    set_words: Any
    dx_first: Any
    dx_list: Any
    proc_first: Any
    proc_list: Any
    cc_level: Any
    cc_list: Any
    exclusion_first: Any
    exclusion_list: Any


class Cases(NamedTuple):
    """Cases: codes as numbers, one after another, and facts as least and most they can be, one row of fields a case."""

    dx_first: Any
    dx: Any
    proc_first: Any
    proc: Any
    least: Any
    most: Any
    words: Any
    contradicts: Any


class Room(NamedTuple):
    """Working room: which lists the case at hand is in, by its stamp; and the outcome's columns."""

    any_mark: Any
    principal_mark: Any
    mdc: Any
    adrg: Any
    drg: Any
    severity: Any
    status: Any
    cause: Any
    deciding: Any
    doubted: Any
    candidate: Any


class At(NamedTuple):
    """The case at hand: its row, its codes, the number of lists of diagnoses, what is unknown of it."""

    row: int
    dx: int
    dx_end: int
    proc: int
    proc_end: int
    dx_lists: int
    unknown_dx: int
    unknown_proc: int
    principal_proc: int
    severity_least: int
    severity_most: int


class Found(NamedTuple):
    """The last end of the walk, how many different ends there are, what was in doubt first, the first MDC entered."""

    mdc: int
    adrg: int
    drg: int
    ends: int
    cause: int
    entered: int
