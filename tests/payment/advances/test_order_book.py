"""Orders to the bank: evidence for every step, both attempts kept, and never a second payment."""

from contextlib import suppress
from datetime import date, datetime, timedelta

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule
from tests.payment.advances.own_pack import fen, payee, policy

from fenming.kernel import BadInput
from fenming.ledger import balances
from fenming.payment.advances import Claim, Evidence, Ledgers, Order, OrderBook, month_orders

START = datetime.fromisoformat("2025-04-10T09:00")


def at(hours=0, receipt="", reason=""):
    return Evidence(START + timedelta(hours=hours), receipt, reason)


def order(name="H1", amount_fen=95_000):
    return Order(f"part_payment/2025-03/{name}", "part_payment", payee(name), amount_fen, "figure")


def sent(path=None):
    book = OrderBook(path)
    book.make([order()], at())
    book.send(order().id, at(1))
    return book


def states(book):
    return [event.state for event in book.orders[order().id].events]


def test_a_paid_order_leaves_the_fund_once_and_is_payable_no_more(tmp_path):
    rules = policy(tmp_path, monthly_share="95%")
    month = month_orders(rules, "2025-03", [Claim(payee(), fen("earned", 100_000))])
    ledgers, book = Ledgers(), OrderBook()
    ledgers.book(month.steps)
    book.make(month.orders, at())
    book.send(order().id, at(1))
    book.pay(order().id, at(2, "R1"))
    for _again in range(2):
        ledgers.book(book.steps())
    left = balances(ledgers.journals["part_payment"].entries)
    assert left == {"Assets:Fund": -95_000, "Assets:PartPayment:H1": 95_000, "Liabilities:Payable:H1": 0}


def test_a_retry_of_a_paid_order_is_refused_with_its_receipt():
    book = sent()
    book.pay(order().id, at(2, "R1"))
    with pytest.raises(BadInput, match="paid with receipt R1"):
        book.retry(order().id, at(3))
    with pytest.raises(BadInput, match="cannot become paid"):
        book.pay(order().id, at(3, "R2"))


def test_a_failed_order_retried_keeps_both_attempts_with_their_evidence():
    book = sent()
    book.fail(order().id, at(2, reason="账号不符"))
    book.retry(order().id, at(3))
    book.pay(order().id, at(4, "R9"))
    tracked = book.orders[order().id]
    assert states(book) == ["made", "sent", "failed", "retried", "paid"]
    assert [event.attempt for event in tracked.events] == [0, 1, 1, 2, 2]
    assert tracked.events[2].evidence.reason == "账号不符"
    assert tracked.receipt == "R9"


def test_the_same_step_told_again_changes_nothing(tmp_path):
    path = tmp_path / "orders.jsonl"
    book = sent(path)
    book.pay(order().id, at(2, "R1"))
    written = path.read_bytes()
    book.pay(order().id, at(2, "R1"))
    book.make([order()], at(7))
    assert path.read_bytes() == written


def test_one_receipt_cannot_settle_two_orders():
    book = sent()
    book.make([order("H2")], at())
    book.send(order("H2").id, at(1))
    book.pay(order().id, at(2, "R1"))
    with pytest.raises(BadInput, match="already shows the payment"):
        book.pay(order("H2").id, at(2, "R1"))


def test_an_order_made_again_with_another_amount_is_refused_and_nothing_of_the_batch_enters():
    book = sent()
    with pytest.raises(BadInput, match="with another amount or payee"):
        book.make([order("H2"), order(amount_fen=1)], at(3))
    assert list(book.orders) == [order().id]


def test_what_is_with_the_bank_is_neither_cancelled_nor_sent_again():
    book = sent()
    for step in (lambda: book.cancel(order().id, at(2, reason="x")), lambda: book.retry(order().id, at(2))):
        with pytest.raises(BadInput, match="it is with the bank"):
            step()


def test_evidence_must_be_given_and_time_runs_forward():
    book = sent()
    with pytest.raises(BadInput, match="evidence"):
        book.pay(order().id, at(2))
    with pytest.raises(BadInput, match="evidence"):
        book.fail(order().id, at(2, reason="  "))
    with pytest.raises(BadInput, match="before it was sent"):
        book.pay(order().id, at(0, "R1"))


