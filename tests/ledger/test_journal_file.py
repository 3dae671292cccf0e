"""journal.jsonl comes back as it was written, or says line by line what is wrong with it."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fenming.kernel import BadInput
from fenming.ledger import Account, Entry, Journal, Posting, balances, beancount_text, entry_id, reverse
from fenming.ledger.chain import Line

ACCOUNTS = tuple(Account(f"Assets:Pool:P{number}", f"池 {number}", f"Pool {number}") for number in range(4))


@st.composite
def entries(draw, about: int = 6) -> tuple[Entry, ...]:
    """Balanced entries over four accounts and one year."""
    made = []
    for number in range(draw(st.integers(1, about))):
        amounts = draw(st.lists(st.integers(-(10**15), 10**15), min_size=1, max_size=4))
        postings = [Posting(draw(st.sampled_from(ACCOUNTS)).name, fen) for fen in (*amounts, -sum(amounts))]
        day = draw(st.dates(date(2024, 1, 1), date(2024, 12, 31)))
        made.append(Entry(entry_id("step", number), day, "step", draw(st.text(max_size=9)), tuple(postings)))
    return tuple(made)


def saved(folder, journal: Journal):
    path = folder / "journal.jsonl"
    path.unlink(missing_ok=True)
    journal.save(path)
    return path


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("journal")


def sound(folder, count: int = 3):
    """A small journal on disk: four accounts, `count` entries in as many months, each month closed."""
    booked = [
        Entry(
            entry_id("advance", month),
            date(2024, month, 5),
            "advance",
            f"第 {month} 月",
            (Posting(ACCOUNTS[0].name, month), Posting(ACCOUNTS[1].name, -month)),
        )
        for month in range(1, count + 1)
    ]
    return saved(folder, Journal.of(ACCOUNTS, booked))


def codes(path, head: str = "") -> list[str]:
    return [finding.code for finding in Journal.load(path, head)[1]]


@given(booked=entries())
@settings(deadline=None)
def test_every_balance_sums_to_zero_and_the_file_gives_the_journal_back(folder, booked):
    journal = Journal.of(ACCOUNTS, booked)
    assert sum(balances(booked).values()) == 0
    again, findings = Journal.load(saved(folder, journal), head=journal.head)
    assert findings == ()
    assert (again.entries, again.accounts, again.checkpoints) == (
        journal.entries,
        journal.accounts,
        journal.checkpoints,
    )


@given(booked=entries())
@settings(deadline=None)
def test_reversing_every_entry_returns_every_account_to_zero(booked):
    back = tuple(reverse(entry, "why") for entry in booked)
    assert set(balances(booked + back).values()) == {0}


@given(data=st.data())
@settings(deadline=None, max_examples=400)
def test_a_change_of_any_byte_is_found(folder, data):
    path = sound(folder)
    written = bytearray(path.read_bytes())
    at = data.draw(st.integers(0, len(written) - 1))
    written[at] ^= data.draw(st.integers(1, 255))
    path.write_bytes(written)
    assert Journal.load(path)[1]


@pytest.mark.slow
def test_every_bit_of_every_byte_is_guarded(folder):
    path = sound(folder, 2)
    written = path.read_bytes()
    for at in range(len(written)):
        for bit in range(8):
            path.write_bytes(written[:at] + bytes([written[at] ^ (1 << bit)]) + written[at + 1 :])
            assert Journal.load(path)[1], f"bit {bit} of byte {at} was changed unseen"


@given(data=st.data())
@settings(deadline=None)
def test_a_line_dropped_doubled_or_moved_is_found(folder, data):
    path = sound(folder)
    lines = path.read_bytes().splitlines(keepends=True)
    at = data.draw(st.integers(0, len(lines) - 2))
    change = data.draw(st.sampled_from(["drop", "double", "move"]))
    taken = lines.pop(at) if change != "double" else lines[at]
    if change != "drop":
        lines.insert(data.draw(st.integers(at + 1, len(lines))), taken)
    path.write_bytes(b"".join(lines))
    assert Journal.load(path)[1]


def test_a_changed_amount_is_named_with_its_line(folder):
    path = sound(folder)
    path.write_text(path.read_text().replace('"Assets:Pool:P0",2', '"Assets:Pool:P0",3'))
    _, findings = Journal.load(path)
    assert findings[0].code == "ledger.changed"
    assert "7" in findings[0].where
    assert findings[0].remedy


def test_a_missing_line_a_broken_link_and_a_torn_end_are_told_apart(folder):
    lines = sound(folder).read_text().splitlines(keepends=True)
    path = folder / "journal.jsonl"
    path.write_text("".join(lines[:4] + lines[5:]))
    assert codes(path)[0] == "ledger.missing_line"
    path.write_text("".join(lines)[:-20])
    assert codes(path) == ["ledger.unreadable"]
    first = Line.after(None, "account", replace(ACCOUNTS[0], label="另一个").as_dict())
    path.write_text(first.text() + "".join(lines[1:]))
    assert codes(path)[0] == "ledger.broken_chain"


def test_lines_cut_off_at_the_end_are_found_by_the_head_kept_elsewhere(folder):
    path = sound(folder)
    head = Journal.load(path)[0].head
    path.write_text("".join(path.read_text().splitlines(keepends=True)[:-1]))
    assert codes(path) == []
    assert codes(path, head) == ["ledger.cut"]


def test_a_rightly_chained_line_with_wrong_content_is_a_finding(folder):
    journal = Journal(ACCOUNTS)
    for content in (
        {"id": "x"},
        {"id": "x", "posted_on": "2024-01-01", "kind": "x"} | dict.fromkeys(["narration"], ""),
    ):
        journal.lines.append(Line.after(journal.lines[-1], "entry", content))
    journal.lines.append(Line.after(journal.lines[-1], "gift", {}))
    journal.lines.append(Line.after(journal.lines[-1], "account", ACCOUNTS[0].as_dict()))
    assert codes(saved(folder, journal)) == ["ledger.unreadable"] * 3 + ["ledger.twice"]


def test_a_journal_on_disk_is_only_ever_extended(folder):
    path = sound(folder, 3)
    longer, _ = Journal.load(path)
    longer.post(reverse(longer.entries[0], "误记", date(2024, 4, 1)))
    longer.save(path)
    assert codes(path) == []
    with pytest.raises(BadInput, check=lambda error: error.findings[0].code == "ledger.not_an_extension"):
        Journal(ACCOUNTS[1:]).save(path)


def test_a_damaged_journal_is_not_written_on(folder):
    path = sound(folder)
    path.write_text(path.read_text().replace('"Assets:Pool:P0",2', '"Assets:Pool:P0",3'))
    damaged, _ = Journal.load(path)
    with pytest.raises(BadInput, check=lambda error: error.findings[0].code == "ledger.changed"):
        damaged.save(path)


def test_a_journal_that_is_not_there_is_said_so(tmp_path):
    with pytest.raises(BadInput, check=lambda error: error.findings[0].code == "ledger.no_journal"):
        Journal.load(tmp_path / "journal.jsonl")


def test_the_same_entries_give_the_same_bytes(folder):
    assert sound(folder).read_bytes() == sound(folder).read_bytes()
    assert beancount_text(Journal.load(sound(folder))[0]) == beancount_text(Journal.load(sound(folder))[0])
