"""Fund ledgers as published: one amount a row, in yuan or in ten thousand yuan."""

from fenming.facts.intake.settling import Check, Settling

# A millionth of ten thousand yuan is a fen.
STATEMENT_DECIDED = {"amount_fen": "coalesce(amount_fen, amount_ten_thousand_fen)"}


def reject_unfit_statements(settling: Settling) -> None:
    """Set aside rows without an amount, of an unknown kind or with reversed periods."""
    settling.reject(
        Check("value.missing", "amount_fen IS NULL AND amount_ten_thousand_fen IS NULL", "fund_amt"),
        Check("fund.kind_unknown", "kind NOT IN ('income', 'spend', 'balance')", "fund_kind", "kind"),
        Check("date.reversed", "period_to < period_from", "stmt_enddate", "period_from || ' > ' || period_to"),
    )
