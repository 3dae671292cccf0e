"""Services that contracts owe and those that were delivered, from the log; more than is due counts as what is due."""

from collections.abc import Mapping
from pathlib import Path

import duckdb

from fenming.engines.local import literal, parquet
from fenming.primary_care.family_doctor.contracts import copy, scans

ANY_SERVICE = "any_service"  # due as often as it says, whatever services they are
DELIVERED = """
WITH due AS (SELECT * FROM (VALUES {due}) AS listed(package_id, service_code, times)),
     span AS (
       SELECT person_id, unit_id, min(began_on) AS first_on, max(coalesce(ended_on, DATE '9999-12-31')) AS last_on
       FROM {state} WHERE state IN ('counted', 'renewed', 'overlapping') GROUP BY ALL),
     served AS (
       SELECT person_id, coalesce(m.into_unit_id, s.unit_id) AS unit_id, unnest([service_code, '{any}']) AS service_code,
              served_at::DATE AS served_on
       FROM {service} s LEFT JOIN {unit_merger} m ON m.unit_id = s.unit_id ANTI JOIN {impossible} i ON i.service_id = s.service_id
       WHERE year(served_at) = {year} AND coalesce(quality_ppm, 1) > 0),
     times AS (
       SELECT s.person_id, s.unit_id, s.service_code, count(*) AS done
       FROM served s JOIN span p USING (person_id, unit_id) WHERE s.served_on BETWEEN p.first_on AND p.last_on GROUP BY ALL),
     done AS (
       SELECT c.unit_id, c.package_id, d.service_code, d.times, coalesce(t.done, 0) AS times_done
       FROM {state} c JOIN due d USING (package_id) LEFT JOIN times t USING (person_id, unit_id, service_code)
       WHERE c.state = 'counted')
SELECT unit_id, package_id, service_code, sum(least(times_done, times))::BIGINT AS delivered,
       sum(times_done)::BIGINT AS served, sum(times)::BIGINT AS due
FROM done GROUP BY ALL ORDER BY ALL
"""


def write_services(tables: Mapping[str, Path], due: Mapping[str, Mapping[str, int]], year: int, folder: Path) -> None:
    """Write `contract_service` into `folder`: by unit, package and service, times `due`, `served`, and `delivered` (of each
    contract at most what is due). `due` is times a year by package and service; `contract_state` must be there.

    A service counts for the team of the contract, within its days, where its quality is not nothing. Where `any_service` is due,
    every logged service is one. What is in `service_impossible`, where that was written, is none.
    """
    listed = [(package, code, times) for package, owed in due.items() for code, times in owed.items()]
    rows = ", ".join(f"({literal(package)}, {literal(code)}, {times:d})" for package, code, times in listed)
    impossible = folder / "service_impossible.parquet"
    named = scans(tables) | {"state": parquet(folder / "contract_state.parquet")}
    named["impossible"] = parquet(impossible) if impossible.exists() else "(SELECT '' AS service_id WHERE false)"
    query = DELIVERED.format(**named, due=rows or "('', '', 0)", year=year, any=ANY_SERVICE)
    with duckdb.connect() as connection:
        copy(connection, query, folder / "contract_service.parquet")
