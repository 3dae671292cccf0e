"""The list of services that look impossible, each with why, for whoever is to clear them."""

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple

from fenming.engines.local import run
from fenming.facts.intake import person_label
from fenming.kernel.language import _
from fenming.policy import Policy
from fenming.primary_care.public_health.judging import judged_services
from fenming.primary_care.public_health.rules import PointRules

FLAGGED = """
SELECT service_id, unit_id, doctor_id, person_id, service_code, served_at, reasons, is_cleared
FROM judged WHERE reasons IS NOT NULL {of_unit} ORDER BY unit_id, served_at, service_id
"""


class FlaggedService(NamedTuple):
    """A service with the reasons why it earns nothing, or did not before it was cleared; the person is a pseudonym."""

    service_id: str
    unit_id: str
    doctor_id: str
    person: str
    service_code: str
    served_at: datetime
    reasons: tuple[str, ...]
    is_cleared: bool

    def as_dict(self) -> dict[str, Any]:
        return self._asdict() | {"served_at": self.served_at.isoformat(), "reasons": list(self.reasons)}


def flagged_services(
    tables: Mapping[str, Path], policy: Policy, year: int, unit: str | None = None
) -> list[FlaggedService]:
    """The flagged services of `year` (of one `unit`), by unit and time. Raises BadInput as `count_work_points` does."""
    with judged_services(tables, PointRules.of(policy), year) as (connection, _findings):
        of_unit = "AND unit_id = $unit" if unit else ""
        query = FLAGGED.format(of_unit=of_unit)
        rows = connection.execute(query, {"unit": unit}).fetchall() if unit else run(connection, query)
    return [
        FlaggedService(service, health_unit, doctor, person_label(person), kind, at, tuple(reasons), is_cleared)
        for service, health_unit, doctor, person, kind, at, reasons, is_cleared in rows
    ]


def reason_words() -> dict[str, str]:
    """Why a service earns nothing, in the language in use."""
    return {
        "two_places": _("the resident was served in another place at the same time"),
        "after_death": _("the resident had died"),
        "too_fast": _("the doctor did more services within the hour than can be done"),
        "too_many": _("beyond what a doctor can do in a day"),
        "two_homes": _("the doctor was in two homes at the same time"),
        "card_missing": _("a card was not shown"),
        "card_unknown": _("it is not known whether the cards were shown"),
        "bad_minutes": _("the length is none a service can have"),
        "bad_quality": _("the quality is not between 0 and 100 %"),
        "no_points": _("this kind of service has no points"),
        "unknown_unit": _("there is no such health unit"),
    }
