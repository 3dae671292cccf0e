"""A directory of group tables, read and checked: every mistake is told with its file and line."""

import hashlib
import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from fenming.grouping.tables.code_book import CodeBook, make_code_book
from fenming.grouping.tables.code_list import (
    DIAGNOSES,
    PROCEDURES,
    CodeLists,
    check_owners,
    check_repeats,
    check_rows,
)
from fenming.grouping.tables.complication import read_complications
from fenming.grouping.tables.condition import OPERATING, SITE, Condition, Making, Owner, WrongCell, conditions_of, whole
from fenming.grouping.tables.group_tables import GroupRow, GroupTables
from fenming.grouping.tables.layout import FILES
from fenming.grouping.tables.make_rules import make_rules
from fenming.grouping.tables.table_file import TableFile, read_table_file
from fenming.grouping.tables.version import count_findings, read_version
from fenming.kernel import BadInput, Finding
from fenming.kernel.language import _

Files = dict[str, TableFile]
_KEYS = {
    "mdc.csv": ("mdc",),
    "adrg.csv": ("adrg",),
    "drg.csv": ("drg",),
    "mdc_dx.csv": ("mdc", "body_site", "icd10"),
    "mdc_proc.csv": ("mdc", "list", "icd9cm3"),
    "adrg_dx.csv": ("adrg", "list", "icd10"),
    "adrg_proc.csv": ("adrg", "list", "icd9cm3"),
    "cc.csv": ("icd10",),
    "cc_exclusion.csv": ("principal_icd10", "exclusion_list"),
    "or_proc.csv": ("icd9cm3",),
    "icd10_name.csv": ("icd10",),
    "icd9cm3_name.csv": ("icd9cm3",),
    "icd10_clinical_map.csv": ("clinical",),
    "icd9cm3_clinical_map.csv": ("clinical",),
}
_WEIGHT = re.compile(r"\d{1,4}(\.\d{1,6})?")
_SURGICAL = frozenset("ABCDEFGHIJ")  # second letter of the code of an operative group


def read_tables(folder: Path | str) -> GroupTables:
    """The group tables in a directory of the layout, checked. Raises BadInput that names every mistake with file and line."""
    folder = Path(folder)
    if not folder.is_dir():
        raise BadInput(
            "group_table.no_directory",
            what=_("there is no directory of group tables"),
            where=str(folder),
            remedy=_("name a directory with mdc.csv, adrg.csv, drg.csv and their lists, or `demonstration`"),
        )
    version = read_version(folder)
    findings: list[Finding] = []
    notes: list[Finding] = []
    files = {name: read_table_file(folder, name, findings) for name in FILES}
    _stop_if(findings)
    _check(files, findings, notes)
    _stop_if(findings)
    books = _books(files)
    lists = _lists(files, books)
    making = Making(lists, version.procedure_mode)
    rows = {level: tuple(_rows(files, making, level, findings)) for level in ("mdc", "adrg", "drg")}
    *complications, exclusion_lists = read_complications(files, books[DIAGNOSES], findings, notes)
    weights = _weights(files["drg.csv"], findings)
    _stop_if(findings)
    counts = {level: len(rows[level]) for level in rows}
    counts["surgical_drg"] = sum(row.code[1:2] in _SURGICAL for row in rows["drg"])
    counts |= {name: file.rows.num_rows for name, file in files.items()}
    return GroupTables(
        version,
        str(folder),
        _digest(files, folder),
        rows["mdc"],
        rows["adrg"],
        rows["drg"],
        make_rules(rows, making, tuple(complications)),
        *books,
        making.words,
        tuple(_list_words(lists)),
        lists.counts[DIAGNOSES],
        exclusion_lists,
        (_names(files["icd10_name.csv"], "icd10"), _names(files["icd9cm3_name.csv"], "icd9cm3")),
        counts,
        weights,
        (*notes, *count_findings(version, counts, str(folder))),
    )


def _stop_if(findings: list[Finding]) -> None:
    if findings:
        raise BadInput(findings=tuple(findings))


def _digest(files: Files, folder: Path) -> str:
    parts = [f"{name}\0{file.digest}" for name, file in files.items()]
    parts += [
        (folder / name).read_text("utf-8") for name in ("version.yaml", "published.yaml") if (folder / name).is_file()
    ]
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()


