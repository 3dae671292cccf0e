"""What was incurred and not yet settled, with its band; too few months give no number but the reason."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from fenming.kernel import PPM, Figure, divide
from fenming.kernel.language import _
from fenming.payment.estimate.chain_ladder import chain_ladder
from fenming.payment.estimate.triangle import Triangle, month_text
from fenming.policy import Policy

ROOM = "payment.estimate"
ORIGINS_MIN, DEVELOPMENTS_MIN, BAND = (
    f"{ROOM}.origin_months_min",
    f"{ROOM}.development_months_min",
    f"{ROOM}.band_width",
)


@dataclass(frozen=True, slots=True)
class Estimate:
    """One scheme and area: booked spend, and beside it the estimate (测算) of what is still to come, all in whole fen.

    `to_come_fen` is None where there is no estimate, and `reason` says why. The band is `to_come_fen` less and plus
    `band_width` standard errors. An estimate is never posted and never part of a booked sum.
    """

    scheme: str
    area: str
    as_of: str
    booked_fen: int
    to_come_fen: int | None = None
    standard_error_fen: int | None = None
    low_fen: int | None = None
    high_fen: int | None = None
    by_month_fen: Mapping[str, int] = field(default_factory=dict)
    reason: str = ""
    is_estimate: bool = True

    def as_dict(self) -> dict[str, Any]:
        """For JSON: amounts in fen, marked as an estimate."""
        return {name: getattr(self, name) for name in Estimate.__slots__} | {"by_month_fen": dict(self.by_month_fen)}


def estimates(policy: Policy, found: Iterable[Triangle]) -> tuple[Estimate, ...]:
    """An estimate for each triangle. Raises BadInput where the library is missing, or the pack lacks a least number of months."""
    return tuple(_estimate(policy, triangle) for triangle in found)


def _estimate(policy: Policy, triangle: Triangle) -> Estimate:
    as_of, booked = month_text(triangle.as_of), triangle.booked_fen
    reason = _too_little(policy, triangle)
    if reason:
        return Estimate(triangle.scheme, triangle.area, as_of, booked, reason=reason)
    ladder = chain_ladder(triangle)
    low, high = _band(ladder.total_fen, ladder.standard_error_fen, policy[BAND])
    reason = (
        "" if ladder.standard_error_fen is not None else _("these bills give no standard error, so there is no band")
    )
    return Estimate(
        triangle.scheme,
        triangle.area,
        as_of,
        booked,
        ladder.total_fen,
        ladder.standard_error_fen,
        low,
        high,
        ladder.to_come_fen,
        reason,
    )


def _band(total: int, error: int | None, width: Figure) -> tuple[int | None, int | None]:
    """Estimate less and plus so many errors; what is expected to come does not turn into money back."""
    if error is None:
        return None, None
    reach = divide(error * width.value, PPM)
    low = total - reach
    return (max(low, 0) if total >= 0 else low), total + reach


def _too_little(policy: Policy, triangle: Triangle) -> str:
    """Why a triangle gives no estimate; empty where it does."""
    origins, developments = len(triangle.origins), triangle.lag_max + 1
    if origins < policy[ORIGINS_MIN].value:
        return _("{count} months of care, at least {least} are needed").format(
            count=origins, least=policy[ORIGINS_MIN].value
        )
    if origins < policy[DEVELOPMENTS_MIN].value or origins <= triangle.lag_max:
        return _("no month of care has been seen long enough")
    if developments < policy[DEVELOPMENTS_MIN].value:
        return _("bills are settled within {count} months, at least {least} are needed to see a run-off").format(
            count=developments, least=policy[DEVELOPMENTS_MIN].value
        )
    rows = triangle.cumulative().values()
    if any(sum(row[lag] for row in rows if len(row) > lag + 1) <= 0 for lag in range(triangle.lag_max)):
        return _("nothing was settled early enough to run off from")
    return ""
