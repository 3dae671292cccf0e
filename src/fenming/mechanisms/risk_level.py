"""The risk level that points lead to."""

from collections.abc import Mapping

EXPLAIN = "the highest of {levels} that {points} points reach, else low"


def risk_level(points: int, levels: Mapping[str, int]) -> str:
    """The level with the most points among those reached; `low` where none is. `levels` maps each to its first point."""
    reached = [level for level, first in levels.items() if points >= first]
    return max(reached, key=lambda level: levels[level], default="low")
