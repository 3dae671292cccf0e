"""How likely somebody who enters a five-year age group dies in it."""

from fenming.kernel import PPM, divide

EXPLAIN = "5m ÷ (1 + 2.5m), with m = {deaths} ÷ {residents}"


def death_probability(deaths: int, residents: int) -> int:
    """Probability of dying within five years in ppm, at most 1: deaths lie on average in the middle of the group.

    `residents` positive: the middle of the year. Formula of the abridged life table: q = 5m ÷ (1 + 2.5m), m = deaths ÷ residents.
    """
    return min(divide(10 * deaths * PPM, 2 * residents + 5 * deaths), PPM)
