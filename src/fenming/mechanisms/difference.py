"""What is left."""

from fenming.kernel import compiled

EXPLAIN = "{whole} − {part}"


@compiled
def difference(whole: int, part: int) -> int:
    """`whole` less `part`; may be negative."""
    return whole - part
