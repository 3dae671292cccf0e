"""Bills of a synthetic county for judging by themselves, and reading what came of them."""

import csv
from decimal import Decimal
from pathlib import Path

import openpyxl

from tests.intake.county import bill, refund

DONE, FOUND_WRONG, BAD_INPUT = 0, 1, 2
HOME = "999901"
STAY = {
    "med_type": "21", "hosp_lv": "2", "begndate": "2024-04-01", "enddate": "2024-04-08", "refl_flag": "1",
    "medfee_sumamt": "10000.00", "fulamt_ownpay_amt": "1000.00", "preselfpay_amt": "0.00", "inscp_scp_amt": "9000.00",
    "act_pay_dedc": "500.00", "hifp_pay": "6800.00", "fund_pay_sumamt": "6800.00", "psn_part_amt": "3200.00",
    "acct_pay": "", "psn_cash_pay": "", "setl_time": "2024-04-08 10:00:00",
}  # fmt: skip


def visit(number: int, person: int = 1, **changes: str) -> dict[str, str]:
    """A visit to a township hospital in the synthetic county: 84.50 eligible, 55 % of it paid."""
    own = {"fix_blng_admdvs": HOME, "insu_admdvs": HOME, "acct_pay": "", "psn_cash_pay": ""}
    return bill(number, person, **(own | changes))


def stay(number: int, person: int = 1, **changes: str) -> dict[str, str]:
    """A stay in a county hospital: 9,000 eligible, 500 deductible, 80 % of the rest paid."""
    return visit(number, person, **(STAY | changes))


def paid(pool: str, total: str = "10000.00", **changes: str) -> dict[str, str]:
    """The printed amounts of a bill on which the pool pays so much."""
    person = f"{Decimal(total) - Decimal(pool)}"
    return {"hifp_pay": pool, "fund_pay_sumamt": pool, "psn_part_amt": person} | changes


BILLS = [
    visit(1, 2),
    stay(2, 1),
    stay(3, 3, act_pay_dedc="0.00", **paid("7200.00")),
    visit(4, 1, setl_time="2024-01-05 09:00:00"),
    stay(5, 2, fix_blng_admdvs="999800", hosp_lv="3", act_pay_dedc="1050.00", **paid("5000.00")),
    refund(6, 1, 2, fix_blng_admdvs=HOME, insu_admdvs=HOME, acct_pay="", psn_cash_pay=""),
]


def rows_of(path: Path) -> list[dict[str, str]]:
    """An output in CSV, as texts."""
    with path.open(encoding="utf-8-sig", newline="") as handle:
        return list(csv.DictReader(handle))


def sheet(path: Path, number: int) -> list[list[object]]:
    """Cells of a sheet that hold something, row by row."""
    workbook = openpyxl.load_workbook(path)
    rows = workbook.worksheets[number].iter_rows(values_only=True)
    return [[cell for cell in row if cell is not None] for row in rows]


def key_file(folder: Path) -> Path:
    path = folder / "key"
    path.write_text("5e" * 32)
    return path
