"""One pass over bills sorted by person and time: the loop that is compiled, and uncompiled is the reference engine."""

from typing import Any

from fenming.adjudication.claim import Calendar, Claim, Paid, Place, Rules, Year
from fenming.adjudication.resident import resident
from fenming.adjudication.year import given_back, year_after
from fenming.kernel.compiled import compiled


def adjudicate_rows(bills: Any, count: int, calendar: Calendar, rule_sets: Rules, result: Any) -> None:
    """Fill `result` for the first `count` bills, of whole persons, each from the rules of its day and the person's year before it.

    `bills` is an array with one row per field of `Place`, then of `Claim`, and one column per bill; `result` has one
    row per field of `Paid`. Elements are int64 in the compiled loop, Python's own integers in the plain one.
    `Place.original` counts bills from the first one given here. `rule_sets` holds, field by field, one entry per
    set of rules in force at some time.
    """
    year, in_year, person, in_force = Year(0, 0, 0, 0, 0, 0), -1, -1, 0
    rules = rules_at(rule_sets, in_force)
    for row in range(count):
        place, claim = place_at(bills, row), claim_at(bills, row)
        day = place.day - calendar.first_day
        if place.person != person or calendar.year[day] != in_year:
            year, in_year, person = Year(0, 0, 0, 0, 0, 0), calendar.year[day], place.person
        if calendar.rule_set[day] != in_force:
            in_force = calendar.rule_set[day]
            rules = rules_at(rule_sets, in_force)
        if place.original < 0:
            outcome = resident(claim, rules, year)
            year = year_after(year, claim.care, outcome)
        else:
            outcome = given_back(claim, paid_at(result, place.original))
            settled = place_at(bills, place.original).day - calendar.first_day
            if calendar.year[settled] == in_year:
                year = year_after(year, claim_at(bills, place.original).care, outcome)
        store(result, row, outcome)


@compiled
def place_at(bills: Any, row: int) -> Place:
    """Where the bill in column `row` stands."""
    return Place(bills[0, row], bills[1, row], bills[2, row])


@compiled
def claim_at(bills: Any, row: int) -> Claim:
    """The bill in column `row`."""
    return Claim(
        care=bills[3, row],
        level=bills[4, row],
        area=bills[5, row],
        is_referred=bills[6, row],
        diseases=bills[7, row],
        total_fen=bills[8, row],
        eligible_fen=bills[9, row],
        platform_deductible_fen=bills[10, row],
        platform_pool_fen=bills[11, row],
        platform_critical_illness_fen=bills[12, row],
    )


@compiled
def paid_at(result: Any, row: int) -> Paid:
    """What was already stored for the bill in column `row`."""
    return Paid(
        deductible_standard_fen=result[0, row],
        deductible_applied_fen=result[1, row],
        base_fen=result[2, row],
        by_rate_fen=result[3, row],
        floor_fen=result[4, row],
        pool_fen=result[5, row],
        critical_base_fen=result[6, row],
        critical_illness_fen=result[7, row],
        fund_fen=result[8, row],
        person_fen=result[9, row],
        difference_fen=result[10, row],
        reason=result[11, row],
    )


@compiled
def store(result: Any, row: int, outcome: Paid) -> None:
    """Write one bill's payment."""
    result[0, row] = outcome.deductible_standard_fen
    result[1, row] = outcome.deductible_applied_fen
    result[2, row] = outcome.base_fen
    result[3, row] = outcome.by_rate_fen
    result[4, row] = outcome.floor_fen
    result[5, row] = outcome.pool_fen
    result[6, row] = outcome.critical_base_fen
    result[7, row] = outcome.critical_illness_fen
    result[8, row] = outcome.fund_fen
    result[9, row] = outcome.person_fen
    result[10, row] = outcome.difference_fen
    result[11, row] = outcome.reason


@compiled
def rules_at(rule_sets: Rules, index: int) -> Rules:
    """One set of rules out of several."""
    return Rules(
        outpatient_rate=by_level(rule_sets.outpatient_rate, index),
        outpatient_deductible_fen=rule_sets.outpatient_deductible_fen[index],
        outpatient_annual_cap_fen=rule_sets.outpatient_annual_cap_fen[index],
        chronic_rate=rule_sets.chronic_rate[index],
        chronic_annual_cap_fen=rule_sets.chronic_annual_cap_fen[index],
        chronic_extra_disease_cap_fen=rule_sets.chronic_extra_disease_cap_fen[index],
        chronic_annual_cap_max_fen=rule_sets.chronic_annual_cap_max_fen[index],
        inpatient_deductible_fen=by_level(rule_sets.inpatient_deductible_fen, index),
        inpatient_rate=by_level(rule_sets.inpatient_rate, index),
        inpatient_annual_cap_fen=rule_sets.inpatient_annual_cap_fen[index],
        other_city_deductible_factor=rule_sets.other_city_deductible_factor[index],
        out_of_province_deductible_rate=rule_sets.out_of_province_deductible_rate[index],
        out_of_province_deductible_min_fen=rule_sets.out_of_province_deductible_min_fen[index],
        out_of_province_deductible_max_fen=rule_sets.out_of_province_deductible_max_fen[index],
        out_of_province_rate=rule_sets.out_of_province_rate[index],
        unreferred_reduction=rule_sets.unreferred_reduction[index],
        floor_rate=by_area(rule_sets.floor_rate, index),
        repeat_deductible=rule_sets.repeat_deductible[index],
        critical_edges_fen=by_tier(rule_sets.critical_edges_fen, index),
        critical_rates=by_tier(rule_sets.critical_rates, index),
    )


@compiled
def by_level(table: Any, index: int) -> tuple[int, int, int, int]:
    """One set's values for primary, county, city and province level."""
    return table[index, 0], table[index, 1], table[index, 2], table[index, 3]


@compiled
def by_area(table: Any, index: int) -> tuple[int, int, int]:
    """One set's values at home, in another city, out of the province."""
    return table[index, 0], table[index, 1], table[index, 2]


@compiled
def by_tier(table: Any, index: int) -> tuple[int, int, int, int, int, int, int, int]:
    """One set's values for all tiers, the unused ones included."""
    return (
        table[index, 0],
        table[index, 1],
        table[index, 2],
        table[index, 3],
        table[index, 4],
        table[index, 5],
        table[index, 6],
        table[index, 7],
    )
