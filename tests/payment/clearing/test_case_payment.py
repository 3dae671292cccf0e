"""Clearing by points: the fund is paid out to the fen, every part says what made it."""

from datetime import date

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given as drawn
from hypothesis import settings
from hypothesis import strategies as st

from fenming.facts.run_tables import RunTables
from fenming.kernel import Book, Figure
from fenming.mechanisms import recompute
from fenming.payment.clearing import CasePayment, clear_cases
from fenming.policy import load_pack
from tests.support.overlay import COUNTY, write_overlay
from tests.support.small_county import suixi_policy

CELL = st.tuples(
    st.sampled_from(["H1", "H2", "H3"]),
    st.sampled_from(["people", "tcm"]),
    st.sampled_from([0, 1]),
    st.integers(0, 10**12),
    st.integers(-(10**7), 10**10),
    st.integers(-(10**7), 10**10),
)


def cleared(folder, fund_fen: int, cells) -> CasePayment | None:
    """The clearing of cells of (hospital, consortium, pool, points_micro, others_fen, billed_fen)."""
    names = (
        "institution_id",
        "consortium_id",
        "is_chronic",
        "points_micro",
        "others_fen",
        "billed_fen",
        "ordinary_fen",
    )
    rows = [dict(zip(names, (*cell, *(0,) * (7 - len(cell))), strict=True)) | {"month": 1} for cell in cells]
    tables = {
        "points": rows,
        "roll": [{"unit_id": "U", "consortium_id": "people"}],
        "institution": [
            {"institution_id": one, "name": f"{one}医院", "kind": "township_hospital", "consortium_id": "people"}
            for one in ("H1", "H2", "H3")
        ],
    }
    for name, listed in tables.items():
        pq.write_table(pa.Table.from_pylist(listed), folder / f"{name}.parquet")
    fund = Figure("budget.county.drg_budget", fund_fen, "fen", "published")
    return clear_cases(suixi_policy(), fund, RunTables(folder))


@settings(max_examples=40, deadline=None)
@drawn(cells=st.lists(CELL, min_size=1, max_size=8, unique_by=lambda cell: cell[:3]), fund=st.integers(1, 10**13))
def test_what_all_hospitals_are_paid_is_the_fund_to_the_fen(tmp_path_factory, cells, fund):
    payment = cleared(tmp_path_factory.mktemp("run"), fund, cells)
    if not any(cell[3] for cell in cells):
        assert payment is None
        return
    assert sum(hospital["cleared"].value for hospital in payment.hospitals.values()) == fund
    assert sum(charge.value for one in payment.consortia.values() for charge in one.values()) == fund
    assert all(recompute(figure) == figure.value for figure in Book(payment.figures()))


def test_hospitals_are_paid_by_points_less_what_others_paid(tmp_path):
    cells = [("H1", "people", 0, 30_000_000, 4_000, 9_000), ("H2", "tcm", 1, 10_000_000, 1_000, 1_500)]
    payment = cleared(tmp_path, 15_000, cells)
    assert payment.point_value.value == 5_000_000
    assert {name: one["cleared"].value for name, one in payment.hospitals.items()} == {"H1": 11_000, "H2": 4_000}
    assert {name: one["difference"].value for name, one in payment.hospitals.items()} == {"H1": 2_000, "H2": 2_500}
    assert payment.charges("tcm")["chronic"].value == 4_000
    assert payment.charges("tcm")["general"].value == 0


def test_more_points_of_one_hospital_move_only_shares_and_never_its_own_down(tmp_path_factory):
    cells = [("H1", "people", 0, 30_000_000, 4_000, 9_000), ("H2", "tcm", 0, 10_000_000, 1_000, 1_500)]
    more = [(*cells[0][:3], 31_000_000, *cells[0][4:]), cells[1]]
    before, after = (cleared(tmp_path_factory.mktemp("run"), 15_000, one) for one in (cells, more))
    assert after.hospitals["H1"]["cleared"].value > before.hospitals["H1"]["cleared"].value
    assert after.fund.value == before.fund.value
    assert after.hospitals["H2"]["billed"].value == before.hospitals["H2"]["billed"].value


def test_stays_left_out_of_groups_are_paid_as_billed_beside_the_fund(tmp_path):
    payment = cleared(tmp_path, 15_000, [("H1", "people", 0, 30_000_000, 4_000, 9_000, 700)])
    assert payment.hospitals["H1"]["cleared"].value == 15_700
    assert payment.hospitals["H1"]["difference"].value == 6_700


def test_a_pack_that_charges_bills_as_they_are_clears_nothing(tmp_path):
    cleared(tmp_path, 100, [("H1", "people", 0, 1_000_000, 0, 0)])
    roots = (write_overlay(tmp_path / "packs", {"payment.drg.charged": "billed"}),)
    policy = load_pack(COUNTY, roots).on(date(2024, 12, 31))
    fund = Figure("budget.county.drg_budget", 100, "fen", "published")
    assert clear_cases(policy, fund, RunTables(tmp_path)) is None


def test_a_year_without_points_clears_nothing(tmp_path):
    assert cleared(tmp_path, 100, [("H1", "people", 0, 0, 0, 0)]) is None


@pytest.mark.parametrize("place", ["H1", "people"])
def test_what_a_hospital_and_a_consortium_get_is_explained_down_to_rows(tmp_path, place):
    payment = cleared(tmp_path, 15_000, [("H1", "people", 0, 30_000_000, 4_000, 9_000)])
    figure = payment.hospitals["H1"]["cleared"] if place == "H1" else payment.charges("people")["general"]
    leaves = {(lower.source.table, lower.source.column) for lower in figure.walk() if lower.source}
    assert leaves == {("points", "points_micro"), ("points", "others_fen")}
