"""A fund is divided by points to the fen, and every part can be worked out again."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fenming.kernel import BadInput, Figure, Source
from fenming.mechanisms import Name, recompute
from fenming.mechanisms import given as read
from fenming.payment.drg import clear_points, point_value_of

NAME = Name("payment.drg.resident", "居民DRG清算", "DRG clearing, residents")
ZERO = Figure("payment.fund_floor", "zero", "choice", "parameter")


def leaf(cell: str, kind: str, value: int) -> Figure:
    labels = Name(f"payment.cell.{cell}.{kind}", f"{cell}医院·{kind}", f"hospital {cell}: {kind}")
    return read(labels, value, Source("points", kind, {"institution_id": cell}))


def cleared(fund: int, points: dict[str, int], patients: dict[str, int], floor=None) -> dict[str, Figure]:
    cells = {cell: leaf(cell, "points_micro", value) for cell, value in points.items()}
    paid = {cell: leaf(cell, "person_fen", value) for cell, value in patients.items()}
    return clear_points(NAME, leaf("county", "fund", fund), cells, paid, floor)


def values(figures: dict[str, Figure]) -> dict[str, int]:
    return {cell: figure.value for cell, figure in figures.items()}


def test_fund_and_patients_shares_are_split_by_points_and_patients_shares_taken_off():
    assert values(cleared(100_000, {"a": 3_000_000, "b": 1_000_000}, {"a": 10_000, "b": 10_000})) == {
        "a": 80_000,
        "b": 20_000,
    }


def test_a_hospital_may_owe_the_fund_where_it_is_taken_back():
    assert values(cleared(90_000, {"a": 1, "b": 1, "c": 1}, {"a": 0, "b": 0, "c": 60_000})) == {
        "a": 50_000,
        "b": 50_000,
        "c": -10_000,
    }


def test_under_a_floor_nobody_owes_and_the_fund_is_still_paid_out():
    assert values(cleared(90_000, {"a": 1, "b": 1, "c": 1}, {"a": 0, "b": 0, "c": 60_000}, ZERO)) == {
        "a": 45_000,
        "b": 45_000,
        "c": 0,
    }


def test_parts_are_called_after_their_hospital_and_can_be_worked_out_again():
    for floor in (None, ZERO):
        for cell, figure in cleared(90_000, {"a": 1, "b": 2}, {"a": 7, "b": 0}, floor).items():
            assert figure.name == f"payment.drg.resident.{cell}.cleared"
            assert (figure.label, figure.label_en.split(": ")[1]) == (
                f"居民DRG清算·{cell}医院·基金清算",
                f"hospital {cell}",
            )
            assert all(recompute(one) == one.value for one in figure.walk())
            assert {one.source.table for one in figure.walk() if one.source} == {"points"}


def test_the_point_value_is_shown_in_millionths_of_a_yuan():
    points = {"a": leaf("a", "points_micro", 3_000_000), "b": leaf("b", "points_micro", 1_000_000)}
    patients = {"a": leaf("a", "person_fen", 5_000), "b": leaf("b", "person_fen", 600)}
    value = point_value_of(NAME, leaf("county", "fund", 20_000), points, patients)
    assert (value.value, value.unit) == (64_000_000, "micro_yuan")


def test_a_fund_without_points_is_refused():
    with pytest.raises(BadInput, match="nobody has points"):
        cleared(100, {"a": 0}, {"a": 0})
    with pytest.raises(BadInput, match="nobody has points"):
        cleared(100, {}, {})


CELLS = st.dictionaries(
    st.sampled_from("abcdefgh"), st.tuples(st.integers(0, 10**12), st.integers(0, 10**9)), min_size=1
).filter(lambda cells: sum(points for points, _patients in cells.values()) > 0)


@settings(max_examples=300)
@given(fund=st.integers(0, 10**11), cells=CELLS, is_floored=st.booleans())
def test_what_all_hospitals_get_is_the_fund_to_the_fen(fund, cells, is_floored):
    points = {cell: point for cell, (point, _patient) in cells.items()}
    patients = {cell: patient for cell, (_point, patient) in cells.items()}
    parts = values(cleared(fund, points, patients, ZERO if is_floored else None))
    assert list(parts) == list(cells)
    assert sum(parts.values()) == fund
    assert not is_floored or min(parts.values()) >= 0


@settings(max_examples=200)
@given(fund=st.integers(0, 10**11), cells=CELLS, more=st.integers(1, 10**9))
def test_more_points_never_pay_a_hospital_less_nor_the_others_more(fund, cells, more):
    points = {cell: point for cell, (point, _patient) in cells.items()}
    patients = {cell: patient for cell, (_point, patient) in cells.items()}
    first = next(iter(cells))
    before, after = (
        values(cleared(fund, raised, patients)) for raised in (points, points | {first: points[first] + more})
    )
    assert after[first] >= before[first]
    assert all(after[cell] <= before[cell] + 1 for cell in cells if cell != first)
