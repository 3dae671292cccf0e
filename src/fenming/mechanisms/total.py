"""A sum of named parts."""

EXPLAIN = "{all}"


def total(**parts: int) -> int:
    """The sum of all parts, each keyed by its own role."""
    return sum(parts.values())
