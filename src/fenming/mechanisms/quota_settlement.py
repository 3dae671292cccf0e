"""A year's quota settled: part of a saving is kept, part of an overspend borne."""

from collections.abc import Mapping

from fenming.kernel import PPM, divide
from fenming.mechanisms.sliced import sliced

EXPLAIN = "{spend} against the quota {quota}: below, {saving_rate} of the saving on top; above, the quota and of the rest {tiers}"


def quota_settlement(spend: int, quota: int, saving_rate: int, tiers: Mapping[str, object]) -> int:
    """What is paid for `spend` fen under `quota` fen: a saving earns its ppm, an overspend what its tiers of the quota give."""
    if spend <= quota:
        return spend + divide((quota - spend) * saving_rate, PPM)
    return quota + sliced(spend - quota, quota, tiers)
