"""Deaths and residents by sex and five-year age group: the small table every figure of mortality starts from."""

from collections.abc import Mapping
from importlib.resources import files
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb

from fenming.engines.local import connect, literal, parquet, run
from fenming.kernel import BadInput, Finding
from fenming.kernel.language import _
from fenming.policy import Policy

NEEDED = ("death", "population")


def write_mortality(tables: Mapping[str, Path], policy: Policy, year: int, folder: Path) -> list[Finding]:
    """Write `folder/mortality.parquet`: sex, age_from (0, 5 … 85), residents, deaths, chronic_deaths and deaths by cause.

    `chronic_deaths` are those whose cause has a word in the pack's codes (section cause). `residents` is empty where the
    year's population was not handed in for that group. Raises BadInput where a table is missing or says nothing of the year.
    """
    _check_needed(tables)
    folder.mkdir(parents=True, exist_ok=True)
    named = {name: parquet(tables[name]) for name in NEEDED}
    with TemporaryDirectory() as temporary, connect(Path(temporary)) as connection:
        _check_year(connection, named, year)
        _enter_causes(connection, policy)
        query = files("fenming.primary_care.outcomes").joinpath("mortality.sql").read_text("utf8")
        rows = query.format(**named, year=int(year)).rstrip()
        run(connection, f"COPY ({rows}) TO {literal(folder / 'mortality.parquet')} (FORMAT parquet)")
        return _left_out(connection, named, year)


def _check_needed(tables: Mapping[str, Path]) -> None:
    missing = [name for name in NEEDED if name not in tables]
    if missing:
        raise BadInput(
            "outcomes.no_table",
            what=_("mortality cannot be worked out without: {tables}").format(tables=", ".join(missing)),
            why=_("no file of that kind has been imported"),
            remedy=_("import the register of deaths and the residents by age and sex"),
        )


def _check_year(connection: duckdb.DuckDBPyConnection, named: Mapping[str, str], year: int) -> None:
    days = {"death": "year(died_on)", "population": "year"}
    for name, of_year in days.items():
        ((rows,),) = run(connection, f"SELECT count(*) FROM {named[name]} WHERE {of_year} = {int(year)}")
        if not rows:
            raise BadInput(
                "outcomes.no_rows",
                what=_("the table {table} has no rows of {year}").format(table=name, year=year),
                where=name,
                why=_("a year nobody reported on is missing, not zero"),
                remedy=_("import the rows of that year"),
            )


def _enter_causes(connection: duckdb.DuckDBPyConnection, policy: Policy) -> None:
    run(connection, "CREATE TEMP TABLE cause_word (prefix VARCHAR, word VARCHAR)")
    rows = list(policy.pack.codes.get("cause", {}).items())
    if not rows:
        raise BadInput(
            "outcomes.no_causes",
            what=_("the pack does not say which causes of death are the four chronic diseases"),
            where=policy.pack.region,
            remedy=_("write the section cause into codes.yaml"),
        )
    connection.executemany("INSERT INTO cause_word VALUES (?, ?)", rows)


def _left_out(connection: duckdb.DuckDBPyConnection, named: Mapping[str, str], year: int) -> list[Finding]:
    query = f"SELECT count(*) FROM {named['death']} WHERE year(died_on) = {int(year)} AND sex NOT IN ('1', '2')"
    ((rows,),) = run(connection, query)
    if not rows:
        return []
    return [
        Finding(
            "outcomes.sex_unknown",
            _("{count} deaths have no sex that the population knows").format(count=rows),
            "death",
            _("rates need the residents beside them, by age and sex; these deaths are not counted"),
            _("correct the sex of these deaths and import them again"),
            rows=int(rows),
        )
    ]
