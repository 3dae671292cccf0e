"""One row per bill as CSV, XLSX or Parquet: yuan with two decimals, exact, written batch by batch."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.csv as pc
import pyarrow.parquet as pq
import xlsxwriter

from fenming.engines.local import parquet
from fenming.kernel import BadInput
from fenming.kernel.language import _, language
from fenming.reports.adjudicated.columns import COLUMNS, column_words

ENDINGS = (".csv", ".xlsx", ".parquet")
XLSX_ROWS = 1_048_575  # what a sheet holds below its header
_BATCH = 20_000
_BYTE_ORDER_MARK = b"\xef\xbb\xbf"  # by which spreadsheets know the text is UTF-8
Tell = Callable[[int], None]
Write = Callable[[pa.RecordBatch], None]


@dataclass(frozen=True, slots=True)
class Stamp:
    """What is said of the whole output: where it comes from, and whether its bills were made up."""

    title: str
    is_synthetic: bool = False


def check_ending(path: Path, rows: int = 0) -> None:
    """Raises BadInput for an ending no table has, and for more rows than a sheet holds."""
    if path.suffix.lower() not in ENDINGS:
        raise BadInput(
            "output.ending",
            what=_("'{name}' is no name for a table").format(name=path.name),
            where=str(path),
            why=_("the ending says how it is written"),
            remedy=_("end the name in one of: {endings}").format(endings=", ".join(ENDINGS)),
        )
    if path.suffix.lower() == ".xlsx" and rows > XLSX_ROWS:
        raise BadInput(
            "output.too_long",
            what=_("{rows} bills do not fit into one sheet").format(rows=f"{rows:,}"),
            where=str(path),
            why=_("a sheet holds at most {rows} rows below its header").format(rows=f"{XLSX_ROWS:,}"),
            remedy=_("write CSV or Parquet instead: --out {name}").format(name=path.with_suffix(".parquet").name),
        )


def write_output(
    connection: duckdb.DuckDBPyConnection, judged: Sequence[Path], path: Path, stamp: Stamp, tell: Tell
) -> None:
    """Write the judged bills to `path` in the form its ending says; `tell` is told rows done so far."""
    writers = {".csv": _csv, ".parquet": _parquet, ".xlsx": _xlsx}
    done = 0
    schema = connection.sql(_in_yuan(judged[0])).to_arrow_reader().schema
    with writers[path.suffix.lower()](path, schema, stamp) as write:
        for part in judged:
            for batch in connection.sql(_in_yuan(part)).to_arrow_reader(_BATCH):
                write(batch)
                done += batch.num_rows
                tell(done)


def _in_yuan(part: Path) -> str:
    """SQL for the columns of the output, by line. Fen become yuan by moving the point, which is exact."""
    scaled = {
        "yuan": "CAST(CAST({name} AS DECIMAL(18, 0)) * 0.01 AS DECIMAL(18, 2)) AS {name}",
        "instant": "CAST({name} AS TIMESTAMP_S) AS {name}",
    }
    columns = ", ".join(scaled.get(column.kind, "{name}").format(name=column.name) for column in COLUMNS)
    return f"SELECT {columns} FROM {parquet(part)} ORDER BY line"


@contextmanager
def _csv(path: Path, schema: pa.Schema, _stamp: Stamp) -> Iterator[Write]:
    with path.open("wb") as file:
        file.write(_BYTE_ORDER_MARK)
        with pc.CSVWriter(file, schema, write_options=pc.WriteOptions(quoting_style="needed")) as writer:
            yield writer.write_batch


@contextmanager
def _parquet(path: Path, schema: pa.Schema, stamp: Stamp) -> Iterator[Write]:
    words = column_words()
    fields = [field.with_metadata({"meaning": words[field.name]}) for field in schema]
    told = pa.schema(fields, {"title": stamp.title, "synthetic": str(stamp.is_synthetic).lower()})
    with pq.ParquetWriter(path, told, compression="zstd") as writer:
        yield lambda batch: writer.write_batch(pa.RecordBatch.from_arrays(batch.columns, schema=told))


@contextmanager
def _xlsx(path: Path, _schema: pa.Schema, stamp: Stamp) -> Iterator[Write]:
    options = {"constant_memory": True, "default_format_properties": {"font_size": 10}}
    with path.open("wb") as file, xlsxwriter.Workbook(file, options) as workbook:
        sheet = Sheet(workbook, workbook.add_worksheet(_("Bills")))
        sheet.begin(stamp)
        yield sheet.write
        sheet.end()
        _write_meanings(workbook, stamp)


_FORMATS = {"yuan": "#,##0.00;[Red]-#,##0.00", "count": "0", "day": "yyyy-mm-dd", "instant": "yyyy-mm-dd hh:mm:ss"}
_WIDTHS = {"yuan": 13, "count": 8, "day": 11, "instant": 18, "text": 14}
_WIDER = {"setl_id": 24, "fixmedins_code": 16, "psn_no": 17, "reason": 44, "file": 20}


class Sheet:
    """The sheet of bills, written row by row and never held whole."""

    def __init__(self, workbook: xlsxwriter.Workbook, sheet: Any) -> None:
        font = {"font_name": "宋体" if language() == "zh" else "Calibri", "font_size": 10}
        self.sheet, self.row = sheet, 0
        self.formats = {kind: workbook.add_format(font | {"num_format": text}) for kind, text in _FORMATS.items()}
        self.text = workbook.add_format(font | {"num_format": "@"})
        self.heading = workbook.add_format(
            font | {"bold": True, "bg_color": "#E8EEF4", "border": 1, "text_wrap": True, "valign": "vcenter"}
        )
        self.kinds = [column.kind for column in COLUMNS]

    def begin(self, stamp: Stamp) -> None:
        """Header, widths and how the sheet prints: A4 landscape, header and bill on every page."""
        for place, column in enumerate(COLUMNS):
            least = len(column.name) // 2 + 2  # a header takes two lines
            self.sheet.set_column(place, place, max(_WIDER.get(column.name, _WIDTHS[column.kind]), least))
        self.sheet.set_landscape()
        self.sheet.set_paper(9)
        self.sheet.fit_to_pages(5, 0)
        self.sheet.repeat_rows(0)
        self.sheet.repeat_columns(0, 2)
        self.sheet.set_footer(f"&L&8{stamp.title.replace('&', '&&')}&R&8&P / &N")
        self.sheet.freeze_panes(1, 3)
        self.sheet.set_row(0, 30)
        for place, column in enumerate(COLUMNS):
            self.sheet.write_string(0, place, column.name, self.heading)

    def write(self, batch: pa.RecordBatch) -> None:
        for values in zip(*(column.to_pylist() for column in batch.columns), strict=True):
            self.row += 1
            for place, (kind, value) in enumerate(zip(self.kinds, values, strict=True)):
                if value is not None:
                    self._cell(place, kind, value)

    def _cell(self, place: int, kind: str, value: Any) -> None:
        if kind == "text":
            self.sheet.write_string(self.row, place, value, self.text)
        elif kind in ("day", "instant"):
            self.sheet.write_datetime(self.row, place, value, self.formats[kind])
        else:
            self.sheet.write_number(self.row, place, value, self.formats[kind])

    def end(self) -> None:
        self.sheet.autofilter(0, 0, self.row, len(COLUMNS) - 1)


def _write_meanings(workbook: xlsxwriter.Workbook, stamp: Stamp) -> None:
    """A second sheet that says what each column holds."""
    font = {"font_name": "宋体" if language() == "zh" else "Calibri", "font_size": 10, "valign": "vcenter"}
    sheet, plain = workbook.add_worksheet(_("Columns")), workbook.add_format(font | {"text_wrap": True})
    bold = workbook.add_format(font | {"bold": True})
    sheet.set_column(0, 0, 28)
    sheet.set_column(1, 1, 70)
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.write_string(0, 0, stamp.title, bold)
    sheet.write_string(
        1, 0, _("Money is in yuan. The bills' sheet has one row per bill, in the order of the files."), plain
    )
    if stamp.is_synthetic:
        warning = workbook.add_format(font | {"bold": True, "font_color": "#C00000"})
        sheet.write_string(2, 0, _("Synthetic data: made up, of no real person or institution"), warning)
    sheet.freeze_panes(4, 0)
    sheet.write_string(3, 0, _("column"), bold)
    sheet.write_string(3, 1, _("meaning"), bold)
    for row, (name, words) in enumerate(column_words().items(), 4):
        sheet.write_string(row, 0, name, plain)
        sheet.write_string(row, 1, words, plain)
