"""Tables for measures to read that other parts of the house write: work points, deaths by age."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from fenming.kernel import Finding
from fenming.policy import Policy
from fenming.primary_care.outcomes import write_mortality
from fenming.primary_care.public_health import write_work_points


@dataclass(frozen=True, slots=True)
class Prepared:
    """The tables without which it cannot be made, and who writes `folder/<name>.parquet`; raises BadInput where it cannot."""

    needs: tuple[str, ...]
    write: Callable[[Mapping[str, Path], Policy, int, Path], list[Finding]]


PREPARED: Mapping[str, Prepared] = {
    "work_points": Prepared(("service", "health_unit", "unit_resident"), write_work_points),
    "mortality": Prepared(("death", "population"), write_mortality),
}