def test_a_late_receipt_for_what_was_thought_failed_is_a_payment_and_stops_the_retry():
    book = sent()
    book.fail(order().id, at(2, reason="超时"))
    book.pay(order().id, at(3, "R1"))
    with pytest.raises(BadInput, match="paid with receipt R1"):
        book.retry(order().id, at(4))


def test_a_cancelled_order_is_payable_no_more_until_another_takes_its_place():
    book, ledgers = sent(), Ledgers()
    book.fail(order().id, at(2, reason="账号不符"))
    with pytest.raises(BadInput, match="is not cancelled"):
        book.replacement(order().id, date(2025, 4, 11))
    book.cancel(order().id, at(3, reason="换账户"))
    ledgers.book(book.steps())
    assert ledgers.of("part_payment", payee()) == -95_000
    another, step = book.replacement(order().id, date(2025, 4, 11))
    ledgers.book([step])
    assert (another.id, another.amount_fen) == ("part_payment/2025-03/H1:again", 95_000)
    assert ledgers.of("part_payment", payee()) == 0


@pytest.mark.parametrize("amount", [0, -1, 1.5])
def test_an_order_for_nothing_is_refused(amount):
    with pytest.raises(BadInput, match="pays nothing"):
        order(amount_fen=amount)


def test_an_unknown_order_is_named():
    with pytest.raises(BadInput, match="there is no order 'x'"):
        OrderBook().send("x", at())


def test_the_book_comes_back_from_its_file_and_damage_is_told(tmp_path):
    path = tmp_path / "orders.jsonl"
    sent(path)
    assert states(OrderBook.open(path)) == ["made", "sent"]
    path.write_text(path.read_text().replace("95000", "95001"))
    with pytest.raises(BadInput, match="changed"):
        OrderBook.open(path)


def test_a_line_cut_off_while_it_was_written_is_left_out_and_written_over(tmp_path):
    path = tmp_path / "orders.jsonl"
    sent(path)
    whole = path.read_bytes()
    path.write_bytes(whole[:-20])
    book = OrderBook.open(path)
    assert states(book) == ["made"]
    book.send(order().id, at(1))
    assert path.read_bytes() == whole


def test_two_who_write_at_once_cannot_both_pay(tmp_path):
    path = tmp_path / "orders.jsonl"
    first, second = sent(path), OrderBook.open(path)
    first.pay(order().id, at(2, "R1"))
    with pytest.raises(BadInput, match="somebody else is writing"):
        second.pay(order().id, at(2, "R2"))
    assert states(OrderBook.open(path))[-1] == "paid"


class AnyOrderOfSteps(RuleBasedStateMachine):
    """Whatever is tried in whatever order, each order is paid at most once and payments equal what left the fund."""

    def __init__(self):
        super().__init__()
        self.book, self.hour = OrderBook(), 0
        self.book.make([order(f"H{place}", 100 + place) for place in range(3)], at())

    @rule(
        place=st.integers(0, 2),
        step=st.sampled_from(["send", "fail", "retry", "pay", "cancel"]),
        receipt=st.integers(1, 4),
    )
    def try_a_step(self, place, step, receipt):
        self.hour += 1
        with suppress(BadInput):
            getattr(self.book, step)(order(f"H{place}").id, at(self.hour, f"R{receipt}", "why"))

    @invariant()
    def paid_once(self):
        paid = [one for one in self.book.orders.values() if one.state == "paid"]
        for tracked in self.book.orders.values():
            assert [event.state for event in tracked.events].count("paid") <= 1
        assert len({one.receipt for one in paid}) == len(paid)
        ledgers = Ledgers()
        ledgers.book(self.book.steps())
        left = balances(ledgers.journals["part_payment"].entries).get("Assets:Fund", 0)
        assert left == -sum(one.order.amount_fen for one in paid)


TestAnyOrderOfSteps = AnyOrderOfSteps.TestCase
TestAnyOrderOfSteps.settings = settings(max_examples=40, stateful_step_count=25, deadline=None)
