"""What lies above a price limit."""

from fenming.kernel.compiled import compiled
from fenming.mechanisms.at_price import at_price

EXPLAIN = "({price} − {limit}, not below zero) × {quantity}"


@compiled
def over_limit(price: int, limit: int, quantity: int) -> int:
    """Fen by which `quantity` ten-thousandths of a unit at `price` exceed the same at `limit` (millionths of a yuan each).

    The excess of the price is multiplied before anything is rounded. Source: the national field overlmt_amt.
    """
    return at_price(max(price - limit, 0), quantity)
