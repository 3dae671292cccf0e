"""Fund ledgers as published: one amount a row, in yuan or in ten thousand yuan, its kind in English or Chinese."""

from fenming.engines.local import literal
from fenming.facts.intake.settling import Check, Settling

# What a ledger says of itself besides items: its current balance, payable months (as a plain number), forecasts.
KINDS = {
    "income": ("收入", "基金收入", "本期收入", "当期收入"),
    "spend": ("expenditure", "支出", "基金支出", "本期支出", "当期支出"),
    "balance": ("cumulative_balance", "结余", "累计结余", "滚存结余", "期末结余"),
    "current": ("current_balance", "当期结余", "本期结余", "收支结余"),
    "months": ("payable_months", "可支付月数", "支付月数"),
    "forecast_income": ("预测收入",),
    "forecast_spend": ("预测支出",),
}
_WORDS = {word: kind for kind, others in KINDS.items() for word in (kind, *others)}
_KIND = (
    f"CASE lower(kind) {' '.join(f'WHEN {literal(word)} THEN {literal(kind)}' for word, kind in _WORDS.items())} END"
)

# A millionth of ten thousand yuan is a fen.
STATEMENT_DECIDED = {"kind": _KIND, "amount_fen": "coalesce(amount_fen, amount_ten_thousand_fen)"}


def reject_unfit_statements(settling: Settling) -> None:
    """Set aside rows without an amount, of an unknown kind or with reversed periods."""
    settling.reject(
        Check("value.missing", "amount_fen IS NULL AND amount_ten_thousand_fen IS NULL", "fund_amt"),
        Check("fund.kind_unknown", f"{_KIND} IS NULL", "fund_kind", "kind"),
        Check("date.reversed", "period_to < period_from", "stmt_enddate", "period_from || ' > ' || period_to"),
    )
