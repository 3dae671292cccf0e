"""What referrals came to between institutions, summed for the settlement: no person is in it."""

from collections.abc import Mapping
from pathlib import Path

import duckdb

from fenming.engines.local import literal, parquet

REFERRAL_TABLES = ("referral", "bill", "institution")
NET = """WITH net AS (
       SELECT b.person_id, b.bill_id, b.visit_id, b.institution_id, b.care, b.ended_on,
              b.total_fen + coalesce(r.total_fen, 0) AS fee_fen
       FROM {bill} b LEFT JOIN (SELECT refund_of, sum(total_fen) AS total_fen FROM {bill} WHERE refund_of IS NOT NULL
                                GROUP BY refund_of) r ON r.refund_of = b.bill_id
       WHERE b.refund_of IS NULL),
     visit AS (
       SELECT person_id, visit_id, sum(fee_fen) AS fee_fen, bool_or(care = {stay}) AS is_stay
       FROM net WHERE visit_id IS NOT NULL GROUP BY ALL)"""
SUM = (
    NET
    + """,
     arrived AS (
       SELECT r.referral_id, r.person_id, r.from_institution_id, r.to_institution_id, r.arrived_on, r.visit_id,
              f.consortium_id, row_number() OVER (PARTITION BY r.person_id, r.visit_id ORDER BY r.requested_on, r.referral_id) AS place
       FROM {referral} r
       JOIN {institution} f ON f.institution_id = r.from_institution_id AND f.kind = 'lead_hospital' AND f.consortium_id <> ''
       JOIN {institution} t ON t.institution_id = r.to_institution_id
            AND t.kind IN ('township_hospital', 'village_clinic', 'community_station')
       WHERE r.direction = 'down' AND r.state = 'arrived' AND r.visit_id IS NOT NULL AND year(r.arrived_on) = {year}),
     stay AS (
       SELECT a.referral_id, max_by(n.visit_id, n.ended_on) AS visit_id
       FROM arrived a JOIN net n ON n.person_id = a.person_id AND n.institution_id = a.from_institution_id
        AND n.care = {stay} AND n.ended_on <= a.arrived_on AND n.fee_fen > 0
       GROUP BY a.referral_id)
SELECT a.from_institution_id, a.to_institution_id, a.consortium_id, count(*)::BIGINT AS cases,
       count(*) FILTER (WHERE b.fee_fen IS NULL)::BIGINT AS without_stay,
       coalesce(sum(b.fee_fen), 0)::BIGINT AS fee_before_fen, coalesce(sum(c.fee_fen), 0)::BIGINT AS fee_after_fen
FROM arrived a JOIN visit c ON c.person_id = a.person_id AND c.visit_id = a.visit_id
LEFT JOIN stay s USING (referral_id)
LEFT JOIN visit b ON b.person_id = a.person_id AND b.visit_id = s.visit_id
WHERE a.place = 1 AND c.fee_fen > 0
GROUP BY ALL ORDER BY ALL
"""
)
UP_SUM = (
    NET
    + """,
     arrived AS (
       SELECT r.person_id, r.from_institution_id, r.to_institution_id, r.visit_id, t.consortium_id,
              row_number() OVER (PARTITION BY r.person_id, r.visit_id ORDER BY r.requested_on, r.referral_id) AS place
       FROM {referral} r
       JOIN {institution} f ON f.institution_id = r.from_institution_id
            AND f.kind IN ('township_hospital', 'village_clinic', 'community_station')
       JOIN {institution} t ON t.institution_id = r.to_institution_id AND t.kind = 'lead_hospital' AND t.consortium_id <> ''
       WHERE r.direction = 'up' AND r.state = 'arrived' AND r.visit_id IS NOT NULL AND year(r.arrived_on) = {year})
SELECT a.from_institution_id, a.to_institution_id, a.consortium_id, count(*)::BIGINT AS cases, sum(v.fee_fen)::BIGINT AS fee_fen
FROM arrived a JOIN visit v ON v.person_id = a.person_id AND v.visit_id = a.visit_id
WHERE a.place = 1 AND v.is_stay AND v.fee_fen > 0
GROUP BY ALL ORDER BY ALL
"""
)
STAY = 3  # bill.care: what intake takes for a stay


def write_referral_sum(tables: Mapping[str, Path], year: int, path: Path) -> None:
    """Write `referral_sum`: by sending lead hospital and receiving primary institution, cases that arrived down in `year` (their
    visit has a bill that was not refunded, each visit once), the fee of the stay before and of the care that followed (fen).

    `without_stay` counts cases whose sender has no stay of the person before the day of arrival.
    """
    _write(SUM, tables, year, path)


def write_up_sum(tables: Mapping[str, Path], year: int, path: Path) -> None:
    """Write `referral_up_sum`: by referring primary institution and receiving lead hospital, stays that followed an up-referral
    that arrived in `year` (not refunded, each visit once) and their fee (fen).
    """
    _write(UP_SUM, tables, year, path)


def _write(query: str, tables: Mapping[str, Path], year: int, path: Path) -> None:
    named = {name: parquet(tables[name]) for name in REFERRAL_TABLES}
    with duckdb.connect() as connection:
        query = query.format(**named, year=year, stay=STAY)
        connection.execute(f"COPY ({query}) TO {literal(path)} (FORMAT parquet)")
