"""Refunds are events of their own, each paired with the bill it takes back."""

from fenming.engines.local import run
from fenming.facts.intake.settling import Check, Settling

_PAIRS = """SELECT refund.*, original.bill_id AS original_id, original.person_id AS original_person, original.settled_at AS original_settled_at,
    original.total_fen + sum(refund.total_fen) OVER (PARTITION BY refund_of) AS left_fen,
    original.platform_fund_fen + sum(refund.platform_fund_fen) OVER (PARTITION BY refund_of) AS left_fund_fen
    FROM refund LEFT JOIN original ON original.bill_id = refund.refund_of"""


def reject_unpaired(settling: Settling) -> None:
    """Set aside refunds without their bill, refunds that exceed it, and bills marked as refunded whose refund was not read."""
    run(
        settling.connection,
        """CREATE OR REPLACE TEMP TABLE refund AS SELECT ordinal, line, touched_fen, bill_id, refund_of, person_id, settled_at,
            total_fen, platform_fund_fen FROM good WHERE refund_of IS NOT NULL;
        CREATE OR REPLACE TEMP TABLE original AS SELECT bill_id, person_id, settled_at, total_fen, platform_fund_fen FROM good
        WHERE refund_of IS NULL AND hash(bill_id) IN (SELECT hash(refund_of) FROM refund)""",
    )
    earlier = "(settled_at, bill_id) < (original_settled_at, original_id)"
    settling.reject(
        Check("refund.original_missing", "original_id IS NULL", "init_setl_id", "refund_of"),
        Check("refund.other_person", "original_person <> person_id", "init_setl_id", "refund_of"),
        Check("refund.exceeds", "left_fen < 0 OR left_fund_fen < 0", "init_setl_id", "refund_of"),
        Check("refund.before_original", earlier, "init_setl_id", "refund_of"),
        relation=_PAIRS,
    )
    waiting = (
        "is_refunded AND total_fen > 0 AND bill_id NOT IN (SELECT refund_of FROM good WHERE refund_of IS NOT NULL)"
    )
    settling.reject(Check("refund.missing", waiting, "refd_setl_flag"))
