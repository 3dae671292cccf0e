"""Deterministic drawing in whole numbers: one stream per purpose, so that a change in one part leaves the others alone."""

import zlib
from collections.abc import Mapping, Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from fenming.kernel import PPM, split_whole

Ints = NDArray[np.int64]
FINE_BITS = 10
STEPS = 1 << 10


def stream(seed: int, purpose: str) -> np.random.Generator:
    """The numbers of `seed` for one purpose."""
    return np.random.Generator(np.random.PCG64(np.random.SeedSequence([seed, zlib.crc32(purpose.encode())])))


def between(source: np.random.Generator, low: int, high: int, count: int) -> Ints:
    """`count` whole numbers from `low` to `high`, both possible."""
    return source.integers(low, high + 1, count, dtype=np.int64)


def happens(source: np.random.Generator, share_ppm: int, count: int) -> NDArray[np.bool_]:
    """For each of `count` cases whether something of probability `share_ppm` happens."""
    return source.integers(0, PPM, count, dtype=np.int32) < share_ppm


def choice_table(weights: Sequence[int], size: int = 1 << 12) -> Ints:
    """A table of `size` indices in which each index appears in proportion to its weight; drawing is one look-up."""
    parts = split_whole(size, {str(index): weight for index, weight in enumerate(weights)})
    return np.repeat(np.arange(len(weights), dtype=np.int64), list(parts.values()))


def choose(source: np.random.Generator, weights: Sequence[int], count: int) -> Ints:
    """`count` indices into `weights`, each drawn in proportion to its weight."""
    table = choice_table(weights)
    return table[source.integers(0, len(table), count, dtype=np.int32)]


def quantile_table(quantiles: Mapping[int, int]) -> Ints:
    """Values at STEPS + 1 evenly spaced quantiles, straight between the given points (ppm → value)."""
    points = sorted(quantiles.items())
    values = []
    for step in range(STEPS + 1):
        at = step * PPM // STEPS
        (left, low), (right, high) = next(pair for pair in pairwise(points) if pair[0][0] <= at <= pair[1][0])
        values.append(low + (high - low) * (at - left) // (right - left))
    return np.array(values, dtype=np.int64)


def draw_quantile(source: np.random.Generator, tables: Ints, which: Ints) -> Ints:
    """One value per case from the quantile table `tables[which]`, straight between neighbouring steps."""
    fine = source.integers(0, STEPS << FINE_BITS, len(which), dtype=np.int32)
    step, rest = fine >> FINE_BITS, fine & ((1 << FINE_BITS) - 1)
    low, high = tables[which, step], tables[which, step + 1]
    return np.asarray(low + (((high - low) * rest) >> FINE_BITS), dtype=np.int64)


def share_of(whole: Ints, ppm: Ints | int) -> Ints:
    """`ppm` of `whole`, rounded half away from zero, for whole numbers that are not negative."""
    return np.asarray((2 * whole * ppm + PPM) // (2 * PPM), dtype=np.int64)
