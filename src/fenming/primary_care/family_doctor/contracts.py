"""Contracts of a year, each in one state: counted, or why not; and their sums by unit and package, which hold no person."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import duckdb

from fenming.engines.local import literal, parquet

NEEDED = ("contract", "person", "health_unit")
EMPTY = {
    "death": "SELECT NULL::BIGINT AS person_id, NULL::DATE AS died_on WHERE false",
    "unit_merger": "SELECT '' AS unit_id, '' AS into_unit_id, NULL::DATE AS merged_on WHERE false",
    "unit_resident": "SELECT '' AS unit_id, 0::BIGINT AS residents WHERE false",
    "service": "SELECT '' AS service_id, '' AS unit_id, 0::BIGINT AS person_id, '' AS service_code, "
    "NULL::TIMESTAMP AS served_at, NULL::BIGINT AS quality_ppm WHERE false",
}
STATES = (
    "counted",
    "personal",
    "renewed",
    "moved",
    "overlapping",
    "two_teams",
    "expired",
    "not_begun",
    "backwards",
    "dead",
    "unknown_unit",
    "unknown_package",
)
PLACED = """
CREATE TEMP TABLE placed AS
SELECT c.contract_id, c.person_id, coalesce(m.into_unit_id, c.unit_id) AS unit_id, c.package_id, c.began_on, c.ended_on,
       c.person_fee_fen, coalesce(p.is_insured, false) AS is_insured,
       CASE WHEN c.ended_on < c.began_on THEN 'backwards'
            WHEN c.began_on >= DATE '{next}' THEN 'not_begun'
            WHEN c.ended_on < DATE '{first}' THEN 'expired'
            WHEN d.died_on < greatest(c.began_on, DATE '{first}') THEN 'dead'
            WHEN u.unit_id IS NULL THEN 'unknown_unit'
            WHEN c.package_id LIKE 'personal%' THEN 'personal'
            WHEN c.package_id NOT IN ({packages}) THEN 'unknown_package'
            ELSE 'candidate' END AS standing
FROM {contract} c
LEFT JOIN {unit_merger} m ON m.unit_id = c.unit_id AND m.merged_on < DATE '{next}'
LEFT JOIN {health_unit} u ON u.unit_id = coalesce(m.into_unit_id, c.unit_id)
LEFT JOIN (SELECT person_id, bool_or(status = '1') AS is_insured FROM {person} GROUP BY person_id) p
       ON p.person_id = c.person_id
LEFT JOIN (SELECT person_id, min(died_on) AS died_on FROM {death} WHERE person_id IS NOT NULL GROUP BY person_id) d
       ON d.person_id = c.person_id
"""
CHOSEN = """
CREATE TEMP TABLE chosen AS
SELECT *, row_number() OVER (PARTITION BY person_id ORDER BY began_on {order}, contract_id {order}) AS place
FROM placed WHERE standing = 'candidate'
"""
STATE = """
SELECT p.* EXCLUDE (standing),
       CASE WHEN p.standing <> 'candidate' THEN p.standing
            WHEN k.contract_id = p.contract_id THEN 'counted'
            WHEN p.began_on <= coalesce(k.ended_on, DATE '9999-12-31')
             AND k.began_on <= coalesce(p.ended_on, DATE '9999-12-31')
            THEN CASE WHEN p.unit_id = k.unit_id THEN 'overlapping' ELSE 'two_teams' END
            WHEN p.unit_id = k.unit_id THEN 'renewed' ELSE 'moved' END AS state
FROM placed p LEFT JOIN chosen k ON k.person_id = p.person_id AND k.place = 1
ORDER BY p.person_id, p.began_on, p.contract_id
"""
SUM = """
SELECT u.unit_id, u.township_hospital_id, s.package_id, count(*)::BIGINT AS heads,
       count(*) FILTER (WHERE s.is_insured)::BIGINT AS insured_heads
FROM {state} s JOIN {health_unit} u USING (unit_id) WHERE s.state = 'counted' GROUP BY ALL ORDER BY ALL
"""
PERSONAL = """
SELECT u.unit_id, u.township_hospital_id, s.package_id, count(*)::BIGINT AS contracts,
       count(s.person_fee_fen)::BIGINT AS priced, coalesce(sum(s.person_fee_fen), 0)::BIGINT AS person_fee_fen
FROM {state} s JOIN {health_unit} u USING (unit_id) WHERE s.state = 'personal' GROUP BY ALL ORDER BY ALL
"""
UNITS = """
SELECT u.unit_id, u.name, u.township_hospital_id, u.consortium_id, coalesce(r.residents, 0)::BIGINT AS residents,
       coalesce(h.insured, 0)::BIGINT AS insured, coalesce(c.contracted, 0)::BIGINT AS contracted
FROM {health_unit} u
LEFT JOIN {unit_resident} r USING (unit_id)
LEFT JOIN (SELECT unit_id, count(*) AS insured FROM {person} WHERE status = '1' GROUP BY unit_id) h USING (unit_id)
LEFT JOIN (SELECT unit_id, count(DISTINCT person_id) AS contracted FROM {state}
           WHERE state IN ('counted', 'personal') GROUP BY unit_id) c USING (unit_id)
ORDER BY u.unit_id
"""
SUMS = {"contract_sum": SUM, "personal_sum": PERSONAL, "contract_unit": UNITS}


@dataclass(frozen=True, slots=True)
class ContractRule:
    """How contracts are read: the year, which of a person's several counts (`earlier`, `later`), packages that have a fee."""

    year: int
    counts: str
    packages: tuple[str, ...]


def write_contracts(tables: Mapping[str, Path], rule: ContractRule, folder: Path) -> None:
    """Write `contract_state` (one row a contract, with `state`) and the sums `contract_sum` (counted heads by unit and package),
    `personal_sum` and `contract_unit` (residents, insured and contracted heads by unit) into `folder`.

    `tables` are canonical tables; `death`, `unit_merger` and `unit_resident` may be left out. A person is counted once a year.
    """
    named = scans(tables)
    first, following = f"{rule.year}-01-01", f"{rule.year + 1}-01-01"
    packages = ", ".join(map(literal, rule.packages)) or "''"
    with duckdb.connect() as connection:
        connection.execute(PLACED.format(**named, first=first, next=following, packages=packages))
        connection.execute(CHOSEN.format(order="DESC" if rule.counts == "later" else "ASC"))
        copy(connection, STATE, folder / "contract_state.parquet")
        named["state"] = parquet(folder / "contract_state.parquet")
        for name, query in SUMS.items():
            copy(connection, query.format(**named), folder / f"{name}.parquet")


def scans(tables: Mapping[str, Path]) -> dict[str, str]:
    """What reads each table in SQL; tables that may be left out read as empty."""
    return {name: f"({query})" for name, query in EMPTY.items()} | {
        name: parquet(path) for name, path in tables.items()
    }


def copy(connection: duckdb.DuckDBPyConnection, query: str, path: Path) -> None:
    """Write the rows of `query` to a Parquet file."""
    connection.execute(f"COPY ({query}) TO {literal(path)} (FORMAT parquet)")
