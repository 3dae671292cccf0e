"""Several amounts side by side, by party."""

EXPLAIN = "{all}"


def collected(**parts: int) -> dict[str, int]:
    """The parts by the name of their party, in the order given."""
    return parts
