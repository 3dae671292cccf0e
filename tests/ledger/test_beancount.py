"""What we export opens in Beancount, to the fen."""

import subprocess
import sys
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from beancount import loader
from beancount.core.data import Balance, Open, Transaction

from fenming.ledger import Account, Entry, Journal, Posting, account_name, beancount_text, entry_id, reverse

FUND = Account("Assets:Fund:Residents", "城乡居民基金", 'The residents\' "fund"')
RESERVE = Account("Assets:RiskReserve", "风险金", "Risk reserve")
UNIT = Account(account_name("Liabilities", "Payable", "340621_u1"), "单元", "Unit")


@pytest.fixture
def journal() -> Journal:
    booked = [
        Entry(
            id=entry_id("distribution", month),
            posted_on=date(2024, month, 28),
            kind="distribution",
            narration='分配 "结余"\n\\ 第二行\x00',
            postings=(
                Posting(FUND.name, -(10**15) - month),
                Posting(RESERVE.name, 10**15),
                Posting(UNIT.name, month - 5),
                Posting(UNIT.name, 5),
            ),
            figures=("settlement.consortium.tcm.surplus", "settlement.unit.1.payable"),
        )
        for month in (1, 2, 12)
    ]
    journal = Journal.of((FUND, RESERVE, UNIT), booked)
    journal.post(reverse(booked[0], "误记", date(2025, 1, 1)))
    return journal


def bean_check(path: Path) -> subprocess.CompletedProcess:
    return subprocess.run([Path(sys.executable).with_name("bean-check"), path], capture_output=True, text=True)


def test_bean_check_accepts_the_export(journal, tmp_path):
    path = tmp_path / "journal.beancount"
    path.write_text(beancount_text(journal))
    checked = bean_check(path)
    assert (checked.returncode, checked.stderr) == (0, "")


def test_bean_check_refuses_an_export_one_fen_off(journal, tmp_path):
    path = tmp_path / "journal.beancount"
    for right in (" -0.04 CNY", f"{UNIT.name}  0.01 ~ 0.00 CNY"):
        assert right in beancount_text(journal)
        path.write_text(beancount_text(journal).replace(right, right.replace("0.0", "0.1", 1), 1))
        assert bean_check(path).returncode == 1


def test_the_export_holds_every_account_entry_and_closed_month(journal):
    directives, errors, _ = loader.load_string(beancount_text(journal))
    assert errors == []
    opened = [one for one in directives if isinstance(one, Open)]
    booked = [one for one in directives if isinstance(one, Transaction)]
    assert {one.account: one.meta["label"] for one in opened} == {
        account.name: account.label for account in (FUND, RESERVE, UNIT)
    }
    assert [one.meta["entry"] for one in booked] == [entry.id for entry in journal.entries]
    assert [[posting.units.number for posting in one.postings] for one in booked] == [
        [Decimal(posting.fen) / 100 for posting in entry.postings] for entry in journal.entries
    ]
    assert booked[0].meta["figures"].split() == list(journal.entries[0].figures)
    assert booked[0].narration == '分配 "结余" \\ 第二行'
    assert sum(isinstance(one, Balance) for one in directives) == 9


def test_an_empty_journal_is_a_valid_file():
    assert loader.load_string(beancount_text(Journal()))[1] == []
