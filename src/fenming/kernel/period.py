"""Half-open spans of days."""

from dataclasses import dataclass
from datetime import date
from typing import Self

from fenming.kernel.finding import BadInput
from fenming.kernel.language import _


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """Days from `start` up to but not including `end`; `end` None means open."""

    start: date
    end: date | None = None

    def __post_init__(self) -> None:
        if self.end is not None and self.end <= self.start:
            raise BadInput(
                "period.empty",
                what=_("the period {period} has no day in it").format(period=self),
                remedy=_("let `to` be later than `from`"),
            )

    @classmethod
    def of_year(cls, year: int) -> Self:
        return cls(date(year, 1, 1), date(year + 1, 1, 1))

    def __contains__(self, day: date) -> bool:
        return self.start <= day and (self.end is None or day < self.end)

    def overlaps(self, other: "Period") -> bool:
        return (other.end is None or self.start < other.end) and (self.end is None or other.start < self.end)

    def __str__(self) -> str:
        return f"[{self.start}, {self.end or '…'})"
