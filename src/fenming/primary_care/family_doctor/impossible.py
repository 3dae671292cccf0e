"""Logged services that cannot have been: they fulfil no contract until somebody has cleared them."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from fenming.engines.local import run
from fenming.kernel import Figure, Finding
from fenming.kernel.language import _
from fenming.policy import Policy
from fenming.primary_care.family_doctor.contracts import copy
from fenming.primary_care.public_health.judging import judged_services

TABLE = "service_impossible"
NEEDED = ("service", "health_unit")
EVER = str(2**62)  # services of a doctor in an hour or a day where the pack has no limit
# A kind without work points may still be owed by a contract; what has no unit or no quality cannot be cleared.
IMPOSSIBLE = """
SELECT DISTINCT service_id, array_to_string(list_filter(reasons, lambda one: one <> 'no_points'), ' ') AS reasons FROM judged
WHERE list_has_any(reasons, ['unknown_unit', 'bad_quality'])
   OR (NOT is_cleared AND len(list_filter(reasons, lambda one: one <> 'no_points')) > 0) ORDER BY service_id
"""


@dataclass(frozen=True, slots=True)
class LogRules:
    """What of the rules of work points a pack has that makes a service impossible; a pack without one does not look for it."""

    cards: Figure | None
    hour_max: Figure | None
    day_max: Figure | None
    group: Figure | None

    @classmethod
    def of(cls, policy: Policy) -> Self:
        """The rules of `policy`; whatever it leaves open stays open."""
        names = ("cards_required", "services_per_hour_max", "services_per_day_max", "group_services")
        return cls(*(policy.get(f"public_health.{name}") for name in names))

    @property
    def kinds(self) -> list[str]:
        """No kinds: what earns points is no matter here."""
        return []

    @property
    def group_kinds(self) -> list[str]:
        """Kinds of service done for many at once."""
        return [kind for kind, marked in self.group.value.items() if marked] if self.group else []

    def as_sql(self) -> dict[str, str]:
        """What the SQL of `judged.sql` takes of the rules."""
        cards = self.cards.value if self.cards else "none"
        return {
            "hour_max": str(int(self.hour_max.value)) if self.hour_max else EVER,
            "day_max": str(int(self.day_max.value)) if self.day_max else EVER,
            "needs_doctor_card": "true" if cards in ("both", "doctor") else "false",
            "needs_resident_card": "true" if cards == "both" else "false",
        }


def write_impossible(tables: Mapping[str, Path], policy: Policy, year: int, folder: Path) -> list[Finding]:
    """Write `service_impossible` (service_id, reasons) of `year` into `folder`: the services that fulfil no contract.

    Nothing is written where no log was handed in. The reasons are those for which a service earns no work points, but for its
    kind having none. Gives what could not be looked for, and how many services do not count.
    """
    if not set(NEEDED) <= set(tables):
        return []
    with judged_services(tables, LogRules.of(policy), year, NEEDED) as (connection, _unchecked):
        copy(connection, IMPOSSIBLE, folder / f"{TABLE}.parquet")
        ((stopped,),) = run(connection, f"SELECT count(*) FROM ({IMPOSSIBLE})")
        ((services,),) = run(connection, "SELECT count(*) FROM judged")
    return [*_left_out(int(stopped), int(services)), *_open(LogRules.of(policy))]


def _left_out(stopped: int, services: int) -> list[Finding]:
    if not stopped:
        return []
    return [
        Finding(
            "family_doctor.impossible_services",
            _("{stopped} of {services} logged services look impossible and fulfil no contract").format(
                stopped=stopped, services=services
            ),
            "service",
            _("what cannot have been was not delivered; fenming care points --flagged lists each with why"),
            _("clear the right ones: import the table service_clearance"),
            rows=stopped,
        )
    ]


def _open(rules: LogRules) -> list[Finding]:
    checks = {
        "cards_required": (rules.cards, _("services without cards were not looked for")),
        "services_per_hour_max": (rules.hour_max, _("services too fast for one doctor were not looked for")),
        "services_per_day_max": (rules.day_max, _("services beyond a doctor's day were not looked for")),
    }
    return [
        Finding(
            "family_doctor.log_rule_open",
            what,
            f"public_health.{name}",
            _("the pack does not say it, and every service of that kind counts as delivered"),
            _("write {file} after the county's document, with its clause").format(file=f"public_health/{name}.yaml"),
        )
        for name, (figure, what) in checks.items()
        if figure is None
    ]
