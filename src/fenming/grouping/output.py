"""The grouped table as CSV, XLSX or Parquet, written batch by batch beside its place and then put there."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pyarrow as pa
import pyarrow.csv as pc
import pyarrow.parquet as pq
import xlsxwriter

from fenming.grouping.grouped import SCHEMA
from fenming.kernel import BadInput
from fenming.kernel.language import _

ENDINGS = (".csv", ".xlsx", ".parquet")
XLSX_ROWS = 1_048_575  # what a sheet holds below its header
Write = Callable[[pa.Table], None]


@contextmanager
def written(path: Path, schema: pa.Schema = SCHEMA) -> Iterator[Write]:
    """What writes tables to `path` in the form its ending says; the file appears when all are written. Raises BadInput."""
    if path.suffix.lower() not in ENDINGS:
        raise BadInput(
            "output.ending",
            what=_("'{name}' is no name for a table").format(name=path.name),
            where=str(path),
            why=_("the ending says how it is written"),
            remedy=_("end the name in one of: {endings}").format(endings=", ".join(ENDINGS)),
        )
    path.parent.mkdir(parents=True, exist_ok=True)
    making = path.with_name(f".making-{path.name}")
    try:
        with {".csv": _csv, ".parquet": _parquet, ".xlsx": _xlsx}[path.suffix.lower()](making, schema) as write:
            yield write
        making.replace(path)
    finally:
        making.unlink(missing_ok=True)


@contextmanager
def _csv(path: Path, schema: pa.Schema) -> Iterator[Write]:
    with pc.CSVWriter(path, schema, write_options=pc.WriteOptions(quoting_style="needed")) as writer:
        yield writer.write_table


@contextmanager
def _parquet(path: Path, schema: pa.Schema) -> Iterator[Write]:
    with pq.ParquetWriter(path, schema, compression="zstd") as writer:
        yield writer.write_table


@contextmanager
def _xlsx(path: Path, schema: pa.Schema) -> Iterator[Write]:
    with path.open("wb") as file, xlsxwriter.Workbook(file, {"constant_memory": True}) as workbook:
        sheet, row = workbook.add_worksheet(_("Cases")), 0
        for place, name in enumerate(schema.names):
            sheet.write_string(0, place, name)
        sheet.freeze_panes(1, 1)
        sheet.set_column(0, 0, 24)
        sheet.set_column(len(schema.names) - 1, len(schema.names) - 1, 80)

        def write(table: pa.Table) -> None:
            nonlocal row
            if row + table.num_rows > XLSX_ROWS:
                raise _too_long(path)
            for cells in zip(*(column.to_pylist() for column in table.columns), strict=True):
                row += 1
                for place, cell in enumerate(cells):
                    if isinstance(cell, int):
                        sheet.write_number(row, place, cell)
                    else:
                        sheet.write_string(row, place, cell or "")

        yield write


def _too_long(path: Path) -> BadInput:
    name = Path(path.name.removeprefix(".making-"))
    return BadInput(
        "output.too_long",
        what=_("more than {rows} cases do not fit into one sheet").format(rows=f"{XLSX_ROWS:,}"),
        where=str(path.with_name(name.name)),
        remedy=_("write CSV or Parquet instead: --out {name}").format(name=name.with_suffix(".parquet")),
    )
