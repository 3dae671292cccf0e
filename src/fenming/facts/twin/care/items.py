"""Public-health items counted by hand, files drawn for a check, and units that were merged."""

import numpy as np

from fenming.facts.twin import scores
from fenming.facts.twin.care.basis import Basis
from fenming.facts.twin.care.institutions import day_text
from fenming.facts.twin.draw import between, choose, share_of
from fenming.facts.twin.scores import Table
from fenming.kernel import divide


def item_counts(basis: Basis) -> Table:
    """What was due and done per unit and counted item: far below any target where `target_result` says missed, far above else."""
    plan, source = basis.plan.items, basis.stream("items")
    (_header, results), _forfeited = scores.target_results(basis.profile, basis.residents, basis.seed)
    is_met = {(unit, item): met == "1" for unit, item, met, _year in results}
    pairs = [(unit.code, one) for unit in basis.county.units for one in plan.counted]
    due = np.array([_due(basis.residents[unit], one.due_per_100, plan.due_min) for unit, one in pairs], dtype=np.int64)
    spread = due * between(source, 90, 110, len(pairs)) // 100
    due = np.maximum(spread, plan.due_min)
    met = np.array([is_met[unit, one.item] for unit, one in pairs], dtype=np.bool_)
    share = np.where(met, between(source, *plan.met, len(pairs)), between(source, *plan.missed, len(pairs)))
    done = share_of(due, share)
    year = str(basis.profile.year)
    rows = [(unit, one.item, year, str(due[at]), str(done[at])) for at, (unit, one) in enumerate(pairs)]
    return ("hmu_code", "item_code", "year", "due_cnt", "done_cnt"), rows


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
