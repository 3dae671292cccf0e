"""Heads counted by how much care people like them need."""

from collections.abc import Mapping

EXPLAIN = "{heads} by cell × {weights}"


def weighted_heads(heads: Mapping[str, int], weights: Mapping[str, int]) -> int:
    """The sum over cells of heads × weight, in millionths of a head of mean need; every cell of `heads` has a weight."""
    return sum(count * weights[cell] for cell, count in heads.items())