def _check(files: Files, findings: list[Finding], notes: list[Finding]) -> None:
    for name, file in files.items():
        if file.rows.num_rows:
            blankable = {"exclusion_list"} if name == "cc.csv" else set()
            check_rows(file, tuple(set(FILES[name].columns) - blankable), findings)
            check_repeats(file, _KEYS[name], findings, notes)
    mdcs, adrgs = (set(files[f"{level}.csv"].column(level).to_pylist()) for level in ("mdc", "adrg"))
    for name in ("mdc_dx.csv", "mdc_proc.csv", "adrg.csv"):
        check_owners(files[name], "mdc", mdcs, findings)
    for name in ("adrg_dx.csv", "adrg_proc.csv", "drg.csv"):
        check_owners(files[name], "adrg", adrgs, findings)
    for adrg in sorted(adrgs - set(files["drg.csv"].column("adrg").to_pylist()) - {""}):
        row = files["adrg.csv"].column("adrg").to_pylist().index(adrg)
        findings.append(
            Finding(
                "group_table.no_drg",
                what=_("ADRG {name} has no DRG").format(name=adrg),
                where=files["adrg.csv"].where(row),
                why=_("a case that fits it would end nowhere"),
                remedy=_("add its DRGs to drg.csv"),
            )
        )


def _books(files: Files) -> tuple[CodeBook, CodeBook]:
    diagnoses = [files[name].column("icd10") for name in ("mdc_dx.csv", "adrg_dx.csv", "cc.csv")]
    diagnoses.append(files["cc_exclusion.csv"].column("principal_icd10"))
    procedures = [files[name].column("icd9cm3") for name in ("mdc_proc.csv", "adrg_proc.csv", "or_proc.csv")]
    return (
        make_code_book("diagnosis", files["icd10_name.csv"], files["icd10_clinical_map.csv"], diagnoses),
        make_code_book("procedure", files["icd9cm3_name.csv"], files["icd9cm3_clinical_map.csv"], procedures),
    )


def _lists(files: Files, books: tuple[CodeBook, CodeBook]) -> CodeLists:
    lists = CodeLists(books)
    mdc_dx = files["mdc_dx.csv"]
    owners, codes, sites = mdc_dx.column("mdc"), mdc_dx.column("icd10"), mdc_dx.column("body_site")
    lists.add(DIAGNOSES, owners, _ones(owners), codes)
    for mdc in pc.unique(owners.filter(pc.not_equal(sites, ""))).to_pylist():
        its = pc.and_(pc.equal(owners, mdc), pc.not_equal(sites, ""))
        place = pa.repeat(SITE + mdc, pc.sum(its).as_py())
        lists.add(DIAGNOSES, place, sites.filter(its), codes.filter(its))
    for side, name, owner, code in (
        (DIAGNOSES, "adrg_dx.csv", "adrg", "icd10"),
        (PROCEDURES, "mdc_proc.csv", "mdc", "icd9cm3"),
        (PROCEDURES, "adrg_proc.csv", "adrg", "icd9cm3"),
    ):
        file = files[name]
        numbers = file.column("list") if "list" in file.rows.column_names else _ones(file.column(owner))
        lists.add(side, file.column(owner), numbers, file.column(code))
    operating = files["or_proc.csv"].column("icd9cm3")
    if len(operating):
        lists.add(PROCEDURES, pa.repeat(OPERATING, len(operating)), pa.repeat("", len(operating)), operating)
    if "unrelated" in files["adrg.csv"].column("or_procedure").to_pylist():
        _add_own_procedures(files["adrg.csv"], lists)
    return lists


def _ones(column: pa.Array) -> pa.Array:
    return pa.repeat("1", len(column))


def _add_own_procedures(adrg: TableFile, lists: CodeLists) -> None:
    """For each MDC the procedures in lists of its ADRGs."""
    of: dict[str, set[str]] = {}
    for mdc, code in zip(adrg.column("mdc").to_pylist(), adrg.column("adrg").to_pylist(), strict=True):
        of.setdefault(mdc, set()).add(code)
    for mdc, codes in of.items():
        own = [place for (side, owner, _n), place in lists.ids.items() if side == PROCEDURES and owner in codes]
        lists.add_union(PROCEDURES, (OPERATING, mdc), own)


