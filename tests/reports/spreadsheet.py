"""An independent spreadsheet program: what does it make of a workbook's formulas?"""

import re
import shutil
import subprocess
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import openpyxl
import pytest

PROGRAM = shutil.which("soffice") or shutil.which("libreoffice")
needs_program = pytest.mark.skipif(PROGRAM is None, reason="no LibreOffice on this machine to recalculate with")
ALWAYS_RECALCULATE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load">
<prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop></item></oor:items>"""
Cells = dict[tuple[str, int, int], object]


def rewritten(path: Path, copy: Path, change: Callable[[bytes], bytes]) -> Path:
    """`copy` of the workbook with `change` made to the XML of every sheet."""
    with zipfile.ZipFile(path) as source, zipfile.ZipFile(copy, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            content = source.read(name)
            target.writestr(name, change(content) if name.startswith("xl/worksheets/sheet") else content)
    return copy


def spoiled(path: Path, copy: Path) -> Path:
    """A copy in which every formula has a wrong answer stored: only who recalculates can be right."""
    return rewritten(path, copy, lambda xml: re.sub(rb"</f><v>[^<]*</v>", b"</f><v>7</v>", xml))


def recalculated(path: Path, folder: Path) -> Path:
    """The workbook as LibreOffice calculates and saves it."""
    profile = folder / "profile"
    (profile / "user").mkdir(parents=True)
    (profile / "user" / "registrymodifications.xcu").write_text(ALWAYS_RECALCULATE)
    home = f"-env:UserInstallation={profile.as_uri()}"
    command = [PROGRAM, "--headless", home, "--convert-to", "xlsx", "--outdir", str(folder / "out"), str(path)]
    subprocess.run(command, check=True, capture_output=True, timeout=300)
    return folder / "out" / path.name


def cells(path: Path, *, stored: bool) -> Cells:
    """Every filled cell by sheet, row and column (from 0): stored answers, or the formulas as text."""
    book = openpyxl.load_workbook(path, data_only=stored, read_only=True)
    return {(sheet.title, row, column): value for sheet in book for row, column, value in _filled(sheet)}


def _filled(sheet: object) -> Iterator[tuple[int, int, object]]:
    for row, values in enumerate(sheet.iter_rows(values_only=True)):
        for column, value in enumerate(values):
            if value is not None:
                yield row, column, value


def formulas(path: Path) -> dict[tuple[str, int, int], str]:
    return {
        at: text for at, text in cells(path, stored=False).items() if isinstance(text, str) and text.startswith("=")
    }
