"""One pass over bills sorted by person and time: the loop that is compiled, and uncompiled is the reference engine."""

from typing import Any

from fenming.adjudication.law.terms import CARE_COUNT, REPLAY, SCHEME_COUNT, Law
from fenming.adjudication.plan.claim import Claim, Paid, Place
from fenming.adjudication.plan.judge import judge
from fenming.adjudication.plan.reason import REPLAYED, refund_reason
from fenming.adjudication.plan.year import count_in, given_back
from fenming.kernel.compiled import compiled

NOTHING = Paid(*[0] * len(Paid._fields))
PERSON, CASH, DIFFERENCE, REASON = (
    Paid._fields.index(name) for name in ("person_fen", "cash_fen", "difference_fen", "reason")
)


@compiled
def adjudicate_rows(bills: Any, count: int, law: Law, years: tuple[Any, Any], result: Any) -> None:
    """Fill `result` for the first `count` bills, of whole persons, each from the rules of its day and the person's year before it.

    `bills` is an array with one row per field of `Place`, then of `Claim`, and one column per bill; `result` has one
    row per field of `Paid`. Elements are int64 in the compiled loop, Python's own integers in the plain one.
    `Place.original` counts bills from the first one given here. `years` are working room, one record for each
    scheme and year of the calendar, and the records persons start with, the blank one first.
    """
    first, person = 0, -1
    for row in range(count):
        place = place_at(bills, row)
        if place.person != person:
            first, person = row, place.person
        if place.original < 0:
            judge_bill(bills, row, law, years, result)
        else:
            judge_refund(bills, (first, row), law, years, result)


@compiled
def judge_bill(bills: Any, row: int, law: Law, years: tuple[Any, Any], result: Any) -> None:
    """Judge a bill that is no refund, and count it into its year."""
    claim = claim_at(bills, row)
    year = year_of(bills, row, law, years)
    outcome = judge(claim, cover_of(claim, law), scheme_of(claim, law), year)
    count_in(year, claim, cover_of(claim, law), outcome, 1)
    store(result, row, outcome)


@compiled
def cover_of(claim: Claim, law: Law) -> Any:
    """The terms of the claim's scheme and care on its day."""
    in_force = law.calendar.rule_set[claim.day - law.calendar.first_day]
    return law.covers[in_force][claim.scheme * CARE_COUNT + claim.care]


@compiled
def scheme_of(claim: Claim, law: Law) -> Any:
    """The terms of the claim's scheme on its day."""
    return law.schemes[law.calendar.rule_set[claim.day - law.calendar.first_day]][claim.scheme]


@compiled
def judge_refund(bills: Any, rows: tuple[int, int], law: Law, years: tuple[Any, Any], result: Any) -> None:
    """Judge a refund: the original's exact negative, or the year anew without it. `rows`: the person's first, and this one."""
    first, row = rows
    original = place_at(bills, row).original
    claim = claim_at(bills, original)
    if scheme_of(claim, law).refund == REPLAY:
        replay(bills, (first, row), law, years, result)
        return
    paid = paid_at(result, original)
    count_in(year_of(bills, original, law, years), claim, cover_of(claim, law), paid, -1)
    store(result, row, given_back(claim_at(bills, row), paid))


@compiled
def replay(bills: Any, rows: tuple[int, int], law: Law, years: tuple[Any, Any], result: Any) -> None:
    """Judge the refunded bill's year anew without it: the refund carries all that this changes."""
    first, row = rows
    slot = slot_at(bills, place_at(bills, row).original, law)
    records, _starts = years
    records[slot].owner = -1
    total = NOTHING
    for earlier in range(first, row):
        original = place_at(bills, earlier).original
        if slot_at(bills, earlier if original < 0 else original, law) != slot:
            continue
        total = added(total, paid_at(result, earlier), -1)
        if original < 0 and not is_refunded(bills, earlier, row):
            claim = claim_at(bills, earlier)
            year = year_of(bills, earlier, law, years)
            outcome = judge(claim, cover_of(claim, law), scheme_of(claim, law), year)
            count_in(year, claim, cover_of(claim, law), outcome, 1)
            total = added(total, outcome, 1)
    store(result, row, total)
    close_refund(claim_at(bills, row), total, row, result)


@compiled
def is_refunded(bills: Any, bill: int, row: int) -> bool:
    """Whether one of the bills up to `row` refunds `bill`."""
    later = bill + 1
    while later <= row and bills[1, later] != bill:
        later += 1
    return later <= row


@compiled
def close_refund(claim: Claim, total: Paid, row: int, result: Any) -> None:
    """Let the person bear the rest of a replayed refund, as every row does, and compare it with the platform's."""
    person = claim.total_fen - total.fund_fen - total.given_fen
    result[PERSON, row], result[CASH, row] = person, person - total.account_fen
    result[DIFFERENCE, row] = total.pool_fen - claim.platform_pool_fen
    result[REASON, row] = refund_reason(claim, total.pool_fen, total.critical_illness_fen, REPLAYED)


@compiled
def slot_at(bills: Any, row: int, law: Law) -> int:
    """Which record of a year the bill in column `row` belongs to: one for each year and scheme."""
    claim = claim_at(bills, row)
    return int(law.calendar.year[claim.day - law.calendar.first_day] * SCHEME_COUNT + claim.scheme)


@compiled
def year_of(bills: Any, row: int, law: Law, years: tuple[Any, Any]) -> Any:
    """The year of the bill's person, begun anew where it is another person's."""
    records, starts = years
    slot, place = slot_at(bills, row, law), place_at(bills, row)
    if records[slot].owner != place.person:
        records[slot] = starts[place.start]
        records[slot].owner = place.person
    return records[slot]


