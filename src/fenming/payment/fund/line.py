"""One row of a fund statement, and the words in which statements are written."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

KINDS = {
    "income": ("income", "收入", "基金收入", "本期收入", "当期收入"),
    "spend": ("spend", "expenditure", "支出", "基金支出", "本期支出", "当期支出"),
    "balance": ("balance", "cumulative_balance", "结余", "累计结余", "滚存结余", "期末结余"),
    "current": ("current", "current_balance", "当期结余", "本期结余", "收支结余"),
    "months": ("months", "payable_months", "可支付月数", "支付月数"),
    "forecast_income": ("forecast_income", "预测收入"),
    "forecast_spend": ("forecast_spend", "预测支出"),
}
SCHEMES = {
    "employee": ("employee", "310", "职工", "职工医保", "职工基本医疗保险", "城镇职工", "城镇职工基本医疗保险"),
    "resident": ("resident", "390", "居民", "居民医保", "城乡居民", "城乡居民医保", "城乡居民基本医疗保险"),
}
TOTALS = ("total", "合计", "小计", "总计")
PRINTED_KINDS = ("current", "months")  # what a statement prints about itself; it has no items


@dataclass(frozen=True, slots=True)
class Line:
    """One item of a fund ledger in its period, both days counted in.

    `amount_fen` is fen, and millionths of a month where `kind` is `months`; `decimals` are those printed then.
    `is_printed_total` marks a sum that the statement prints itself; `where` names file and row.
    """

    scheme: str
    region: str
    period_from: date
    period_to: date
    kind: str
    item: str
    amount_fen: int
    is_printed_total: bool = False
    where: str = ""
    decimals: int = 0


def word(text: str, words: Mapping[str, tuple[str, ...]]) -> str:
    """The word of ours that `text` stands for, or nothing."""
    plain = re.sub(r"\s", "", text).lower()
    return next((ours for ours, known in words.items() if plain in known), "")


def is_total(item: str) -> bool:
    """Whether an item is called a sum: total, 合计, 收入合计."""
    return item.strip().lower().endswith(TOTALS)
