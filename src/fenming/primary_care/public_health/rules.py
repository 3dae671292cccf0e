"""What a county's pack says about work points, as plain values for judging services."""

from dataclasses import dataclass
from typing import Protocol, Self

from fenming.kernel import Figure
from fenming.policy import Policy


class JudgingRules(Protocol):
    """What services are judged by: kinds that earn points, kinds done for many at once, and limits as SQL takes them."""

    @property
    def kinds(self) -> list[str]: ...

    @property
    def group_kinds(self) -> list[str]: ...

    def as_sql(self) -> dict[str, str]: ...


@dataclass(frozen=True, slots=True)
class PointRules:
    """The parameters of work points on one day: `points` by kind of service, points `due` of a resident and quarter,
    `cards` a service needs (both|doctor|none), the most services of a doctor in an hour and a day, and the kinds of
    services done for many at once, which count for neither.
    """

    points: Figure
    due: Figure
    cards: Figure
    hour_max: Figure
    day_max: Figure
    group: Figure | None

    @classmethod
    def of(cls, policy: Policy) -> Self:
        """Raises BadInput where the pack leaves one of them open."""
        return cls(
            policy["public_health.points_per_service"],
            policy["public_health.points_due_per_resident"],
            policy["public_health.cards_required"],
            policy["public_health.services_per_hour_max"],
            policy["public_health.services_per_day_max"],
            policy.get("public_health.group_services"),
        )

    @property
    def kinds(self) -> list[str]:
        """Kinds of service that earn points."""
        return list(self.points.value)

    @property
    def group_kinds(self) -> list[str]:
        """Kinds of service done for many at once."""
        return [kind for kind, marked in self.group.value.items() if marked] if self.group else []

    def as_sql(self) -> dict[str, str]:
        """What the SQL of `judged.sql` takes of the rules."""
        cards = self.cards.value
        return {
            "hour_max": str(int(self.hour_max.value)),
            "day_max": str(int(self.day_max.value)),
            "needs_doctor_card": "true" if cards in ("both", "doctor") else "false",
            "needs_resident_card": "true" if cards == "both" else "false",
        }
