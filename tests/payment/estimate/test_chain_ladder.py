"""Bills not yet in: the chain-ladder against fractions by hand and a textbook triangle; too little data gives a reason."""

import subprocess
import sys
from datetime import date
from fractions import Fraction
from itertools import accumulate, pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fenming.kernel import BadInput
from fenming.payment.estimate import Triangle, chain_ladder, estimates, month_number, month_text, triangles
from fenming.policy import load_pack

START = month_number("2023-01")
RULES = load_pack("cn").on(date(2025, 1, 1))


def triangle(rows, scheme="resident", area="out_of_county"):
    """A triangle from cumulative rows, the first month of care first; each row as long as it has been seen."""
    spend = {}
    for place, row in enumerate(rows):
        for lag, (before, after) in enumerate(pairwise([0, *row])):
            spend[START + place, lag] = after - before
    return Triangle(scheme, area, START + len(rows) - 1, spend)


def by_hand(rows) -> list[Fraction]:
    """What is to come by month of care: volume-weighted link ratios, exactly."""
    lags = max(map(len, rows))
    ratios = []
    for lag in range(lags - 1):
        longer = [row for row in rows if len(row) > lag + 1]
        ratios.append(Fraction(sum(row[lag + 1] for row in longer), sum(row[lag] for row in longer)))
    to_come = []
    for row in rows:
        ultimate = Fraction(row[-1])
        for ratio in ratios[len(row) - 1 :]:
            ultimate *= ratio
        to_come.append(ultimate - row[-1])
    return to_come


SMALL = [[100, 150, 165, 165], [120, 174, 198], [80, 126], [110]]


def test_a_small_triangle_comes_out_as_worked_by_hand():
    # links: (150+174+126)/(100+120+80) = 3/2, (165+198)/(150+174) = 121/108, 165/165 = 1
    assert by_hand(SMALL) == [0, 0, Fraction(126 * 13, 108), 110 * (Fraction(3, 2) * Fraction(121, 108) - 1)]
    ladder = chain_ladder(triangle(SMALL))
    assert list(ladder.to_come_fen.values()) == [0, 0, 15, 75]
    assert ladder.total_fen == 90
    assert list(ladder.to_come_fen) == ["2023-01", "2023-02", "2023-03", "2023-04"]


def test_the_textbook_triangle_raa_gives_its_published_reserve_and_error():
    chainladder = pytest.importorskip("chainladder")
    known = chainladder.load_sample("raa").values[0, 0].tolist()
    rows = [[int(cell) for cell in row if cell == cell] for row in known]  # noqa: PLR0124 - a gap is not itself
    ladder = chain_ladder(triangle(rows))
    assert ladder.total_fen == 52_135  # Mack 1993
    assert ladder.standard_error_fen == 26_909
    assert list(ladder.to_come_fen.values())[-3:] == [10_907, 10_650, 16_339]
    assert sum(ladder.to_come_fen.values()) == ladder.total_fen


@settings(max_examples=15, deadline=None)
@given(
    first=st.lists(st.integers(10**6, 10**9), min_size=5, max_size=8),
    growth=st.lists(st.integers(1, 10**6), min_size=5, max_size=40),
)
def test_any_triangle_comes_out_as_by_fractions_and_months_make_up_the_total(first, growth):
    rows, place = [], 0
    for number, begin in enumerate(first):
        row = [begin]
        for _lag in range(min(len(first) - number, 4) - 1):
            row.append(row[-1] + growth[place % len(growth)])
            place += 1
        rows.append(row)
    ladder = chain_ladder(triangle(rows))
    for known, exact in zip(accumulate(ladder.to_come_fen.values()), accumulate(by_hand(rows)), strict=True):
        assert abs(known - exact) <= Fraction(501, 1000)  # the library works with binary fractions


def year_rows(months=18, lags=5):
    shape = [1000, 1500, 1700, 1770, 1790]
    return [
        [amount * (100 + place % 7 + lag) for lag, amount in enumerate(shape[: min(lags, months - place)])]
        for place in range(months)
    ]


def test_an_estimate_stands_apart_with_its_band_and_says_what_it_is():
    (found,) = estimates(RULES, [triangle(year_rows())])
    assert found.is_estimate
    assert found.reason == ""
    assert found.booked_fen == triangle(year_rows()).booked_fen
    assert found.low_fen == max(found.to_come_fen - found.standard_error_fen, 0)
    assert found.high_fen == found.to_come_fen + found.standard_error_fen
    assert found.to_come_fen == sum(found.by_month_fen.values())
    assert {type(amount) for amount in (found.to_come_fen, found.low_fen, found.high_fen)} == {int}
    assert found.as_dict()["is_estimate"] is True


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        (year_rows(8), "8 months of care, at least 12 are needed"),
        (year_rows(18, 2), "settled within 2 months"),
        ([[0, 0, 5, 6, 7] for _ in range(18)], "nothing was settled early enough"),
        ([], "months of care"),
    ],
)
def test_too_little_data_gives_a_reason_and_no_number(rows, words):
    (found,) = estimates(RULES, [triangle(rows)])
    assert found.to_come_fen is None
    assert words in found.reason


def test_months_that_all_run_off_alike_give_a_number_and_maybe_no_band():
    rows = [[1000, 1500, 1700, 1800][: 18 - place] for place in range(18)]
    (found,) = estimates(RULES, [triangle(rows)])
    assert found.to_come_fen == 100 + 300 + 800


def test_bills_are_put_by_scheme_and_area_and_what_came_after_is_left_out():
    cells = [
        ("resident", "in_county", START, START, 10),
        ("resident", "in_county", START, START + 1, 5),
        ("resident", "in_county", START + 1, START, 7),  # a part of a stay that went on
        ("resident", "in_county", START, START + 9, 99),
        ("employee", "out_of_county", START, START + 2, 3),
    ]
    employee, resident = triangles(cells, START + 2)
    assert (employee.scheme, employee.area, employee.booked_fen) == ("employee", "out_of_county", 3)
    assert resident.spend == {(START, 0): 10, (START, 1): 5, (START + 1, 0): 7}
    assert resident.cumulative() == {START: [10, 15], START + 1: [7, 7], START + 2: [0]}


@pytest.mark.parametrize("month", ["2024-13", "x", "2024"])
def test_what_is_no_month_is_refused_in_words(month):
    with pytest.raises(BadInput, match="is no month"):
        month_number(month)
    assert month_text(month_number("2024-12")) == "2024-12"


def test_without_the_library_the_way_to_install_it_is_told(monkeypatch):
    monkeypatch.setitem(sys.modules, "chainladder", None)
    with pytest.raises(BadInput, match=r"fenming\[estimate\]"):
        chain_ladder(triangle(SMALL))


def test_the_library_is_imported_only_when_an_estimate_is_asked_for():
    code = "import sys, fenming.payment.estimate; print([name for name in sys.modules if name in ('chainladder', 'pandas')])"
    shown = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True).stdout
    assert shown.strip() == "[]"
