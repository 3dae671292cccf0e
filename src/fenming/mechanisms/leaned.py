"""New money leaning to one part of a whole."""

from collections.abc import Mapping

from fenming.kernel import PPM, divide, split_whole

EXPLAIN = "{before}, and of {increment} {rate} to the first"


def leaned(increment: int, before: Mapping[str, int], rate: int) -> dict[str, int]:
    """Next year's parts in fen: last year's, and of the new money `rate` ppm to the party named first, the rest to the others.

    The others divide their rest as they stood. Where there is no new money but a cut, all bear it as they stood.
    """
    first, *others = before
    if increment < 0:
        cut = split_whole(increment, before)
        return {party: fen + cut[party] for party, fen in before.items()}
    gained = divide(increment * rate, PPM)
    rest = split_whole(increment - gained, {party: before[party] for party in others})
    return {first: before[first] + gained} | {party: before[party] + fen for party, fen in rest.items()}
