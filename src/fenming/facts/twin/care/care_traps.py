"""Services that cannot have been: known, counted, each on a stated share of the log."""

import numpy as np

from fenming.facts.twin.bills import NONE
from fenming.facts.twin.care.services import (
    SEATS,
    Logging,
    Services,
    choose_rows,
    choose_units,
    counts_fully,
    join_services,
)
from fenming.facts.twin.draw import Ints, between
from fenming.facts.twin.mistakes import how_many

UNKNOWN = 90_000_000  # numbers of persons from here on are in no register
VISITOR, HURRIED = SEATS - 1, SEATS - 2  # seats of doctors who stand in no other row
EVENING = 19 * 60
LATE = 18 * 60 + 30


def trap_services(log: Logging, services: Services) -> tuple[Services, dict[str, int]]:
    """Rows to be added to `services`, and how many deliberate errors of each kind; marks the rows they make doubtful.

    Times are set: all other rows must have theirs. `too_fast` counts rows, the other kinds pairs or rows.
    """
    double = _two_places(log, services)
    after = _dead_served(log, services)
    fast = _too_fast(log, services)
    unknown = _unknown(log, services)
    made = {"two_places": double, "dead_served": after, "too_fast": fast, "unknown_person": unknown}
    return join_services(list(made.values())), {name: len(rows) for name, rows in made.items()}


def doubtful(log: Logging, services: Services) -> Ints:
    """Mark the services whose resident will be in two places; their rows."""
    candidates = counts_fully(services)
    rows = choose_rows(log, candidates, log.basis.plan.traps.two_places, len(services))
    services.is_trap[rows] = True
    return rows


def _two_places(log: Logging, services: Services) -> Services:
    """The resident stands at the same time before a doctor of another unit."""
    rows = np.flatnonzero(services.is_trap)
    copies = services.take(rows)
    units = len(log.basis.county.units)
    copies.unit = ((copies.unit.astype(np.int64) + between(log.source, 40, units - 40, len(rows))) % units).astype(
        np.int16
    )
    copies.doctor = (copies.unit.astype(np.int64) * SEATS + VISITOR).astype(np.int32)
    copies.minute = (copies.minute + 1).astype(np.int16)
    return copies


def _dead_served(log: Logging, services: Services) -> Services:
    """A service some weeks after death."""
    basis = log.basis
    candidates = np.flatnonzero((basis.died != NONE) & (basis.died < basis.year_days - 40))
    count = min(how_many(basis.plan.traps.dead_served, len(services)), len(candidates))
    person = np.sort(log.source.choice(candidates, count, replace=False))
    day = basis.died[person] + between(log.source, 5, 35, count)
    return _odd(log, person, day, between(log.source, LATE, LATE + 20, count))


def _too_fast(log: Logging, services: Services) -> Services:
    """One doctor, so many residents, one a minute."""
    basis, traps = log.basis, log.basis.plan.traps
    days = how_many(traps.too_fast, len(services)) if traps.too_fast_rows else 0
    size = traps.too_fast_rows
    unit = np.repeat(choose_units(log, days), size)
    day = np.repeat(between(log.source, 10, basis.year_days - 10, days), size)
    order = np.tile(np.arange(size, dtype=np.int64), days)
    living = np.flatnonzero(basis.died == NONE)
    person = living[(np.searchsorted(basis.people.unit[living], unit) + order) % len(living)]
    rows = _odd(log, person, day, EVENING + order)
    rows.doctor = (unit * SEATS + HURRIED).astype(np.int32)
    rows.unit = unit.astype(np.int16)
    return rows


def _unknown(log: Logging, services: Services) -> Services:
    """Residents whom no register knows."""
    basis = log.basis
    count = how_many(basis.plan.traps.unknown_person, len(services))
    unit = choose_units(log, count)
    person = np.searchsorted(basis.people.unit, unit)
    rows = _odd(log, person, between(log.source, 0, basis.year_days - 1, count), between(log.source, 600, 900, count))
    rows.person = (UNKNOWN + np.arange(count, dtype=np.int64)).astype(np.int32)
    return rows


def _odd(log: Logging, person: Ints, day: Ints, minute: Ints) -> Services:
    """Short services, one resident each, of a doctor who stands in no other row."""
    plan = log.basis.plan.services
    rows = log.serve(person, log.codes.index(plan.fine_up[1]), day)
    rows.doctor = (rows.unit.astype(np.int64) * SEATS + VISITOR).astype(np.int32)
    rows.minute, rows.minutes[:] = minute.astype(np.int16), 5
    rows.is_trap[:] = True
    return rows
