"""Whether the deductible went on from stay to stay as the pack says: the stays after referrals judged again, knowing the register."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import duckdb

from fenming.adjudication import adjudicate
from fenming.engines.local import literal, parquet
from fenming.facts.run_tables import Row
from fenming.kernel import BadInput, Figure
from fenming.policy import Pack

STAY = 3  # bill.care: what intake takes for a stay
RULE = "benefits.resident.inpatient.transfer"
MARKED = """
WITH referred AS (
       SELECT DISTINCT person_id, visit_id FROM {referral}
       WHERE state = 'arrived' AND visit_id IS NOT NULL AND year(requested_on) = {year}),
     kept AS (
       SELECT *, row_number() OVER (ORDER BY row) - 1 AS place FROM {bill}
       WHERE person_id IN (SELECT person_id FROM referred))
SELECT k.* EXCLUDE (place) REPLACE (
         k.place AS row, coalesce(o.place, -1) AS refund_row, coalesce(k.is_referred, false) OR r.visit_id IS NOT NULL AS is_referred)
FROM kept k LEFT JOIN kept o ON o.row = k.refund_row
LEFT JOIN referred r ON r.person_id = k.person_id AND r.visit_id = k.visit_id
ORDER BY k.place
"""
COMPARED = """
WITH judged AS (
       SELECT b.visit_id, b.person_id, b.bill_id, b.institution_id, b.care, b.refund_of, b.platform_deductible_fen,
              a.deductible_applied_fen, b.settled_at
       FROM {marked} b POSITIONAL JOIN {adjudicated} a WHERE year(b.settled_at) = {year}),
     visit AS (
       SELECT person_id, visit_id, sum(platform_deductible_fen)::BIGINT AS billed_fen,
              bool_or(platform_deductible_fen IS NULL) AS is_blank, sum(deductible_applied_fen)::BIGINT AS due_fen,
              bool_or(care = {stay}) AS is_stay
       FROM judged WHERE refund_of IS NULL GROUP BY ALL),
     told AS (SELECT person_id, visit_id, bool_or(is_referred) AS is_told FROM {bill} GROUP BY ALL)
SELECT r.referral_id, r.direction, r.from_institution_id, r.to_institution_id, r.visit_id, v.billed_fen, v.due_fen,
       CASE WHEN v.visit_id IS NULL THEN 'no_bill' WHEN NOT v.is_stay THEN 'no_stay' WHEN v.is_blank THEN 'not_billed'
            WHEN v.billed_fen = v.due_fen THEN 'follows' ELSE 'departs' END AS verdict,
       coalesce(t.is_told, false) AS is_told
FROM {referral} r LEFT JOIN visit v USING (person_id, visit_id) LEFT JOIN told t USING (person_id, visit_id)
WHERE r.state = 'arrived' AND r.visit_id IS NOT NULL AND year(r.requested_on) = {year}
ORDER BY abs(coalesce(v.billed_fen - v.due_fen, 0)) DESC, r.referral_id
"""
VERDICTS = ("follows", "departs", "not_billed", "no_stay", "no_bill")


@dataclass(frozen=True, slots=True)
class Continuity:
    """Every arrived referral with the deductible billed and the one due (fen), its verdict, and whether its bill says referred.

    `rule` is the pack's rule for transfers, None where it writes none: then each hospital takes its own deductible.
    """

    rule: Figure | None
    rows: list[Row]

    def count(self, verdict: str) -> int:
        """Referrals with that verdict."""
        return sum(1 for row in self.rows if row["verdict"] == verdict)

    @property
    def departures(self) -> list[Row]:
        """The referrals whose deductible departs, the dearest first."""
        return [row for row in self.rows if row["verdict"] == "departs"]

    @property
    def stake_fen(self) -> int:
        """What the departures come to, whichever way they go."""
        return sum(abs(row["billed_fen"] - row["due_fen"]) for row in self.departures)


def check_continuity(pack: Pack, tables: Mapping[str, Path], year: int, folder: Path) -> Continuity | None:
    """The deductibles of stays after arrived referrals of `year`, as billed and as the pack has them once the register is known.

    The bills of the referred persons are judged again with every registered visit taken as referred, so that the chaining of
    stays is adjudication's own. None where nobody arrived. Raises BadInput for days the pack does not cover.
    """
    named = {name: parquet(path) for name, path in tables.items()}
    marked, adjudicated = folder / "marked.parquet", folder / "marked_adjudicated.parquet"
    with duckdb.connect() as connection:
        query = MARKED.format(**named, year=year)
        connection.execute(f"COPY ({query}) TO {literal(marked)} (FORMAT parquet)")
        ((bills,),) = connection.execute(f"SELECT count(*) FROM {parquet(marked)}").fetchall()
    if not bills:
        return None
    diseases = [tables["chronic"]] if "chronic" in tables else []
    accumulators = [tables["accumulator"]] if "accumulator" in tables else []
    adjudicate(marked, pack, adjudicated, diseases=diseases, accumulators=accumulators, year=year)
    named |= {"marked": parquet(marked), "adjudicated": parquet(adjudicated)}
    with duckdb.connect() as connection:
        answer = connection.execute(COMPARED.format(**named, year=year, stay=STAY))
        columns = [column[0] for column in answer.description or ()]
        rows = [dict(zip(columns, row, strict=True)) for row in answer.fetchall()]
    return Continuity(_rule(pack, year), rows)


def _rule(pack: Pack, year: int) -> Figure | None:
    try:
        return pack.on(date(year, 12, 31)).get(RULE)
    except BadInput:
        return None
