"""So many of something at a unit price."""

from fenming.kernel.compiled import compiled
from fenming.kernel.money import divide

EXPLAIN = "{price} × {quantity}"


@compiled
def at_price(price: int, quantity: int) -> int:
    """Fen for `quantity` ten-thousandths of a unit at `price` millionths of a yuan each, rounded once, half away from zero.

    The whole fen of the price and what is finer are multiplied apart, so that in a compiled loop nothing overflows as long as
    whole fen × quantity stays below 10^18 and the quantity below 4 × 10^14. Source: national fields pric (6 decimals) and cnt (4 decimals).
    """
    if price < 0:
        return -at_price_of(-price, quantity) if quantity >= 0 else at_price_of(-price, -quantity)
    return at_price_of(price, quantity) if quantity >= 0 else -at_price_of(price, -quantity)


@compiled
def at_price_of(price: int, quantity: int) -> int:
    """The same where neither is negative."""
    units = price // 10_000 * quantity
    finer = units % 10_000 * 10_000 + price % 10_000 * quantity
    return units // 10_000 + divide(finer, 100_000_000)
