"""A quantile of the results of all parties, between neighbours in proportion."""

from collections.abc import Mapping

from fenming.kernel import PPM, divide

EXPLAIN = "the result that {share} of {values} do not exceed, in proportion between neighbours"


def quantile(values: Mapping[str, int], share: int) -> int:
    """The value at place `share` (ppm) × (n − 1) of the sorted results, linear between two places, rounded once.

    Parties without a result are not among `values`, which must not be empty. The usual rule of spreadsheets (inclusive); the
    national document's own rule was not seen.
    """
    ordered = sorted(values.values())
    place, part = divmod(share * (len(ordered) - 1), PPM)
    above = ordered[min(place + 1, len(ordered) - 1)]
    return divide(ordered[place] * PPM + part * (above - ordered[place]), PPM)
