"""The tables a settlement is read from: who is on the roll, what was spent, summed once from the bills.

Written beside the run so that every figure can be traced to rows, and summed again, without the bills themselves.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import duckdb

from fenming.kernel import BadInput
from fenming.kernel.language import _

SPEND = """
SELECT p.consortium_id, coalesce(m.into_unit_id, p.unit_id) AS unit_id, month(b.settled_at) AS month, b.care, b.level, b.area,
       coalesce(b.payment_method, '') AS payment_method, (b.payment_method IS NOT DISTINCT FROM '4')::INTEGER AS is_drg,
       b.is_chronic_pool::INTEGER AS is_chronic,
       count(*)::BIGINT AS bills, sum(b.total_fen)::BIGINT AS total_fen, sum(b.eligible_fen)::BIGINT AS eligible_fen,
       sum({basis})::BIGINT AS pool_fen, sum(a.pool_fen)::BIGINT AS recomputed_fen,
       sum(b.platform_pool_fen)::BIGINT AS platform_fen, sum(a.critical_illness_fen)::BIGINT AS critical_illness_fen,
       sum(b.platform_person_fen)::BIGINT AS person_fen
FROM read_parquet({bill}) b POSITIONAL JOIN read_parquet({adjudicated}) a
JOIN read_parquet({person}) p ON p.person_id = b.person_id LEFT JOIN {mergers} m ON m.unit_id = p.unit_id
WHERE year(b.settled_at) = {year}
GROUP BY ALL ORDER BY ALL
"""
BILLED = """
SELECT b.scheme, count(*)::BIGINT AS bills, sum({basis})::BIGINT AS pool_fen
FROM read_parquet({bill}) b POSITIONAL JOIN read_parquet({adjudicated}) a
WHERE year(b.settled_at) = {year} GROUP BY ALL ORDER BY ALL
"""
ROLL = """
WITH chronic AS (
       SELECT DISTINCT person_id FROM read_parquet({chronic})
       WHERE began_on < DATE '{counted_to}' AND (ended_on IS NULL OR ended_on >= DATE '{counted_from}')),
     heads AS (
       SELECT coalesce(m.into_unit_id, p.unit_id) AS unit_id, count(*)::BIGINT AS heads, count(c.person_id)::BIGINT AS chronic_heads,
              count(c.person_id) FILTER (WHERE p.is_contracted)::BIGINT AS contracted_chronic_heads
       FROM read_parquet({person}) p LEFT JOIN chronic c ON c.person_id = p.person_id
            LEFT JOIN {mergers} m ON m.unit_id = p.unit_id
       WHERE p.status = '1' GROUP BY ALL),
     resident AS (
       SELECT coalesce(m.into_unit_id, r.unit_id) AS unit_id, sum(r.residents)::BIGINT AS residents
       FROM read_parquet({unit_resident}) r LEFT JOIN {mergers} m ON m.unit_id = r.unit_id GROUP BY ALL)
SELECT u.unit_id, u.name, u.town_id, u.consortium_id, u.clinic_id, u.township_hospital_id,
       coalesce(h.heads, 0) AS heads, coalesce(h.chronic_heads, 0) AS chronic_heads,
       coalesce(h.contracted_chronic_heads, 0) AS contracted_chronic_heads, coalesce(r.residents, 0) AS residents
FROM read_parquet({health_unit}) u LEFT JOIN heads h USING (unit_id) LEFT JOIN resident r USING (unit_id)
WHERE u.unit_id NOT IN (SELECT unit_id FROM {mergers})
ORDER BY u.unit_id
"""
MERGED = "(SELECT unit_id, into_unit_id, merged_on FROM read_parquet({unit_merger}) WHERE year(merged_on) <= {year})"
NOT_MERGED = "(SELECT NULL::VARCHAR AS unit_id, NULL::VARCHAR AS into_unit_id WHERE false)"
COPIED = {
    "unit_history": "unit_id, year",
    "process_score": "unit_id, quarter",
    "target_result": "unit_id, item_id",
    "assessment_score": "consortium_id, scheme_id",
    "institution": "institution_id",
}
WITHOUT_RESIDENTS = """
SELECT unit_id FROM read_parquet({health_unit}) WHERE unit_id NOT IN (SELECT unit_id FROM {mergers}) AND unit_id NOT IN (
    SELECT coalesce(m.into_unit_id, r.unit_id) FROM read_parquet({unit_resident}) r LEFT JOIN {mergers} m USING (unit_id))
