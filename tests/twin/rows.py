"""The twin's files as rows of text, whatever their format, encoding and spelling of headers."""

import csv
import io
from decimal import Decimal
from pathlib import Path

import pyarrow.parquet as pq

SPELLINGS = {
    "inscp_amt": "inscp_scp_amt",
    "cash_payamt": "psn_cash_pay",
    "med_typecode": "med_type",
    "psn_pay": "psn_part_amt",
}


def read_rows(path: Path) -> list[dict[str, str]]:
    """Rows of one file with headers brought to one spelling, values as they stand."""
    if path.suffix == ".parquet":
        rows = [{name: value or "" for name, value in row.items()} for row in pq.read_table(path).to_pylist()]
    else:
        rows = list(csv.DictReader(io.StringIO(decoded(path.read_bytes()), newline="")))
    names = {name: name.strip().lower() for name in rows[0]} if rows else {}
    return [{SPELLINGS.get(names[name], names[name]): value for name, value in row.items()} for row in rows]


def decoded(content: bytes) -> str:
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        return content.decode("gbk")


def all_rows(folder: Path, stem: str) -> list[dict[str, str]]:
    return [row for path in sorted(folder.glob(f"{stem}*")) for row in read_rows(path)]


def fen(text: str) -> int:
    """Fen in yuan text; what is literally nan counts as nothing."""
    return int(Decimal(text) * 100) if text not in {"", "nan"} else 0
