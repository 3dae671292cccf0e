"""A journal books balanced entries once, closes months, and never changes what is booked."""

from datetime import date

import pytest

from fenming.kernel import BadInput
from fenming.ledger import (
    Account,
    Entry,
    Journal,
    Posting,
    account_name,
    balances,
    check_amounts,
    check_balanced,
    check_chain,
    check_checkpoints,
    check_unique_ids,
    entry_id,
    reverse,
)

FUND = Account("Assets:Fund:Residents", "城乡居民基金", "Residents' fund")
PACKAGE = Account("Liabilities:Package:Tcm", "中医院医共体包干", "Package of the TCM consortium")


def advance(month: int, fen: int = 1_00) -> Entry:
    return Entry(
        id=entry_id("advance", "tcm", f"2024-{month:02d}"),
        posted_on=date(2024, month, 5),
        kind="advance",
        narration="Advance · 预拨",
        postings=(Posting(PACKAGE.name, fen), Posting(FUND.name, -fen)),
        figures=(f"budget.consortium.tcm.advance.{month}",),
    )


def journal_of(*entries: Entry) -> Journal:
    return Journal.of((FUND, PACKAGE), entries)


def refused(code: str):
    return pytest.raises(BadInput, check=lambda error: error.findings[0].code == code)


def test_balances_follow_the_days():
    entries = (advance(1, 100_00), advance(2, 250_00))
    assert balances(entries, date(2024, 2, 4)) == {FUND.name: -100_00, PACKAGE.name: 100_00}
    assert balances(entries) == {FUND.name: -350_00, PACKAGE.name: 350_00}


def test_an_unbalanced_entry_is_refused_with_the_difference():
    with refused("ledger.unbalanced") as error:
        Entry("x", date(2024, 1, 1), "advance", "", (Posting(FUND.name, 5), Posting(PACKAGE.name, -4)))
    assert "0.01" in str(error.value)


@pytest.mark.parametrize(
    "postings", [(), (Posting(FUND.name, 0),), (Posting(FUND.name, 0.5), Posting(FUND.name, -0.5))]
)
def test_an_entry_needs_two_postings_in_whole_fen(postings):
    with refused("ledger.posting"):
        Entry("x", date(2024, 1, 1), "advance", "", postings)


def test_posting_the_same_entry_again_changes_nothing():
    journal = journal_of(advance(1))
    before = journal.head
    journal.post(advance(1))
    journal.declare(FUND)
    journal.close("2024-01")
    assert journal.head == before


def test_another_entry_under_a_booked_id_is_refused():
    with refused("ledger.name_taken"):
        journal_of(advance(1)).post(advance(1, 2_00))


def test_an_undeclared_account_is_refused():
    with refused("ledger.account_undeclared"):
        Journal((FUND,)).post(advance(1))


def test_a_closed_month_takes_no_new_entry():
    with refused("ledger.month_closed"):
        journal_of(advance(2)).post(advance(1))


def test_a_reversal_takes_back_to_zero_and_says_why():
    journal = journal_of(advance(1, 7_00))
    journal.post(reverse(advance(1, 7_00), "预拨对象有误", date(2024, 2, 1)))
    assert set(balances(journal.entries).values()) == {0}
    assert journal.entries[-1].narration == "预拨对象有误"
    with refused("ledger.reason_missing"):
        reverse(advance(1), " ")


def test_a_reversal_of_what_was_not_booked_is_refused():
    with refused("ledger.reversal"):
        journal_of(advance(1)).post(reverse(advance(1, 2_00), "why", date(2024, 2, 1)))


@pytest.mark.parametrize("name", ["Assets", "assets:Fund", "Wealth:Fund", "Assets:fund", "Assets:Fund:", "Assets:基金"])
def test_an_account_name_that_no_ledger_tool_takes_is_refused(name):
    with refused("ledger.account_name"):
        Account(name, "", "")


def test_account_names_are_made_from_ids_as_they_come():
    assert account_name("Liabilities", "Package", "people") == "Liabilities:Package:People"
    assert account_name("Liabilities", "Payable", "340621_U001") == "Liabilities:Payable:340621-U001"
    assert Account(account_name("Expenses", "Care", "村", "a.b"), "", "").root == "Expenses"


def test_ids_of_unlike_scopes_are_never_alike():
    assert entry_id("surplus_split", "tcm", 2024) == "surplus_split/tcm/2024"
    assert entry_id("a", "b/c") != entry_id("a", "b", "c")


def test_checks_find_nothing_in_a_sound_journal_and_what_is_wrong_in_others():
    journal = journal_of(advance(1), advance(2))
    assert not list(check_balanced(journal.entries))
    assert not list(check_chain(journal.lines))
    assert not list(check_checkpoints(journal.lines, journal.entries))
    assert [finding.code for finding in check_unique_ids((advance(1), advance(1)))] == ["ledger.name_taken"]
    assert [finding.code for finding in check_checkpoints(journal.lines, (advance(1),))] == ["ledger.checkpoint"]
    assert [finding.code for finding in check_chain(journal.lines[1:])] == ["ledger.missing_line"]


def test_an_entry_that_moves_another_amount_than_its_figure_is_found():
    (figure,) = advance(1).figures
    assert not list(check_amounts((advance(1, 3_00),), {figure: -3_00}))
    assert [finding.fen for finding in check_amounts((advance(1, 3_00),), {figure: 2_99})] == [1]
