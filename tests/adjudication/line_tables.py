"""Small canonical tables of fee lines and bills for tests: synthetic lines of nobody, and a pack with rules for lines."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from fenming.adjudication.lines.engine import compiled_line_loop
from fenming.adjudication.lines.judge import judge_line
from fenming.adjudication.lines.line import CEILING_ORDERS, FeeLine, LineRules, Parts
from fenming.adjudication.lines.loop import judge_line_rows
from fenming.policy import Pack, load_pack
from tests.adjudication.pack_text import REGION, _parameter, _write, benefits_pack

PARAMETERS = {
    "ceiling_order": ("choice", CEILING_ORDERS),
    "limited_use": ("choice", ("as_listed", "excluded")),
    "copay_by_class": ("table", "rate"),
}
YUAN, UNIT, MICRO = 100, 10_000, 1_000_000


def yuan_line(total: int, rate_percent: int = 0, **more: int) -> FeeLine:
    """A line of whole yuan with a stated rate in percent."""
    return FeeLine(total_fen=total * YUAN, rate=rate_percent * UNIT, **more)


def in_both_engines(line: FeeLine, rules: LineRules | None = None) -> Parts:
    """The line's parts, which plain Python and the compiled loop agree on."""
    rules = rules or LineRules()
    plain = judge_line(line, rules)
    assert compiled_parts([line], [rules]) == [plain]
    return plain


def compiled_parts(lines: Sequence[FeeLine], rules: Sequence[LineRules]) -> list[Parts]:
    """What the compiled loop makes of the lines."""
    result = np.zeros((len(Parts._fields), len(lines)), np.int64)
    compiled_line_loop()[0](np.array(lines, np.int64).T.copy(), len(lines), np.array(rules, np.int64), result)
    return [Parts(*map(int, column)) for column in result.T]


def plain_parts(lines: Sequence[FeeLine], rules: Sequence[LineRules]) -> list[Parts]:
    """What the same loop makes of them in plain Python, with Python's own integers."""
    result = np.zeros((len(Parts._fields), len(lines)), object)
    judge_line_rows(np.array(lines, object).T, len(lines), np.array(rules, object), result)
    return [Parts(*column) for column in result.T]


def four(parts: Parts) -> tuple[int, int, int, int]:
    """Excluded, over the limit, paid first, eligible."""
    return parts[:4]


def line_pack(root: Path, *later: tuple[str, Mapping[str, object]], **values: object) -> Pack:
    """The synthetic county with rules for the lines of residents from 2024-01-01; each of `later` is a day and what changes."""
    benefits_pack(root)
    labels = {word: {"label": "类别", "label_en": word} for word in ("class_a", "class_b", "class_c")}
    _write(root / REGION / "keys.yaml", labels)
    for name, value in values.items():
        kind, of = PARAMETERS[name]
        versions = [("2024-01-01", value), *((day, changed[name]) for day, changed in later if name in changed)]
        _write(root / REGION / f"benefits/resident/line/{name}.yaml", _parameter(kind, of, versions))
    return load_pack(REGION, (root,))


@dataclass(frozen=True)
class Item:
    """One row of the fee line table; `printed` are the platform's four parts, by default all eligible."""

    line_id: str
    bill_id: str
    total_fen: int
    rate: int | None = 0
    item_class: str = "01"
    quantity: int = UNIT
    price_micro_yuan: int | None = None
    price_limit_micro_yuan: int | None = 999_999 * MICRO
    is_limited_use: bool = False
    quantity_limit: int | None = None
    printed: tuple[int, int, int, int] | None = None


@dataclass(frozen=True)
class Head:
    """One row of the bill table; `printed` are total and the four parts."""

    bill_id: str
    printed: tuple[int, int, int, int, int]
    day: str = "2024-05-01"
    scheme: str = "390"
    refund_row: int = -1


def write_lines(path: Path, items: Sequence[Item]) -> Path:
    """The canonical fee line table of these items."""
    rows = [
        {
            "line_id": item.line_id,
            "bill_id": item.bill_id,
            "item_id": "XG03FBC051A001020178890",
            "item_class": item.item_class,
            "quantity": item.quantity,
            "price_micro_yuan": item.price_micro_yuan,
            "price_limit_micro_yuan": item.price_limit_micro_yuan,
            "is_limited_use": item.is_limited_use,
            "quantity_limit": item.quantity_limit,
            "upfront_copay_ppm": item.rate,
            "total_fen": item.total_fen,
            **dict(zip(PARTS, item.printed or (0, 0, 0, item.total_fen), strict=True)),
        }
        for item in items
    ]
    numbers = [*PARTS, "total_fen", "quantity", "quantity_limit", "price_micro_yuan", "price_limit_micro_yuan"]
    types = dict.fromkeys(rows[0], pa.string()) | dict.fromkeys([*numbers, "upfront_copay_ppm"], pa.int64())
    schema = pa.schema((types | {"is_limited_use": pa.bool_()}).items())
    pq.write_table(pa.Table.from_pylist(rows, schema), path)
    return path


PARTS = ("excluded_fen", "over_limit_fen", "upfront_copay_fen", "eligible_fen")


def write_bills(path: Path, heads: Sequence[Head]) -> Path:
    """The columns of the canonical bill table that lines are held against."""
    rows = [
        {
            "bill_id": head.bill_id,
            "row": row,
            "refund_row": head.refund_row,
            "scheme": head.scheme,
            "settled_at": datetime.fromisoformat(head.day),
            **dict(zip(("total_fen", *PARTS), head.printed, strict=True)),
        }
        for row, head in enumerate(heads)
    ]
    pq.write_table(pa.Table.from_pylist(rows), path)
    return path
