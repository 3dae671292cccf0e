"""Small tables of a making, written by hand: two years' spend, two consortia, four cells."""

from pathlib import Path

import duckdb

from fenming.budget.making.facts import MakingTables

HISTORY = """
SELECT * FROM (VALUES
  (2023, 'resident', NULL, 'all', 12, 0, 9000000),
  (2024, 'resident', 1, 'outpatient', 12, 500, 2000000),
  (2024, 'resident', 0, 'outpatient', 12, 100, 1000000),
  (2024, 'resident', 0, 'inpatient', 12, 50, 7000000))
AS history(year, scheme, is_primary, part, months, bills, fund_fen)
"""
NEED = """
SELECT * FROM (VALUES
  (2024, 'resident', 'people', 'T1', 'elderly_female_chronic', 100, 4000000, '200000000000'),
  (2024, 'resident', 'people', 'T1', 'young_adult_male_general', 400, 1600000, '8000000000'),
  (2024, 'resident', 'tcm', 'T2', 'elderly_female_chronic', 20, 800000, '40000000000'),
  (2024, 'resident', 'tcm', 'T2', 'young_adult_male_general', 900, 3600000, '18000000000'))
AS need(year, scheme, consortium_id, town_id, cell, heads, spend_fen, squares)
"""


def made_tables(folder: Path) -> MakingTables:
    """The two tables as Parquet in `folder`."""
    with duckdb.connect() as connection:
        for table, query in (("history", HISTORY), ("need", NEED)):
            connection.execute(f"COPY ({query}) TO '{folder / f'{table}.parquet'}' (FORMAT parquet)")
    return MakingTables(folder)
