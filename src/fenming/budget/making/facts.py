"""The rows a budget is made from: spend by year, and heads with their spend by age, sex and chronic disease."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from fenming.engines.local import literal, parquet

Row = dict[str, Any]
HISTORY = """
WITH billed AS (
       SELECT year(settled_at) AS year, scheme, (level = 0)::INTEGER AS is_primary,
              CASE WHEN care = 3 THEN 'inpatient' ELSE 'outpatient' END AS part, count(DISTINCT month(settled_at)) AS months,
              count(*)::BIGINT AS bills, sum(platform_pool_fen)::BIGINT AS fund_fen
       FROM {bill} WHERE year(settled_at) < {year} GROUP BY ALL),
     named AS (SELECT billed.* REPLACE (coalesce(word, scheme) AS scheme) FROM billed LEFT JOIN {words} USING (scheme)),
     recorded AS (
       SELECT year, 'resident' AS scheme, NULL::INTEGER AS is_primary, 'all' AS part, 12::BIGINT AS months, 0::BIGINT AS bills,
              sum(general_fen + chronic_fen)::BIGINT AS fund_fen
       FROM {unit_history} WHERE year < {year} AND year NOT IN (SELECT year FROM named) GROUP BY ALL)
SELECT * FROM named UNION ALL SELECT * FROM recorded ORDER BY ALL
"""
NEED = """
WITH chronic AS (
       SELECT DISTINCT person_id FROM {chronic}
       WHERE began_on < DATE '{base}-12-31' AND (ended_on IS NULL OR ended_on >= DATE '{base}-01-01')),
     spent AS (
       SELECT person_id, sum(platform_pool_fen)::HUGEINT AS fen FROM {bill} WHERE year(settled_at) = {base} GROUP BY person_id),
     head AS (
       SELECT coalesce(word, p.scheme) AS scheme, p.consortium_id, coalesce(u.town_id, '') AS town_id,
              {band} || CASE p.sex WHEN '1' THEN '_male' WHEN '2' THEN '_female' ELSE '_other' END
                || CASE WHEN c.person_id IS NULL THEN '_general' ELSE '_chronic' END AS cell,
              coalesce(s.fen, 0) AS fen
       FROM {person} p LEFT JOIN {health_unit} u USING (unit_id) LEFT JOIN chronic c ON c.person_id = p.person_id
       LEFT JOIN spent s ON s.person_id = p.person_id LEFT JOIN {words} ON words.scheme = p.scheme
       WHERE p.status = '1')
SELECT {base} AS year, scheme, consortium_id, town_id, cell, count(*)::BIGINT AS heads, sum(fen)::BIGINT AS spend_fen,
       sum(fen * fen)::VARCHAR AS squares
FROM head GROUP BY ALL ORDER BY ALL
"""


@dataclass(frozen=True, slots=True)
class Sources:
    """Where facts stand: Parquet files by canonical table; words by scheme code; first years of age by band."""

    tables: Mapping[str, Path]
    schemes: Mapping[str, str]
    bands: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class MakingTables:
    """The tables that `write_making_tables` wrote into `folder`, as rows."""

    folder: Path

    def rows(self, query: str, *values: str | int) -> list[Row]:
        """Rows of a query in which `{name}` stands for the table of that name and each `?` for one of `values`."""
        named = {path.stem: parquet(path) for path in self.folder.glob("*.parquet")}
        with duckdb.connect() as connection:
            answer = connection.execute(query.format(**named), list(values))
            columns = [column[0] for column in answer.description or ()]
            return [dict(zip(columns, row, strict=True)) for row in answer.fetchall()]


def write_making_tables(sources: Sources, year: int, folder: Path) -> None:
    """Write `history` and `need` as Parquet into `folder`: spend of all years before `year`, need by the last with bills.

    Neither holds a person; `squares` are sums of squares of a head's spend, as text because they outgrow 64 bits.
    """
    named = {name: parquet(path) for name, path in sources.tables.items()}
    rows = ", ".join(f"({literal(code)}, {literal(word)})" for code, word in sources.schemes.items())
    words = f"(VALUES {rows or '(NULL::VARCHAR, NULL::VARCHAR)'}) AS words(scheme, word)"
    with duckdb.connect() as connection:
        newest = f"SELECT max(year(settled_at)) FROM {named['bill']} WHERE year(settled_at) < {int(year)}"
        (found,) = connection.execute(newest).fetchall()
        base = found[0] or year - 1
        for table, query in (("history", HISTORY), ("need", NEED)):
            filled = query.format(**named, words=words, year=year, base=base, band=_band(sources.bands, base))
            connection.execute(f"COPY ({filled}) TO {literal(folder / f'{table}.parquet')} (FORMAT parquet)")


def _band(bands: Mapping[str, int], base: int) -> str:
    """SQL for the age band at the end of the base year, the highest first."""
    whens = [
        f"WHEN {base} - year(p.born_on) >= {int(first)} THEN {literal(band)}"
        for band, first in sorted(bands.items(), key=lambda pair: -pair[1])
    ]
    return f"CASE {' '.join(whens)} ELSE 'unborn' END"
