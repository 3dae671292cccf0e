"""How many there are."""

from collections.abc import Sized

EXPLAIN = "number of {parties}"


def counted(parties: Sized) -> int:
    """How many parties there are."""
    return len(parties)
