"""Who signed with whom: contracted residents by township hospital, and what others were paid for them on referral."""

from collections.abc import Mapping
from pathlib import Path

import duckdb

from fenming.engines.local import literal, parquet
from fenming.facts.run_tables import Row, RunTables
from fenming.kernel import Source
from fenming.mechanisms import Name, given
from fenming.payment.methods.year import SignedYear

TABLE = "signed"
SIGNED = """
WITH chronic AS (
       SELECT DISTINCT person_id FROM {chronic}
       WHERE began_on < DATE '{after}-01-01' AND (ended_on IS NULL OR ended_on >= DATE '{year}-01-01')),
     contracted AS (
       SELECT p.person_id, p.scheme, u.township_hospital_id AS institution_id, u.clinic_id, c.person_id IS NOT NULL AS is_chronic
       FROM {person} p JOIN {health_unit} u USING (unit_id) LEFT JOIN chronic c ON c.person_id = p.person_id
       WHERE p.status = '1' AND p.is_contracted),
     heads AS (
       SELECT institution_id, scheme, count(*)::BIGINT AS signed, count(*) FILTER (WHERE is_chronic)::BIGINT AS chronic_managed
       FROM contracted GROUP BY ALL),
     referred AS (
       SELECT c.institution_id, c.scheme, sum(b.platform_pool_fen)::BIGINT AS referral_fen, count(*)::BIGINT AS referral_bills
       FROM {bill} b JOIN contracted c USING (person_id)
       WHERE year(b.settled_at) = {year} AND b.care IN (1, 2) AND b.is_referred AND b.scheme = c.scheme
         AND b.institution_id NOT IN (c.institution_id, c.clinic_id)
       GROUP BY ALL)
SELECT institution_id, scheme, signed, chronic_managed, coalesce(referral_fen, 0) AS referral_fen,
       coalesce(referral_bills, 0) AS referral_bills
FROM heads LEFT JOIN referred USING (institution_id, scheme) ORDER BY ALL
"""


def write_signed(tables: Mapping[str, Path], folder: Path, year: int) -> None:
    """Write `signed.parquet` into the run's tables: contracted heads by township hospital and scheme, no person.

    A referral bill is an outpatient bill of a contracted person that came by referral, at neither the township hospital nor
    the clinic of the person's health unit. `tables` maps canonical tables to their Parquet files.
    """
    named = {name: parquet(path) for name, path in tables.items()}
    query = SIGNED.format(**named, year=int(year), after=int(year) + 1)
    with duckdb.connect() as connection:
        connection.execute(f"COPY ({query}) TO {literal(folder / f'{TABLE}.parquet')} (FORMAT parquet)")


def read_signed_years(tables: RunTables, scheme: str) -> dict[str, SignedYear]:
    """The signed of each township hospital in one scheme (its national code), for payment by contracted head."""
    rows = tables.rows(f"SELECT * FROM {{{TABLE}}} WHERE scheme = ? ORDER BY institution_id", scheme)
    called = tables.called()
    return {str(row["institution_id"]): _year(row, called) for row in rows}


def _year(row: Row, called: Mapping[str, str]) -> SignedYear:
    institution = str(row["institution_id"])
    label = called.get(institution, institution)
    base = Name(f"payment.signed.{row['scheme']}.{institution}", label, label)
    where = {"institution_id": institution, "scheme": row["scheme"]}

    def column(name: str, words: tuple[str, str, str]) -> tuple[Name, int, Source]:
        return base.child(name, *words), row[name], Source(TABLE, name, where)

    signed = given(*column("signed", ("签约人数", "contracted", "person")))
    managed = given(*column("chronic_managed", ("签约慢病人数", "contracted chronic", "person")))
    referral = given(*column("referral_fen", ("转诊费用", "paid to others on referral", "fen")))
    return SignedYear(institution, base, {"contracted": signed}, referral, chronic_managed=managed)
