"""The rate method: standard = weight × rate, held against cost; the fund's share of a standard."""

from collections.abc import Mapping
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from fenming.kernel import PPM, Figure
from fenming.mechanisms import Name, derive
from fenming.mechanisms.capped_at_share import capped_at_share
from fenming.mechanisms.fund_share import fund_share
from fenming.mechanisms.rate_standard import rate_standard
from fenming.payment.drg.price import PAID_BY_COST, Decision
from fenming.payment.drg.pricing import UNDECIDED
from fenming.payment.drg.rules import in_list
from fenming.payment.drg.terms import DrgTerms

NOT_BY_RATE = ("excluded",)


def rate_of(name: Name, predicted: Figure, points: Figure, scale: Figure) -> Figure:
    """The rate: predicted total cost (fen) ÷ Σ weights, as points (micro-points) over `scale`; fen for a weight of one."""
    return derive(name, "per_weight", {"whole": predicted, "weights": points, "scale": scale})


def standards(
    case_points: pa.Table, rate_fen: int, terms: DrgTerms, decisions: Mapping[str, Decision] = UNDECIDED
) -> pa.Table:
    """`case_points` with three more columns for the rate method.

    `standard_fen`: weight × coefficient × rate, empty for cases left out of payment by group; `payable_fen`: the standard
    held to the pay ceiling, which listed groups are spared; `is_very_high` 1: the cost is above so many times the standard
    that the hospital's level may ask for payment by item after a review. What a review approved is paid by item: at cost,
    or at cost up to its cap, whatever the ceiling.
    """
    rows = [_standard(row, rate_fen, terms, decisions.get(row["case_id"])) for row in case_points.to_pylist()]
    added = {
        name: pa.array([row[place] for row in rows], pa.int64())
        for place, name in enumerate(("standard_fen", "payable_fen", "is_very_high"))
    }
    for name, column in added.items():
        case_points = case_points.append_column(name, column)
    return case_points


def _standard(
    row: Mapping[str, Any], rate_fen: int, terms: DrgTerms, decision: Decision | None
) -> tuple[int | None, int | None, int]:
    if row["rule"] in NOT_BY_RATE:
        return None, None, 0
    rule, cost = terms.rules.pay, row["total_fen"]
    if decision is not None and decision.result in PAID_BY_COST:
        by_item = min(cost, decision.cap_fen) if decision.result == "capped" else cost
        return by_item, by_item, 0
    standard = rate_standard(row["points_micro"], rate_fen, terms.rules.scale)
    payable = standard
    if rule.ceiling_ppm is not None and not in_list(row["drg"], terms.rules.outlier.waived_groups):
        payable = capped_at_share(standard, cost, rule.ceiling_ppm)
    cut = rule.very_high_ppm.get(terms.levels.get(row["institution_id"], ""))
    return standard, payable, int(cut is not None and cost * PPM > standard * cut)


def fund_shares(paid: pa.Table, floor: str) -> pa.Table:
    """`paid` with `fund_due_fen`: what the fund owes of each payable amount.

    Needs, in fen, `payable_fen`, `excluded_fen`, `upfront_copay_fen`, `deductible_fen` and the benefit rate `rate_ppm` of
    each case; empty cells count as nothing, and an empty payable amount owes nothing. `floor`: `zero` or `claw_back`.
    """
    names = ("payable_fen", "excluded_fen", "upfront_copay_fen", "deductible_fen", "rate_ppm")
    columns = [paid["payable_fen"].to_pylist(), *(pc.fill_null(paid[name], 0).to_pylist() for name in names[1:])]
    due = [
        0
        if payable is None
        else fund_share(payable, {"self_pay": excluded, "first_pay": upfront, "deductible": deductible}, rate, floor)
        for payable, excluded, upfront, deductible, rate in zip(*columns, strict=True)
    ]
    return paid.append_column("fund_due_fen", pa.array(due, pa.int64()))
