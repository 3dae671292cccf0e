"""The tables `points` and `hospital_group`: every bill paid by DRG once, with the points its case earned.

The grain of `points` is hospital × consortium of the insured × pool × month, of `hospital_group` hospital × group × rule; they
hold no person. Bills of one visit and their refunds are one stay; a stay refunded whole earns nothing, one without a case
earns nothing until its settlement list comes, and is counted. As their bills have it are paid stays that the rules leave out, stays
outside the county, where no list is handed in, and refunds of stays of another period.
"""

from collections.abc import Mapping
from pathlib import Path

import duckdb

from fenming.engines.local import literal

STAYS = """
CREATE TABLE stay AS
WITH billed AS (
       SELECT b.bill_id, b.visit_id, coalesce(b.refund_of, b.bill_id) AS original_id, b.institution_id, p.consortium_id,
              b.is_chronic_pool::INTEGER AS is_chronic, month(b.settled_at) AS month, b.total_fen, {basis} AS billed_fen
       FROM {bills} JOIN read_parquet({person}) p ON p.person_id = b.person_id
       WHERE year(b.settled_at) = {year} AND b.payment_method = '4'),
     event AS (
       SELECT billed.*, c.case_id, c.points_micro, c.drg, c.rule,
              coalesce(h.kind = 'outside', false) OR original_id NOT IN (SELECT bill_id FROM billed) AS is_elsewhere,
              coalesce(max(visit_id) OVER (PARTITION BY original_id), original_id) AS stay_id
       FROM billed LEFT JOIN read_parquet({case_points}) c ON c.case_id = billed.bill_id
       LEFT JOIN read_parquet({institution}) h ON h.institution_id = billed.institution_id)
SELECT *, count(case_id) OVER stay > 0 AS has_case, coalesce(bool_or(rule = 'excluded' OR is_elsewhere) OVER stay, false) AS is_ordinary,
       sum(total_fen) OVER stay <> 0 AS is_due,
       bill_id = min(bill_id) OVER stay AS is_first
FROM event WINDOW stay AS (PARTITION BY stay_id)
"""
POINTS = """
SELECT institution_id, consortium_id, is_chronic, month, count(*)::BIGINT AS bills,
       count(case_id) FILTER (WHERE is_due)::BIGINT AS cases,
       count(*) FILTER (WHERE is_first AND is_due AND NOT has_case AND NOT is_ordinary)::BIGINT AS without_case,
       coalesce(sum(points_micro) FILTER (WHERE is_due AND NOT is_ordinary), 0)::BIGINT AS points_micro,
       sum(total_fen)::BIGINT AS total_fen, sum(billed_fen)::BIGINT AS billed_fen,
       coalesce(sum(total_fen - billed_fen) FILTER (WHERE has_case AND NOT is_ordinary), 0)::BIGINT AS others_fen,
       coalesce(sum(billed_fen) FILTER (WHERE is_ordinary), 0)::BIGINT AS ordinary_fen,
       coalesce(sum(billed_fen) FILTER (WHERE NOT has_case AND NOT is_ordinary), 0)::BIGINT AS waiting_fen
FROM stay GROUP BY institution_id, consortium_id, is_chronic, month ORDER BY ALL
"""
GROUPS = """
SELECT institution_id, drg, rule, count(*)::BIGINT AS cases, sum(points_micro)::BIGINT AS points_micro,
       sum(total_fen)::BIGINT AS total_fen, sum(billed_fen)::BIGINT AS billed_fen
FROM stay WHERE is_due AND case_id IS NOT NULL GROUP BY institution_id, drg, rule ORDER BY ALL
"""
SUMS = """
SELECT institution_id, consortium_id, is_chronic, sum(points_micro)::BIGINT AS points_micro,
       sum(others_fen)::BIGINT AS others_fen, sum(ordinary_fen)::BIGINT AS ordinary_fen, sum(billed_fen)::BIGINT AS billed_fen
FROM {points} GROUP BY ALL ORDER BY institution_id, consortium_id, is_chronic
"""


def write_points(tables: Mapping[str, Path], basis: str, year: int, folder: Path) -> None:
    """Write `points` and `hospital_group` into `folder`, from the tables `bill`, `person`, `institution`, `case_points`, and `adjudicated` if given.

    `basis` is the fund amount of a bill (`b`, its adjudicated row `a`), in SQL.
    """
    named = {name: literal(path) for name, path in tables.items()}
    judged = " POSITIONAL JOIN read_parquet({adjudicated}) a" if "adjudicated" in tables else ""
    bills = ("read_parquet({bill}) b" + judged).format(**named)
    with duckdb.connect() as connection:
        connection.execute(STAYS.format(**named, bills=bills, basis=basis, year=year))
        for name, query in (("points", POINTS), ("hospital_group", GROUPS)):
            connection.execute(f"COPY ({query}) TO {literal(folder / f'{name}.parquet')} (FORMAT parquet)")
