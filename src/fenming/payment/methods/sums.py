"""Bills summed once by institution, method and scheme: the rows that methods stand on, without any person."""

from itertools import groupby
from pathlib import Path
from typing import Any

import duckdb

from fenming.engines.local import literal, parquet
from fenming.facts.run_tables import Row, RunTables
from fenming.kernel import Source
from fenming.mechanisms import Name, given
from fenming.payment.methods.year import InstitutionYear
from fenming.policy.vocabulary import CARE_LEVELS

TABLE = "method_sum"
SUMS = """
SELECT b.institution_id, coalesce(b.payment_method, '') AS payment_method, b.scheme, b.level, greatest(date_diff('day', b.began_on, b.ended_on), 1) AS stay_days,
       sum(CASE WHEN b.refund_of IS NULL THEN 1 ELSE -1 END)::BIGINT AS bills,
       sum(CASE WHEN b.refund_of IS NULL THEN 1 ELSE -1 END * greatest(date_diff('day', b.began_on, b.ended_on), 1))::BIGINT AS days,
       sum(b.total_fen)::BIGINT AS total_fen, sum(b.eligible_fen)::BIGINT AS eligible_fen, sum(b.platform_pool_fen)::BIGINT AS fund_fen
FROM {bills} b WHERE year(b.settled_at) = {year} GROUP BY ALL ORDER BY ALL
"""
COLUMNS = {
    "bills": ("bills", "结算单数", "bills", "count"),
    "days": ("days", "床日", "bed-days", "day"),
    "total": ("total_fen", "总费用", "total cost", "fen"),
    "eligible": ("eligible_fen", "政策范围内费用", "eligible", "fen"),
    "fund": ("fund_fen", "统筹支付", "pooled fund", "fen"),
}


def write_method_sums(bills: Path, folder: Path, year: int) -> None:
    """Write `method_sum.parquet` into the run's tables: bills settled in `year` by institution, method, scheme, level, stay."""
    query = SUMS.format(bills=parquet(bills), year=int(year))
    with duckdb.connect() as connection:
        connection.execute(f"COPY ({query}) TO {literal(folder / f'{TABLE}.parquet')} (FORMAT parquet)")


def read_institution_years(
    tables: RunTables, payment_method: str, scheme: str, word: str
) -> dict[str, InstitutionYear]:
    """Each institution's year of one payment method and scheme, by id; `word` is what the scheme is called (resident …)."""
    rows = tables.rows(
        f"SELECT * FROM {{{TABLE}}} WHERE payment_method = ? AND scheme = ? ORDER BY institution_id, stay_days",
        payment_method,
        scheme,
    )
    called, found = tables.called(), groupby(rows, key=lambda row: str(row["institution_id"]))
    chosen = {"payment_method": payment_method, "scheme": scheme}
    return {
        institution: _year(
            list(own), Name(_base(chosen, word, institution), *[called.get(institution, institution)] * 2)
        )
        for institution, own in found
    }


def _base(chosen: dict[str, str], word: str, institution: str) -> str:
    return f"payment.method.{chosen['payment_method'] or 'none'}.{word}.{institution}"


def _year(rows: list[Row], base: Name) -> InstitutionYear:
    first = rows[0]
    where = {column: first[column] for column in ("institution_id", "payment_method", "scheme")}
    stays: dict[str, int] = {}
    for row in rows:
        length = str(row["stay_days"])
        stays[length] = stays.get(length, 0) + row["bills"]
    name = base.child("stays", "住院天数分布", "stays by length", "count")
    columns: dict[str, Any] = {
        word: given(
            base.child(word, label, label_en, unit), sum(row[column] for row in rows), Source(TABLE, column, where)
        )
        for word, (column, label, label_en, unit) in COLUMNS.items()
    }
    return InstitutionYear(
        institution_id=str(first["institution_id"]),
        name=base,
        level=CARE_LEVELS[first["level"]],
        scheme=base.name.split(".")[3],
        stays=given(name, stays, Source(TABLE, "bills", where)),
        **columns,
    )
