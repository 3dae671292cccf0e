"""What bed-days come to where classes of charges are paid at different ratios."""

from collections.abc import Mapping

from fenming.kernel import PPM, divide

EXPLAIN = "{days} × {quota} × ({ratios} by {shares})"


def bed_day_payable(days: int, quota: int, ratios: Mapping[str, int], shares: Mapping[str, int]) -> int:
    """`days` at `quota` fen a day, times the sum over classes of payment ratio × share of charges, both ppm.

    Source: 东医保发〔2022〕13号, (A-class ratio × A share + B-class ratio × B share) × quota × days. Rounded once.
    """
    paid = sum(ratios[kind] * share for kind, share in shares.items())
    return divide(days * quota * paid, PPM * PPM)
