"""Fund statements read from files as users have them: CSV or XLSX, English or Chinese headers, yuan or 万元."""

import csv
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from io import StringIO
from pathlib import Path

from fenming.facts.intake.source import Source, open_bytes, open_sources
from fenming.kernel import BadInput, Finding
from fenming.kernel.language import _
from fenming.payment.fund import cells
from fenming.payment.fund.line import KINDS, PRINTED_KINDS, SCHEMES, Line, is_total, word

HEADERS = {
    "scheme": ("scheme", "险种", "险种类型", "insutype"),
    "region": ("region", "地区", "统筹区", "统筹地区", "行政区划", "行政区划代码", "admdvs"),
    "period_from": ("period_from", "期间起", "起始日期", "开始日期", "报表期首日", "stmt_begndate"),
    "period_to": ("period_to", "期间止", "截止日期", "结束日期", "报表期末日", "stmt_enddate"),
    "kind": ("kind", "类别", "收支类别", "类型", "fund_kind"),
    "item": ("item", "项目", "收支项目", "fund_item"),
    "amount": ("amount", "金额", "fund_amt", "fund_amt_wan"),
    "unit": ("unit", "单位", "金额单位"),
    "total": ("is_printed_total", "total_flag", "是否合计", "合计行"),
}
OPTIONAL = ("unit", "total")
BARE_YUAN = ("amount", "fund_amt")  # names that mean yuan by their definition; a bare 金额 does not
TITLE_ROWS = 20
_IN_BRACKETS = re.compile(r"[(（]\s*(?:单位[:：])?\s*([^)）]*)[)）]")
_UNIT_IN_TITLE = re.compile(r"单位\s*[:：]\s*(?:人民币)?(亿元|万元|元)")
YES = ("1", "true", "yes", "y", "是")


@dataclass(frozen=True, slots=True)
class Layout:
    """Where a sheet's columns are, by our word, the row of its header (from 0) and the unit of its amounts."""

    places: Mapping[str, int]
    header_row: int
    unit: str


def read_statements(paths: Sequence[Path]) -> tuple[tuple[Line, ...], tuple[Finding, ...]]:
    """All lines of the files in `paths`, and a finding with file and row for each row that cannot be read.

    Raises BadInput for a file that is no table or lacks a column.
    """
    lines: list[Line] = []
    findings: list[Finding] = []
    for path in paths:
        for source in open_sources(path):
            for read in _read(source):
                (lines if isinstance(read, Line) else findings).append(read)  # type: ignore[arg-type]
    return tuple(lines), tuple(findings)


def _read(source: Source) -> Iterator[Line | Finding]:
    rows = list(_rows(source))
    layout = _layout(rows[:TITLE_ROWS], source.where)
    for number, row in enumerate(rows[layout.header_row + 1 :], layout.header_row + 2):
        if not any(cell.strip() for cell in row):
            continue
        where = _("{file}, row {row}").format(file=source.where, row=number)
        try:
            yield _line(
                {name: row[place] if place < len(row) else "" for name, place in layout.places.items()}, layout, where
            )
        except BadInput as mistake:
            for finding in mistake.findings:
                yield Finding(finding.code, finding.what, where, finding.why, finding.remedy, rows=1)


def _rows(source: Source) -> Iterator[list[str]]:
    if source.cells is not None:
        columns = [column.to_pylist() for column in source.cells.columns]
        yield from ([cell or "" for cell in row] for row in zip(*columns, strict=True))
        return
    if source.kind != "csv":
        raise BadInput(
            "statement.file",
            what=_("a fund statement is read from CSV or XLSX"),
            where=source.where,
            remedy=_("export it as one of them"),
        )
    with open_bytes(source) as raw:
        text = raw.read().decode(source.encoding, "replace").lstrip("\ufeff")
    yield from csv.reader(StringIO(text, newline=""), delimiter=source.separator)


def _layout(tops: Sequence[Sequence[str]], where: str) -> Layout:
    """The first row that names the columns, and the unit: from the amount's header, else a title such as 单位：万元."""
    best: dict[str, int] = {}
    for number, row in enumerate(tops):
        places = _places(row)
        if len(places.keys() - set(OPTIONAL)) == len(HEADERS) - len(OPTIONAL):
            return Layout(places, number, _unit(row[places["amount"]], tops[:number]))
        best = max(best, places, key=len)
    missing = [name for name in HEADERS if name not in best and name not in OPTIONAL]
    raise BadInput(
        "statement.columns",
        what=_("the statement lacks columns: {names}").format(names=", ".join(missing)),
        where=where,
        why=_("a fund statement has one item a row, with scheme, region, period, kind, item and amount"),
        remedy=_("name them like: {names}").format(names=", ".join(HEADERS[name][0] for name in missing)),
    )


def _places(row: Sequence[str]) -> dict[str, int]:
    plain = [_IN_BRACKETS.sub("", cells.plain(cell)).strip().lower() for cell in row]
    return {name: plain.index(known) for name, words in HEADERS.items() for known in reversed(words) if known in plain}


def _unit(header: str, titles: Sequence[Sequence[str]]) -> str:
    """`元`, `万元`, `亿元`, or nothing where neither header nor title says it."""
    written = cells.plain(header)
    if written.lower() == "fund_amt_wan":
        return "万元"
    if written.lower() in BARE_YUAN:
        return "元"
    in_header = _IN_BRACKETS.search(written)
    in_title = _UNIT_IN_TITLE.search(cells.plain(" ".join(cell for row in titles for cell in row)))
    found = in_header[1].strip() if in_header else in_title[1] if in_title else ""
    return cells.UNITS.get(found.lower(), "")


def _line(row: Mapping[str, str], layout: Layout, where: str) -> Line:
    kind, scheme = word(row["kind"], KINDS), row["scheme"].strip()
    if not kind:
        raise BadInput(
            "statement.kind",
            what=_("'{text}' is no kind of a fund statement's row").format(text=row["kind"]),
            remedy=_("use one of: {names}").format(names=", ".join(KINDS)),
        )
    first, last = cells.day(row["period_from"], is_last=False), cells.day(row["period_to"], is_last=True)
    if last < first:
        raise BadInput(
            "statement.period",
            what=_("the period ends on {last}, before it begins on {first}").format(first=first, last=last),
            remedy=_("correct one of the days"),
        )
    value, decimals = cells.months(row["amount"]) if kind == "months" else (_amount(row, layout), 0)
    said = row.get("total", "").strip().lower() in YES
    return Line(
        word(scheme, SCHEMES) or scheme,
        row["region"].strip(),
        first,
        last,
        kind,
        row["item"].strip(),
        value,
        said or kind in PRINTED_KINDS or is_total(row["item"]),
        where,
        decimals,
    )


def _amount(row: Mapping[str, str], layout: Layout) -> int:
    written = row["amount"].strip()
    unit = cells.UNITS.get(cells.plain(row.get("unit", "")).lower(), layout.unit)
    if not unit and any(map(str.isdigit, written)) and not any(mark in written for mark in "元万亿"):
        raise BadInput(
            "statement.unit",
            what=_("'{text}' could mean yuan or ten thousand yuan").format(text=written),
            why=_("neither the header, a title nor a column says the unit"),
            remedy=_("call the column 金额(元) or 金额(万元), or add a column 单位"),
        )
    return cells.amount(written, unit)
