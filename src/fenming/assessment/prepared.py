"""Tables for measures to read that other parts of the house write: work points, deaths by age, services of contracts, rules."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from fenming.kernel import Finding
from fenming.policy import Policy
from fenming.primary_care.family_doctor.contracts import NEEDED, ContractRule, write_contracts
from fenming.primary_care.family_doctor.fees import read_terms, services_due
from fenming.primary_care.family_doctor.impossible import NEEDED as IMPOSSIBLE_NEEDED
from fenming.primary_care.family_doctor.impossible import write_impossible
from fenming.primary_care.family_doctor.services import write_services
from fenming.primary_care.outcomes import write_mortality
from fenming.primary_care.public_health import write_work_points


@dataclass(frozen=True, slots=True)
class Prepared:
    """The tables without which it cannot be made, and who writes `folder/<name>.parquet`; raises BadInput where it cannot."""

    needs: tuple[str, ...]
    write: Callable[[Mapping[str, Path], Policy, int, Path], list[Finding]]


def write_contract_services(tables: Mapping[str, Path], policy: Policy, year: int, folder: Path) -> list[Finding]:
    """Write `folder/contract_service.parquet`: services due and delivered by unit, package and kind, and what of the log
    cannot have been and is not among them.

    Source: `family_doctor.*` of the pack. Raises BadInput where it does not say how contracts are counted.
    """
    packages = read_terms(policy).packages
    write_contracts(tables, ContractRule(year, policy["family_doctor.double_contract"].value, packages), folder)
    told = write_impossible(tables, policy, year, folder)
    due = services_due(policy, packages)
    write_services(tables, {package: figure.value for package, figure in due.items()}, year, folder)
    return told


def write_follow_up_rule(_tables: Mapping[str, Path], policy: Policy, _year: int, folder: Path) -> list[Finding]:
    """Write `folder/follow_up_rule.parquet`: follow-ups asked for in a year, by condition, of the conditions the pack lists.

    Source: `chronic.follow_ups_per_year`. Raises BadInput where the pack leaves it open.
    """
    rule = policy["chronic.follow_ups_per_year"].value
    columns = {"condition": list(rule), "per_year": [int(times) for times in rule.values()]}
    schema = pa.schema([("condition", pa.string()), ("per_year", pa.int64())])
    pq.write_table(pa.table(columns, schema), folder / "follow_up_rule.parquet")
    return []


PREPARED: Mapping[str, Prepared] = {
    "work_points": Prepared(("service", "health_unit", "unit_resident"), write_work_points),
    "contract_service": Prepared((*NEEDED, "service"), write_contract_services),
    "service_impossible": Prepared(IMPOSSIBLE_NEEDED, write_impossible),
    "follow_up_rule": Prepared((), write_follow_up_rule),
    "mortality": Prepared(("death", "population"), write_mortality),
}
