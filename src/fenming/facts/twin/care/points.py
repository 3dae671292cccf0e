"""Work points: every unit has at least its due points each quarter, or is short by exactly what its score says."""

import numpy as np

from fenming.facts.twin import scores
from fenming.facts.twin.care.basis import Basis
from fenming.facts.twin.care.services import Logging, Services, counts_fully, join_services
from fenming.facts.twin.draw import Ints
from fenming.kernel import PPM, divide, parse_ppm

QUARTERS = 4


def due_points(basis: Basis) -> Ints:
    """Points that each unit owes a quarter."""
    return basis.unit_residents * basis.plan.services.due_per_resident


def scored(basis: Basis) -> Ints:
    """The share (ppm) of its due points that each unit earns in each quarter: shape (unit, quarter)."""
    _header, rows = scores.process_scores(basis.county, basis.seed)
    told = {(unit, int(quarter)): parse_ppm(score) for unit, quarter, score, _year in rows}
    return np.array(
        [[told[unit.code, quarter + 1] for quarter in range(QUARTERS)] for unit in basis.county.units], dtype=np.int64
    )


def quarters(basis: Basis, day: Ints) -> Ints:
    return np.searchsorted(basis.quarter_starts, day, side="right") - 1


def earned_points(log: Logging, services: Services) -> Ints:
    """Points by unit and quarter of services that earn all their points."""
    full = np.flatnonzero(counts_fully(services))
    cell = services.unit[full].astype(np.int64) * QUARTERS + quarters(log.basis, services.day[full])
    earned = np.zeros(len(log.basis.county.units) * QUARTERS, dtype=np.int64)
    np.add.at(earned, cell, log.points[services.code[full]])
    return earned.reshape(-1, QUARTERS)


def with_due_points(log: Logging, services: Services) -> Services:
    """`services`, and as many more as bring every unit to its due points; where a score is lower, to exactly its share."""
    basis, plan = log.basis, log.basis.plan.services
    due, score = due_points(basis), scored(basis)
    for unit, quarter in np.argwhere(score < PPM).tolist():
        services = _cut(log, services, (unit, quarter), divide(int(due[unit] * score[unit, quarter]), PPM))
    short = np.where(score == PPM, due[:, None] - earned_points(log, services), 0)
    each = plan.points[plan.top_up]
    wanted = np.maximum((short + each - 1) // each, 0)
    more = _added(log, wanted, log.codes.index(plan.top_up))
    return join_services([services, more])


def _added(log: Logging, wanted: Ints, code: int) -> Services:
    """So many services more by unit and quarter, to persons drawn from the unit."""
    basis = log.basis
    cell = np.repeat(np.arange(wanted.size, dtype=np.int64), wanted.ravel())
    unit, quarter = cell // QUARTERS, cell % QUARTERS
    starts = basis.quarter_starts
    person = _anybody(log, unit)
    day = starts[quarter] + log.source.integers(0, 80, len(cell), dtype=np.int64)
    day = _inside(basis, person, day, quarter)
    return log.serve(person, code, day)


def _anybody(log: Logging, unit: Ints) -> Ints:
    """A person of each unit who lives all year; persons stand in order of units."""
    living = np.flatnonzero(log.basis.died < 0)
    home = log.basis.people.unit[living]
    first, behind = np.searchsorted(home, unit), np.searchsorted(home, unit, side="right")
    if (first == behind).any():
        raise AssertionError("a unit with residents has nobody alive to serve")
    return np.asarray(living[first + log.source.integers(0, 1 << 30, len(unit), dtype=np.int64) % (behind - first)])


def _inside(basis: Basis, person: Ints, day: Ints, quarter: Ints) -> Ints:
    """Free days of the quarter; where none was found the day stays."""
    free = basis.free_days(person, day)
    return np.where(quarters(basis, free) == quarter, free, day)


def _cut(log: Logging, services: Services, cell: tuple[int, int], goal: int) -> Services:
    """Let a unit's services of a quarter earn `goal` points: some lose the resident's card, small ones fill the rest."""
    unit, quarter = cell
    plan, basis = log.basis.plan.services, log.basis
    mine = (services.unit == unit) & (quarters(basis, services.day) == quarter) & counts_fully(services)
    rows = np.flatnonzero(mine)
    reach = np.cumsum(log.points[services.code[rows]])
    two, three = plan.fine_up
    kept = int(np.searchsorted(reach, goal - plan.points[two], side="right"))
    services.has_resident_card[rows[kept:]] = False
    rest = goal - (int(reach[kept - 1]) if kept else 0)
    for code, count in ((three, rest % 2), (two, (rest - rest % 2 * plan.points[three]) // plan.points[two])):
        wanted = np.zeros((len(basis.county.units), QUARTERS), dtype=np.int64)
        wanted[cell] = max(count, 0)
        services = join_services([services, _added(log, wanted, log.codes.index(code))])
    return services
