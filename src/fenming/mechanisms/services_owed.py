"""How many services a team owes its contracted persons in a year."""

from collections.abc import Mapping

EXPLAIN = "{heads} × all of {per_head}"


def services_owed(heads: int, per_head: Mapping[str, int]) -> int:
    """Services due to `heads` contracted persons: each is owed every service as often as `per_head` says (times by service)."""
    return heads * sum(per_head.values())
