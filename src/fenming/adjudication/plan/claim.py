"""What goes into adjudication and what comes out: named tuples of whole numbers, alike on both engines."""

from typing import Any, NamedTuple

NOT_STATED = -(1 << 62)  # an amount that the bill leaves empty
NO_STAY = -1


class Place(NamedTuple):
    """Where a bill stands: whose it is, the bill it refunds (−1 if none), its person's start state (0 if none).

    `goes_on` marks a settlement in the middle of a stay.
    """

    person: Any
    original: Any
    start: Any
    goes_on: Any


class Claim(NamedTuple):
    """One bill as the law sees it. Money in fen, words as their places in `words`, days since 1970-01-01."""

    scheme: Any
    care: Any
    level: Any
    area: Any
    referral: Any
    person_group: Any
    category: Any
    delivery: Any
    disease: Any  # the disease with a cap of its own, 0 if none
    diseases: Any  # chronic diseases registered for the person on the day of settlement
    age: Any
    is_civil_servant: Any
    is_contracted: Any
    is_third_party: Any
    supply_days: Any
    continuous_years: Any
    no_claim_years: Any
    day: Any  # the day that decides rules and benefit year
    month: Any  # of that day, counted from 1970
    began: Any
    ended: Any
    stay: Any  # alike for all parts of one stay, NO_STAY for visits
    total_fen: Any
    eligible_fen: Any
    upfront_fen: Any
    given_fen: Any  # what the hospital and payers outside these rules bear
    account_balance_fen: Any  # NOT_STATED where the bill does not say
    platform_deductible_fen: Any  # NOT_STATED where the export does not say
    platform_pool_fen: Any
    platform_critical_illness_fen: Any  # NOT_STATED where the export does not say


class Paid(NamedTuple):
    """Every named intermediate of one adjudicated bill, in fen: the columns of the adjudicated table."""

    copay_first_fen: Any
    deductible_standard_fen: Any
    deductible_applied_fen: Any
    base_fen: Any
    by_rate_fen: Any
    floor_fen: Any
    pool_fen: Any
    large_amount_base_fen: Any
    large_amount_fen: Any
    critical_base_fen: Any
    critical_illness_fen: Any
    civil_servant_fen: Any
    medical_aid_base_fen: Any
    medical_aid_fen: Any
    tilted_aid_fen: Any
    given_fen: Any
    fund_fen: Any
    person_fen: Any
    account_fen: Any
    cash_fen: Any
    difference_fen: Any  # our pool payment less the platform's
    admission: Any  # 1 for a bill that counts as an admission of the year
    reason: Any


MONEY = tuple(name for name in Paid._fields if name.endswith("_fen"))
