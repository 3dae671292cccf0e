"""The one way to split money: largest remainder, ties by the fixed order of parties."""

from collections.abc import Mapping

from fenming.kernel.finding import BadInput
from fenming.kernel.language import _


def split_whole(whole: int, weights: Mapping[str, int]) -> dict[str, int]:
    """Divide `whole` fen among parties by integer weights so that the parts sum to the whole exactly.

    Each party first gets its share rounded towards zero; the fen left over go one each to the largest
    remainders, ties to the party named first. A negative whole splits as the mirror of the positive one.
    Raises BadInput for no parties, a negative weight, or weights that sum to zero.
    """
    total = sum(weights.values())
    if total <= 0 or any(weight < 0 for weight in weights.values()):
        raise BadInput(
            "split.weights",
            what=_("cannot split by weights {weights}").format(weights=dict(weights)),
            why=_("weights must not be negative and must sum to more than zero"),
            remedy=_("give at least one party a positive weight"),
        )
    sign = -1 if whole < 0 else 1
    floors = {party: divmod(abs(whole) * weight, total) for party, weight in weights.items()}
    left = abs(whole) - sum(quotient for quotient, _ in floors.values())
    order = sorted(floors, key=lambda party: -floors[party][1])
    extra = set(order[:left])
    return {party: sign * (quotient + (party in extra)) for party, (quotient, _) in floors.items()}
