"""Statements: one page for each payee and unit, whose amounts are the run's and whose code proves it."""

import re
from pathlib import Path

import pytest
from tests.support.small_run import small_run

from fenming.kernel import format_yuan
from fenming.reports.capital import capital_yuan
from fenming.reports.statement import Statement, read_statements, write_statements
from fenming.reports.verification_code import statement_code


@pytest.mark.parametrize(
    ("fen", "words"),
    [
        (0, "零元整"),
        (5, "伍分"),
        (50, "伍角整"),
        (105, "壹元零伍分"),
        (100_500, "壹仟零伍元整"),
        (101_000, "壹仟零壹拾元整"),
        (10_000_001, "壹拾万元零壹分"),
        (1_000_100_000, "壹仟万壹仟元整"),
        (100_010_001_000, "壹拾亿零壹拾万零壹拾元整"),
        (77_799_031_200, "柒亿柒仟柒佰玖拾玖万零叁佰壹拾贰元整"),
        (123_456_789_012, "壹拾贰亿叁仟肆佰伍拾陆万柒仟捌佰玖拾元壹角贰分"),
        (-150_783, "负壹仟伍佰零柒元捌角叁分"),
    ],
)
def test_capital_numerals_are_as_vouchers_require(fen: int, words: str) -> None:
    assert capital_yuan(fen) == words


def payees() -> list[Statement]:
    return [one for one in read_statements(small_run()) if not one.is_unit]


def test_every_payee_has_a_statement_of_what_is_payable() -> None:
    due = {figure.name.split(".")[2]: figure.value for figure in small_run().book if figure.name.endswith(".payable")}
    assert {one.id: one.fen for one in payees()} == due
    assert all(sum(line.fen for line in one.lines) == one.fen for one in payees())
    assert all(sum(line.fen for line in one.detail) == one.fen for one in payees() if one.detail)


def test_every_unit_has_a_statement_of_what_its_year_brought() -> None:
    units = {one.id: one for one in read_statements(small_run()) if one.is_unit}
    assert list(units) == [row["unit_id"] for row in small_run().tables.units]
    for unit_id, one in units.items():
        shares = [share for share in small_run().shares if f".unit.{unit_id}." in share["figure"]]
        assert one.fen == sum(share["fen"] for share in shares)


def test_verification_code_changes_with_run_payee_and_amount() -> None:
    manifest = small_run().manifest
    codes = {
        statement_code(manifest, "H1", 100),
        statement_code(manifest, "H1", 101),
        statement_code(manifest, "H2", 100),
        statement_code(manifest | {"run_id": "another"}, "H1", 100),
    }
    assert len(codes) == 4
    assert all(re.fullmatch(r"[A-Z2-7]{4}-[A-Z2-7]{4}", code) for code in codes)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_pages_stand_alone_and_the_index_leads_to_each(lang: str, tmp_path: Path) -> None:
    files = write_statements(small_run(), tmp_path, lang)
    index = (tmp_path / "index.html").read_text("utf8")
    for one in read_statements(small_run()):
        text = (tmp_path / one.file).read_text("utf8")
        assert one.file in index
        assert format_yuan(one.fen) in text
        assert one.capitals in text
        assert one.code in text
        assert small_run().manifest["run_id"] in text
    assert all("http" not in file.read_text("utf8") for file in files)
    assert (tmp_path / "all.html").read_text("utf8").count('<section class="sheet') == len(files) - 2


def test_synthetic_data_says_so_on_every_sheet(tmp_path: Path) -> None:
    for file in write_statements(small_run(), tmp_path, "en"):
        assert "Synthetic data" in file.read_text("utf8")
