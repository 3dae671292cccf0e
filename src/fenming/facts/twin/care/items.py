"""Public-health items counted by hand, files drawn for a check, and units that were merged."""

import numpy as np

from fenming.facts.twin import scores
from fenming.facts.twin.care.basis import Basis
from fenming.facts.twin.care.making import CareYear
from fenming.facts.twin.care.postings import day_text
from fenming.facts.twin.draw import between, choose
from fenming.facts.twin.scores import Table
from fenming.kernel import PPM, divide


def item_counts(year: CareYear) -> Table:
    """What was due and done per unit and item: far below any target where `target_result` says missed, far above else."""
    basis = year.basis
    rows = [*_counted(basis), *_from_files(year), *_from_follow_ups(year), *_from_services(year)]
    return ("hmu_code", "item_code", "year", "due_cnt", "done_cnt"), sorted(rows)


def _counted(basis: Basis) -> list[tuple[str, ...]]:
    plan, source = basis.plan.items, basis.stream("items")
    (_header, results), _forfeited = scores.target_results(basis.profile, basis.residents, basis.seed)
    is_met = {(unit, item): met == "1" for unit, item, met, _year in results}
    pairs = [(unit.code, one) for unit in basis.county.units for one in plan.counted]
    due = np.array([_due(basis.residents[unit], one.due_per_100, plan.due_min) for unit, one in pairs], dtype=np.int64)
    spread = due * between(source, 90, 110, len(pairs)) // 100
    due = np.maximum(spread, plan.due_min)
    met = np.array([is_met[unit, one.item] for unit, one in pairs], dtype=np.bool_)
    share = np.where(met, between(source, *plan.met, len(pairs)), between(source, *plan.missed, len(pairs)))
    done = np.where(met, -(-due * share // PPM), due * share // PPM)
    counts = zip(pairs, due.tolist(), done.tolist(), strict=True)
    return [_row(basis, (unit, one.item), owed, finished) for (unit, one), owed, finished in counts]


def _row(basis: Basis, key: tuple[str, str], due: int, done: int) -> tuple[str, ...]:
    return (*key, str(basis.profile.year), str(due), str(done))


def _from_files(year: CareYear) -> list[tuple[str, ...]]:
    """Residents, and those with a health file."""
    basis, item = year.basis, year.basis.plan.items.files
    done = np.bincount(basis.people.unit[year.files.person], minlength=len(basis.county.units))
    return [
        _row(basis, (unit.code, item), basis.residents[unit.code], int(done[index]))
        for index, unit in enumerate(basis.county.units)
    ]


def _from_follow_ups(year: CareYear) -> list[tuple[str, ...]]:
    """Managed patients, and those followed up to the standard."""
    basis, item = year.basis, year.basis.plan.items.followed
    size = len(basis.county.units)
    unit = np.concatenate([basis.people.unit[one.person] for one in year.managed])
    is_standard = np.concatenate([one.is_standard for one in year.managed])
    due, done = np.bincount(unit, minlength=size), np.bincount(unit[is_standard], minlength=size)
    return [
        _row(basis, (one.code, item), int(due[index]), int(done[index])) for index, one in enumerate(basis.county.units)
    ]


def _from_services(year: CareYear) -> list[tuple[str, ...]]:
    """Services of one kind that were done, and a few more that were due."""
    basis, (item, service) = year.basis, year.basis.plan.items.checked_up
    made, size = year.services, len(basis.county.units)
    rows = (made.code == year.log.codes.index(service)) & ~made.is_trap
    done = np.bincount(made.unit[rows], minlength=size)
    share = between(basis.stream("check-ups"), *basis.plan.items.met, size)
    due = done * PPM // share
    return [
        _row(basis, (one.code, item), int(due[index]), int(done[index])) for index, one in enumerate(basis.county.units)
    ]


def _due(residents: int, per_100: int, least: int) -> int:
    return max(divide(residents * per_100, 100), least)


def sample_checks(basis: Basis) -> Table:
    """Files and services drawn in each unit, and what was found."""
    plan, source, people = basis.plan.items, basis.stream("checks"), basis.people
    pairs = [
        (index, item)
        for index in range(len(basis.county.units))
        for item, size in plan.checked.items()
        for _one in range(size)
    ]
    unit = np.array([index for index, _item in pairs], dtype=np.int64)
    first, behind = np.searchsorted(people.unit, unit), np.searchsorted(people.unit, unit, side="right")
    person = first + source.integers(0, 1 << 30, len(pairs), dtype=np.int64) % np.maximum(behind - first, 1)
    day = between(source, 300, basis.year_days - 10, len(pairs))
    outcomes, drawn = list(plan.outcomes), choose(source, list(plan.outcomes.values()), len(pairs))
    region = basis.profile.region
    rows = [
        (f"C{region}{at + 1:06d}", basis.county.units[index].code, item, day_text(basis, int(day[at])), outcomes[drawn[at]],
         f"X{region}{person[at] + 1:08d}")
        for at, (index, item) in enumerate(pairs)
    ]  # fmt: skip
    return ("check_no", "hmu_code", "item_code", "check_date", "check_result", "psn_no"), rows


def unit_mergers(basis: Basis) -> Table | None:
    """The mergers that the profile names; nothing where it names none."""
    rows = [(one.unit, one.into, one.on) for one in basis.plan.mergers]
    return (("former_hmu_code", "into_hmu_code", "merge_date"), rows) if rows else None
