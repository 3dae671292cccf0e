"""Where what the funds pay on a bill falls or jumps as its cost rises by a fen, found by judging around every edge."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from fenming.adjudication.checking.trials import Trial
from fenming.adjudication.law.terms import NEVER_FEN
from fenming.adjudication.plan.claim import Paid

ROUNDING_FEN = 2  # a deductible and a copay that are shares may each round once more
JUMP_FEN = 100  # what one fen more of cost may add to the payment before anyone would wonder
TOP_FEN = 200_000_000
GRID_PARTS = 8  # points between a power of two and the next, for falls away from every written edge


@dataclass(frozen=True, slots=True)
class Step:
    """The funds pay `before_fen` at `cost_fen`, and `after_fen` at `until_fen`, which mostly is one fen more."""

    cost_fen: int
    until_fen: int
    before_fen: int
    after_fen: int


@lru_cache(maxsize=4096)
def steps_of(trial: Trial) -> tuple[Step, ...]:
    """Every fall beyond rounding and every jump of the payment, from the lowest cost to the highest."""
    points = {point for edge in _edges(trial) for point in range(edge - 1, edge + 3) if 0 <= point <= TOP_FEN}
    paid = {point: trial.fund(point) for point in sorted({*points, *_grid()})}
    found: list[Step] = []
    for low, high in pairwise(paid):
        rise = paid[high] - paid[low]
        if rise < -ROUNDING_FEN:
            found.append(_narrowed(trial, Step(low, high, paid[low], paid[high])))
        elif high == low + 1 and rise > JUMP_FEN:
            found.append(Step(low, high, paid[low], paid[high]))
    return tuple(found)


def made_up_at(trial: Trial, step: Step) -> int:
    """The least cost behind a fall at which as much is paid again; TOP_FEN when there is none below."""
    return _first(trial, lambda paid: paid.fund_fen, step.before_fen, step.until_fen)


def _narrowed(trial: Trial, step: Step) -> Step:
    """A fall between two costs, narrowed down to one fen where it happens at once."""
    low, high, before, after = step.cost_fen, step.until_fen, step.before_fen, step.after_fen
    while high - low > 1:
        middle = (low + high) // 2
        paid = trial.fund(middle)
        if paid < before - ROUNDING_FEN:
            high, after = middle, paid
        else:
            low, before = middle, paid
    return Step(low, high, before, after) if after < before - ROUNDING_FEN else step


def _edges(trial: Trial) -> set[int]:
    """Costs up to which one rule holds: the deductible, segments counted from it or with it inside, caps, tiers above."""
    cover, scheme = trial.cover, trial.scheme
    caps = (cover.visit_cap_fen, cover.day_cap_fen, cover.month_cap_fen, cover.annual_cap_fen, scheme.annual_cap_fen)
    wanted: list[tuple[Callable[[Paid], int], int]] = [(lambda paid: paid.base_fen, 1)]
    for edge in cover.edges_fen[trial.area][trial.level]:
        wanted += [(lambda paid: paid.base_fen, edge + 1), (_counted, edge + 1)]
    wanted += [(lambda paid: paid.pool_fen, cap) for cap in caps]
    wanted += [(lambda paid: paid.critical_base_fen, edge + 1) for edge in scheme.critical_edges_fen[0]]
    return {_first(trial, column, amount) - 1 for column, amount in set(wanted) if amount < NEVER_FEN}


def _counted(paid: Paid) -> int:
    return int(paid.base_fen + paid.deductible_applied_fen)


def _first(trial: Trial, column: Callable[[Paid], int], amount: int, start: int = 0) -> int:
    """The least cost from `start` on at which a figure of the bill comes to `amount`; TOP_FEN when it never does."""
    low, high = start, TOP_FEN
    while low < high:
        middle = (low + high) // 2
        if column(trial.paid(middle)) >= amount:
            high = middle
        else:
            low = middle + 1
    return low


def _grid() -> Iterator[int]:
    """Costs from one yuan to the top, closer together where they are small."""
    low = 100
    while low < TOP_FEN:
        yield from range(low, min(2 * low, TOP_FEN), -(-low // GRID_PARTS))
        low *= 2
    yield TOP_FEN
