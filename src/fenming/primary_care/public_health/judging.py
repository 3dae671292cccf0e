"""Every service of the two-card log judged: what is impossible earns nothing until somebody has cleared it."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from importlib.resources import files
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb

from fenming.engines.local import connect, literal, parquet, run
from fenming.kernel import BadInput, Finding
from fenming.kernel.language import _
from fenming.primary_care.public_health.rules import JudgingRules

NEEDED = ("service", "health_unit", "unit_resident")
# Tables that a check needs and that may not have been imported, as empty ones: a check that cannot be made is a finding.
EMPTY = {
    "unit_merger": "SELECT '' AS unit_id, '' AS into_unit_id WHERE false",
    "death": "SELECT 0::BIGINT AS person_id, DATE '2000-01-01' AS died_on WHERE false",
    "follow_up": "SELECT 0::BIGINT AS person_id, DATE '2000-01-01' AS followed_on, '' AS doctor_id, '' AS way WHERE false",
    "person": "SELECT 0::BIGINT AS person_id, 0::BIGINT AS household_id WHERE false",
    "service_clearance": "SELECT '' AS service_id WHERE false",
}


@contextmanager
def judged_services(
    tables: Mapping[str, Path], rules: JudgingRules, year: int, needed: Sequence[str] = NEEDED
) -> Iterator[tuple[duckdb.DuckDBPyConnection, list[Finding]]]:
    """A connection with the table `judged` (one row per service of `year`) and what could not be looked for.

    `tables` maps canonical tables to Parquet files. Raises BadInput where one of `needed` is not there.
    """
    _check_needed(tables, needed)
    with TemporaryDirectory() as temporary, connect(Path(temporary)) as connection:
        _register(connection, tables, rules)
        named = {name: _scan(tables, name) for name in ("service", *EMPTY)}
        text = files("fenming.primary_care.public_health").joinpath("judged.sql").read_text("utf-8")
        run(connection, text.format(**named, **rules.as_sql(), year=int(year)))
        yield connection, _unchecked(tables)


def _check_needed(tables: Mapping[str, Path], needed: Sequence[str]) -> None:
    missing = [name for name in needed if name not in tables]
    if missing:
        raise BadInput(
            "points.no_table",
            what=_("work points cannot be counted without: {tables}").format(tables=", ".join(missing)),
            why=_("no file of that kind has been imported"),
            remedy=_("import the log of services, the register of units and their residents"),
        )


def _scan(tables: Mapping[str, Path], name: str) -> str:
    return parquet(tables[name]) if name in tables else f"({EMPTY[name]})"


def _register(connection: duckdb.DuckDBPyConnection, tables: Mapping[str, Path], rules: JudgingRules) -> None:
    """Small tables: where former units went, which units there are, which kinds of service have points."""
    mergers = run(connection, f"SELECT unit_id, into_unit_id FROM {_scan(tables, 'unit_merger')}")
    units = run(connection, f"SELECT unit_id FROM {parquet(tables['health_unit'])} ORDER BY 1")
    into = follow_mergers({str(former): str(unit) for former, unit in mergers})
    _listed(connection, "merged", ("unit_id", "into_unit_id"), list(into.items()))
    _listed(connection, "known_unit", ("unit_id",), [(unit,) for (unit,) in units if unit not in into])
    _listed(connection, "pointed", ("service_code",), [(kind,) for kind in rules.kinds])
    _listed(connection, "group_service", ("service_code",), [(kind,) for kind in rules.group_kinds])


def _listed(
    connection: duckdb.DuckDBPyConnection, name: str, columns: tuple[str, ...], rows: list[tuple[str, ...]]
) -> None:
    run(connection, f"CREATE TEMP TABLE {name} ({', '.join(f'{column} VARCHAR' for column in columns)})")
    if rows:
        values = ", ".join(f"({', '.join(map(literal, row))})" for row in rows)
        run(connection, f"INSERT INTO {name} VALUES {values}")


def follow_mergers(into: Mapping[str, str]) -> dict[str, str]:
    """For each former unit the unit that is there today, through mergers of mergers. Raises BadInput where they turn in a circle."""
    found = {}
    for former in into:
        unit, seen = former, {former}
        while unit in into:
            unit = into[unit]
            if unit in seen:
                raise BadInput(
                    "points.merger_circle",
                    what=_("the mergers of units turn in a circle: {units}").format(units=", ".join(sorted(seen))),
                    where="unit_merger",
                    why=_("a unit cannot be merged into itself"),
                    remedy=_("withdraw the wrong row and import it again"),
                )
            seen.add(unit)
        found[former] = unit
    return found


def _unchecked(tables: Mapping[str, Path]) -> list[Finding]:
    """What was not looked for, because the table that would tell is not there."""
    told = {
        "death": _("services after a resident's death were not looked for"),
        "follow_up": _("home visits in two places at once were not looked for"),
    }
    return [
        Finding(
            "points.not_checked",
            what,
            table,
            _("the table {table} was not imported").format(table=table),
            _("import it, and count the points again"),
        )
        for table, what in told.items()
        if table not in tables
    ]
