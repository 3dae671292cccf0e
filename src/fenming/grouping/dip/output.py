"""A table written as its file's name asks: CSV, XLSX or Parquet, beside its place and renamed."""

from pathlib import Path

import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet as pq
from xlsxwriter import Workbook

from fenming.grouping.dip.workbook import MADE_ON
from fenming.kernel import BadInput
from fenming.kernel.language import _

ROWS_OF_A_SHEET = 1_048_576


def write_table(table: pa.Table, path: Path) -> None:
    """Write `table` as .csv, .xlsx or .parquet. Raises BadInput for another ending or more rows than a sheet holds."""
    writers = {".csv": _csv, ".parquet": _parquet, ".xlsx": _sheet}
    if path.suffix.lower() not in writers:
        raise BadInput(
            "output.kind",
            what=_("'{name}' has no ending that says how to write it").format(name=path.name),
            where="--out",
            remedy=_("end it with one of: {known}").format(known=", ".join(writers)),
        )
    path.parent.mkdir(parents=True, exist_ok=True)
    making = path.with_name(f".making-{path.name}")
    try:
        writers[path.suffix.lower()](table, making)
        making.rename(path)
    finally:
        making.unlink(missing_ok=True)


def _csv(table: pa.Table, path: Path) -> None:
    pa.csv.write_csv(table, path)


def _parquet(table: pa.Table, path: Path) -> None:
    pq.write_table(table, path)


def _sheet(table: pa.Table, path: Path) -> None:
    if table.num_rows >= ROWS_OF_A_SHEET:
        raise BadInput(
            "output.too_long",
            what=_("{rows} rows do not fit on a sheet").format(rows=f"{table.num_rows:,}"),
            where="--out",
            remedy=_("write .csv or .parquet"),
        )
    book = Workbook(str(path), {"constant_memory": True})
    book.set_properties({"created": MADE_ON})
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, table.column_names)
    for place, row in enumerate(zip(*(column.to_pylist() for column in table.columns), strict=True), 1):
        sheet.write_row(place, 0, row)
    book.close()
