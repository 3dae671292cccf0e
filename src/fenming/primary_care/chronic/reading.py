"""Records of managed patients read into one state for each person and condition."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from importlib.resources import files
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb

from fenming.engines.local import connect, literal, parquet, run
from fenming.kernel import BadInput
from fenming.kernel.language import _
from fenming.primary_care.chronic.rules import WITH_TARGET, ChronicRules, quarters_ended
from fenming.primary_care.public_health.judging import follow_mergers

NEEDED = ("managed_patient", "follow_up", "health_unit")


@contextmanager
def patient_states(tables: Mapping[str, Path], rules: ChronicRules, day: date) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection with the table `state` (see state.sql) of the patients under management on `day`.

    `tables` maps canonical tables to Parquet files. Raises BadInput where one of NEEDED is not there.
    """
    _check_needed(tables)
    with TemporaryDirectory() as temporary, connect(Path(temporary)) as connection:
        _register(connection, tables, rules, day)
        named = {name: parquet(tables[name]) for name in NEEDED}
        targets = {name: str(int(figure.value)) for name, figure in rules.targets.items()}
        text = files("fenming.primary_care.chronic").joinpath("state.sql").read_text("utf-8")
        run(connection, text.format(**named, **targets, day=day.isoformat(), year=day.year))
        yield connection


def _check_needed(tables: Mapping[str, Path]) -> None:
    missing = [name for name in NEEDED if name not in tables]
    if missing:
        raise BadInput(
            "chronic.no_table",
            what=_("chronic patients cannot be told without: {tables}").format(tables=", ".join(missing)),
            why=_("no file of that kind has been imported"),
            remedy=_("import the managed patients, their follow-ups and the register of units"),
        )


def _register(
    connection: duckdb.DuckDBPyConnection, tables: Mapping[str, Path], rules: ChronicRules, day: date
) -> None:
    """Small tables: where former units went, follow-ups asked for, quarters that are over."""
    mergers = {}
    if "unit_merger" in tables:
        rows = run(connection, f"SELECT unit_id, into_unit_id FROM {parquet(tables['unit_merger'])}")
        mergers = {str(former): str(unit) for former, unit in rows}
    run(connection, "CREATE TEMP TABLE merged (unit_id VARCHAR, into_unit_id VARCHAR)")
    run(connection, "CREATE TEMP TABLE required (condition VARCHAR, per_year BIGINT, has_target BOOLEAN)")
    run(connection, "CREATE TEMP TABLE quarter_ended (began_on DATE, ended_on DATE)")
    for former, unit in follow_mergers(mergers).items():
        run(connection, f"INSERT INTO merged VALUES ({literal(former)}, {literal(unit)})")
    for condition, per_year in rules.follow_ups.value.items():
        has_target = "true" if condition in WITH_TARGET else "false"
        run(connection, f"INSERT INTO required VALUES ({literal(condition)}, {int(per_year)}, {has_target})")
    for began_on, ended_on in quarters_ended(day):
        run(connection, f"INSERT INTO quarter_ended VALUES (DATE '{began_on}', DATE '{ended_on}')")