def _rows(files: Files, making: Making, level: str, findings: list[Finding]) -> Iterator[GroupRow]:
    """Rows of mdc.csv, adrg.csv or drg.csv in the order in which they are tried."""
    file = files[f"{level}.csv"]
    parent = {"mdc": "", "adrg": "mdc", "drg": "adrg"}[level]
    parents = {code: place for place, code in enumerate(_in_order(files, parent))} if parent else {"": 0}
    rows = []
    for place, cells in enumerate(file.dictionaries()):
        owner = Owner(level, cells["adrg"] if level == "drg" else cells[level], cells)
        try:
            order = whole("order", cells["order"])
            conditions: tuple[Condition, ...] = tuple(conditions_of(making, owner))
        except WrongCell as wrong:
            code, what, why, remedy = wrong.told
            findings.append(Finding(code, what, file.where(place), why, remedy))
            continue
        line = f"{file.path.name}:{place + 2}"
        row = GroupRow(cells[level], cells.get("name", ""), cells.get(parent, ""), order, line, conditions)
        rows.append((parents[row.owner], order, place, row, cells.get("status", "")))
    rows.sort(key=lambda one: one[:3])
    _check_order(level, file, [(one[0], one[1], one[2]) for one in rows], findings)
    for _parent, _order, place, row, status in rows:
        if status not in ("", "ambiguous"):
            findings.append(
                Finding(
                    "group_table.unknown_word",
                    what=_("'{text}' is no value of column '{name}'").format(text=status, name="status"),
                    where=file.where(place),
                    remedy=_("leave it blank, or write `ambiguous` for a group of cases that fit nowhere rightly"),
                )
            )
        yield replace(row, is_doubtful=status == "ambiguous")


def _weights(drg: TableFile, findings: list[Finding]) -> dict[str, int]:
    """Weights of DRGs in ppm, where drg.csv gives them."""
    weights = {}
    for place, (code, written) in enumerate(
        zip(drg.column("drg").to_pylist(), drg.column("weight").to_pylist(), strict=True)
    ):
        if written and not _WEIGHT.fullmatch(written):
            findings.append(
                Finding(
                    "group_table.bad_number",
                    what=_("'{text}' in column '{name}' is no weight").format(text=written, name="weight"),
                    where=drg.where(place),
                    remedy=_("write it as 1.053, with at most six decimals"),
                )
            )
        elif written:
            whole_part, _point, decimals = written.partition(".")
            weights[code] = int(whole_part + decimals.ljust(6, "0"))
    return weights


def _in_order(files: Files, level: str) -> list[str]:
    """Codes of MDCs or ADRGs in the order in which they are tried."""
    file = files[f"{level}.csv"]
    codes, orders = file.column(level).to_pylist(), file.column("order").to_pylist()
    if level == "mdc":
        return [code for _order, code in sorted(zip(map(_order_key, orders), codes, strict=True))]
    mdcs = {code: place for place, code in enumerate(_in_order(files, "mdc"))}
    owners = file.column("mdc").to_pylist()
    keyed = [
        (mdcs[owner], _order_key(order), place, code)
        for place, (owner, order, code) in enumerate(zip(owners, orders, codes, strict=True))
    ]
    return [code for *_key, code in sorted(keyed)]


def _order_key(written: str) -> int:
    return int(written) if written.isdigit() else 0


def _check_order(level: str, file: TableFile, keys: list[tuple[int, int, int]], findings: list[Finding]) -> None:
    """MDCs and DRGs are tried one after the other; ADRGs of the same order are a doubt of the case, not of the table."""
    if level == "adrg":
        return
    for before, after in pairwise(keys):
        if before[:2] == after[:2]:
            findings.append(
                Finding(
                    "group_table.same_order",
                    what=_("two rows have the order {order}").format(order=after[1]),
                    where=file.where(after[2]),
                    why=_("which of them is tried first decides the group"),
                    remedy=_("number them one after the other"),
                )
            )


def _list_words(lists: CodeLists) -> Iterator[str]:
    """What each list is called, by its number."""
    for side in (DIAGNOSES, PROCEDURES):
        named = {place: (owner, number) for (of, owner, number), place in lists.ids.items() if of == side}
        for place in range(lists.counts[side]):
            owner, number = named[place]
            yield f"{owner.removeprefix(SITE)} {number}".strip()


def _names(file: TableFile, column: str) -> tuple[pa.Array, pa.Array]:
    return pc.utf8_upper(file.column(column)), file.column("name")
