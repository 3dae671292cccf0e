"""What the user knows of next year that no file holds."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from fenming.kernel import Figure, Source
from fenming.mechanisms import Name, given


@dataclass(frozen=True, slots=True)
class Known:
    """Given by hand: growth of the fund (ppm), last year's earned surplus, the year's financing, the risk fund's balance, what
    a mid-year change or an emergency needs (fen), the triggers that came about, whether an emergency draw is approved, whether it
    is the package's first year. None: not known.

    `surplus_name` says where a surplus was read, `history` replaces spend (fen) by scheme and year.
    """

    fund_growth_ppm: int | None = None
    surplus_fen: int | None = None
    surplus_name: str = ""
    financing_fen: int | None = None
    risk_balance_fen: int | None = None
    reserve_need_fen: int | None = None
    emergency_need_fen: int | None = None
    is_approved: bool = False
    is_first_year: bool = False
    triggers: tuple[str, ...] = ()
    history: Mapping[tuple[str, int], int] = field(default_factory=dict)

    def figure(self, name: Name, value: int, what: str) -> Figure:
        """A figure of something given by hand."""
        return given(name, value, Source("given", what))