ORDER BY unit_id
"""
SCORES = ("process_score", "target_result", "assessment_score")  # of one year; rows without a year are the run's
BASIS = {"platform": "b.platform_pool_fen", "recomputed": "a.pool_fen"}


@dataclass(frozen=True, slots=True)
class Reading:
    """How rows are read: the fund year, `basis` (`platform`: as it printed what was paid, or `recomputed`), and on which days a
    chronic registration must hold to be counted (`any_day`, `year_start`, `year_end`).
    """

    year: int
    basis: str
    chronic_counted: str

    @property
    def counted(self) -> dict[str, date]:
        """The days, from the first up to but not including the last, of which one must lie in the registration."""
        first, last = date(self.year, 1, 1), date(self.year + 1, 1, 1)
        return {
            "counted_from": last - timedelta(days=1) if self.chronic_counted == "year_end" else first,
            "counted_to": first + timedelta(days=1) if self.chronic_counted == "year_start" else last,
        }


def write_rows(tables: Mapping[str, str], adjudicated: Path, reading: Reading, folder: Path) -> None:
    """Write `spend`, `spend_total` (all bills, joined with nothing), `roll` and the small input tables as Parquet into `folder`.

    `tables` maps canonical table names to Parquet files; `unit_merger` may be left out. Only bills settled in the fund
    year count; what a unit did that was merged by the end of that year counts for the unit that is left.
    """
    named = _named(tables, reading) | {"adjudicated": _literal(str(adjudicated)), "basis": BASIS[reading.basis]}
    write_roll(tables, reading, folder)
    with duckdb.connect() as connection:
        _check_residents([unit_id for (unit_id,) in connection.execute(WITHOUT_RESIDENTS.format(**named)).fetchall()])
        _write(connection, SPEND.format(**named), folder / "spend.parquet")
        _write(connection, BILLED.format(**named), folder / "spend_total.parquet")
        for name, order in COPIED.items():
            kept = f"WHERE year IS NULL OR year = {reading.year}" if name in SCORES else ""
            query = f"SELECT * FROM read_parquet({named[name]}) {kept} ORDER BY {order}"
            _write(connection, query, folder / f"{name}.parquet")
        if "unit_merger" in tables:
            _write(connection, f"SELECT * FROM {named['mergers']} ORDER BY unit_id", folder / "unit_merger.parquet")


def _check_residents(lacking: list[str]) -> None:
    if lacking:
        raise BadInput(
            "settlement.residents_missing",
            what=_("no residents were handed in for {units}").format(units=", ".join(lacking)),
            where=_("table unit_resident"),
            why=_("public-health money is packaged by resident heads, and missing heads are never counted as nobody"),
            remedy=_("hand in its resident heads, or 0 where nobody lives there, and import them again"),
        )


def write_roll(tables: Mapping[str, str], reading: Reading, folder: Path) -> None:
    """Write `roll`: the units with their heads, from the tables `person`, `chronic`, `health_unit`, `unit_resident`, `unit_merger`."""
    with duckdb.connect() as connection:
        _write(connection, ROLL.format(**_named(tables, reading), **reading.counted), folder / "roll.parquet")


def _named(tables: Mapping[str, str], reading: Reading) -> dict[str, str]:
    """What the queries call their tables, the year, and the mergers that count by its end."""
    named = {name: _literal(path) for name, path in tables.items()} | {"year": str(reading.year)}
    mergers = MERGED.format(**named) if "unit_merger" in tables else NOT_MERGED
    return named | {"mergers": mergers}


def _literal(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def _write(connection: duckdb.DuckDBPyConnection, query: str, path: Path) -> None:
    connection.execute(f"COPY ({query}) TO {_literal(str(path))} (FORMAT parquet)")
