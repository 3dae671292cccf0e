"""Fund statements that were imported into a workspace."""

import pyarrow.parquet as pq

from fenming.facts.workspace import Workspace
from fenming.kernel import BadInput
from fenming.kernel.language import _
from fenming.payment.fund.line import KINDS, PRINTED_KINDS, SCHEMES, Line, is_total, word

TABLE = "fund_statement"
MICRO_PER_HUNDREDTH = 10_000  # a printed month is kept with two decimals, as yuan are


def stored_statements(workspace: Workspace) -> tuple[Line, ...]:
    """Lines of the table `fund_statement`. Raises BadInput where none was imported or a row is of no known kind."""
    rows = pq.read_table(workspace.table_path(TABLE)).to_pylist()
    return tuple(_line(row, number) for number, row in enumerate(rows, 1))


def _line(row: dict[str, object], number: int) -> Line:
    kind, item = word(str(row["kind"]), KINDS), str(row["item"])
    where = _("{file}, row {row}").format(file=TABLE, row=number)
    if not kind:
        raise BadInput(
            "statement.kind",
            what=_("'{text}' is no kind of a fund statement's row").format(text=row["kind"]),
            where=where,
            remedy=_("use one of: {names}").format(names=", ".join(KINDS)),
        )
    amount, scheme = int(str(row["amount_fen"])), str(row["scheme"])
    is_months = kind == "months"
    return Line(
        word(scheme, SCHEMES) or scheme,
        str(row["region"]),
        row["period_from"],  # type: ignore[arg-type]
        row["period_to"],  # type: ignore[arg-type]
        kind,
        item,
        amount * MICRO_PER_HUNDREDTH if is_months else amount,
        bool(row.get("is_printed_total")) or kind in PRINTED_KINDS or is_total(item),
        where,
        2 if is_months else 0,
    )