@compiled
def place_at(bills: Any, row: int) -> Place:
    """Where the bill in column `row` stands."""
    return Place(bills[0, row], bills[1, row], bills[2, row], bills[3, row])


@compiled
def claim_at(bills: Any, row: int) -> Claim:
    """The bill in column `row`."""
    return Claim(
        scheme=bills[4, row],
        care=bills[5, row],
        level=bills[6, row],
        area=bills[7, row],
        referral=bills[8, row],
        person_group=bills[9, row],
        category=bills[10, row],
        delivery=bills[11, row],
        disease=bills[12, row],
        diseases=bills[13, row],
        age=bills[14, row],
        is_civil_servant=bills[15, row],
        is_contracted=bills[16, row],
        is_third_party=bills[17, row],
        supply_days=bills[18, row],
        continuous_years=bills[19, row],
        no_claim_years=bills[20, row],
        day=bills[21, row],
        month=bills[22, row],
        began=bills[23, row],
        ended=bills[24, row],
        stay=bills[25, row],
        total_fen=bills[26, row],
        eligible_fen=bills[27, row],
        upfront_fen=bills[28, row],
        given_fen=bills[29, row],
        account_balance_fen=bills[30, row],
        platform_deductible_fen=bills[31, row],
        platform_pool_fen=bills[32, row],
        platform_critical_illness_fen=bills[33, row],
    )


@compiled
def paid_at(result: Any, row: int) -> Paid:
    """What was already stored for the bill in column `row`."""
    return Paid(
        copay_first_fen=result[0, row],
        deductible_standard_fen=result[1, row],
        deductible_applied_fen=result[2, row],
        base_fen=result[3, row],
        by_rate_fen=result[4, row],
        floor_fen=result[5, row],
        pool_fen=result[6, row],
        large_amount_base_fen=result[7, row],
        large_amount_fen=result[8, row],
        critical_base_fen=result[9, row],
        critical_illness_fen=result[10, row],
        civil_servant_fen=result[11, row],
        medical_aid_base_fen=result[12, row],
        medical_aid_fen=result[13, row],
        tilted_aid_fen=result[14, row],
        given_fen=result[15, row],
        fund_fen=result[16, row],
        person_fen=result[17, row],
        account_fen=result[18, row],
        cash_fen=result[19, row],
        difference_fen=result[20, row],
        admission=result[21, row],
        reason=result[22, row],
    )


@compiled
def added(total: Paid, paid: Paid, sign: int) -> Paid:
    """`total` and another payment, or less it, field by field."""
    return Paid(
        copay_first_fen=total.copay_first_fen + sign * paid.copay_first_fen,
        deductible_standard_fen=total.deductible_standard_fen + sign * paid.deductible_standard_fen,
        deductible_applied_fen=total.deductible_applied_fen + sign * paid.deductible_applied_fen,
        base_fen=total.base_fen + sign * paid.base_fen,
        by_rate_fen=total.by_rate_fen + sign * paid.by_rate_fen,
        floor_fen=total.floor_fen + sign * paid.floor_fen,
        pool_fen=total.pool_fen + sign * paid.pool_fen,
        large_amount_base_fen=total.large_amount_base_fen + sign * paid.large_amount_base_fen,
        large_amount_fen=total.large_amount_fen + sign * paid.large_amount_fen,
        critical_base_fen=total.critical_base_fen + sign * paid.critical_base_fen,
        critical_illness_fen=total.critical_illness_fen + sign * paid.critical_illness_fen,
        civil_servant_fen=total.civil_servant_fen + sign * paid.civil_servant_fen,
        medical_aid_base_fen=total.medical_aid_base_fen + sign * paid.medical_aid_base_fen,
        medical_aid_fen=total.medical_aid_fen + sign * paid.medical_aid_fen,
        tilted_aid_fen=total.tilted_aid_fen + sign * paid.tilted_aid_fen,
        given_fen=total.given_fen + sign * paid.given_fen,
        fund_fen=total.fund_fen + sign * paid.fund_fen,
        person_fen=total.person_fen + sign * paid.person_fen,
        account_fen=total.account_fen + sign * paid.account_fen,
        cash_fen=total.cash_fen + sign * paid.cash_fen,
        difference_fen=total.difference_fen + sign * paid.difference_fen,
        admission=total.admission + sign * paid.admission,
        reason=total.reason + sign * paid.reason,
    )


@compiled
def store(result: Any, row: int, outcome: Paid) -> None:
    """Write one bill's payment."""
    result[0, row] = outcome.copay_first_fen
    result[1, row] = outcome.deductible_standard_fen
    result[2, row] = outcome.deductible_applied_fen
    result[3, row] = outcome.base_fen
    result[4, row] = outcome.by_rate_fen
    result[5, row] = outcome.floor_fen
    result[6, row] = outcome.pool_fen
    result[7, row] = outcome.large_amount_base_fen
    result[8, row] = outcome.large_amount_fen
    result[9, row] = outcome.critical_base_fen
    result[10, row] = outcome.critical_illness_fen
    result[11, row] = outcome.civil_servant_fen
    result[12, row] = outcome.medical_aid_base_fen
    result[13, row] = outcome.medical_aid_fen
    result[14, row] = outcome.tilted_aid_fen
    result[15, row] = outcome.given_fen
    result[16, row] = outcome.fund_fen
    result[17, row] = outcome.person_fen
    result[18, row] = outcome.account_fen
    result[19, row] = outcome.cash_fen
    result[20, row] = outcome.difference_fen
    result[21, row] = outcome.admission
    result[22, row] = outcome.reason
