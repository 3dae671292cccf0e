"""What a county's pack says about chronic patients, as figures and as plain values for reading their records."""

from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from typing import Self

from fenming.kernel import Figure
from fenming.policy import Policy

TARGETS = ("systolic_below", "diastolic_below", "fasting_below", "random_below")
WITH_TARGET = ("hypertension", "diabetes")  # conditions whose readings the columns of a follow-up hold
LEVELS = ("low", "medium", "high")


@dataclass(frozen=True, slots=True)
class ChronicRules:
    """Targets of readings, follow-ups asked for in a year by condition, and the grading of risk."""

    targets: dict[str, Figure]
    follow_ups: Figure
    risk_points: Figure
    risk_levels: Figure
    intervals: Figure
    responsible: dict[str, Figure | None]

    @classmethod
    def of(cls, policy: Policy) -> Self:
        """Raises BadInput where the pack leaves one of them open; who is responsible may stay open."""
        return cls(
            {name: policy[f"chronic.{name}"] for name in TARGETS},
            policy["chronic.follow_ups_per_year"],
            policy["chronic.risk_points"],
            policy["chronic.risk_level_from"],
            policy["chronic.follow_up_interval_days"],
            {level: policy.get(f"chronic.responsible.{level}") for level in LEVELS},
        )


def quarters_ended(day: date) -> list[tuple[date, date]]:
    """First and last day of the quarters of `day`'s year that are over at its end."""
    starts = [date(day.year, month, 1) for month in (1, 4, 7, 10)] + [date(day.year + 1, 1, 1)]
    spans = [(start, after - timedelta(days=1)) for start, after in pairwise(starts)]
    return [(start, last) for start, last in spans if last <= day]
