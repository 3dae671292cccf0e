"""The workbook's formulas give our figures to the fen, in a spreadsheet program that knows nothing of ours."""

import re
from pathlib import Path

import pytest
from tests.reports.county_run import (
    CASES,
    LARGE_CASES,
    REAL,
    REAL_CASES,
    SMALL,
    TOO_MANY_POINTS,
    Size,
    make_run,
)
from tests.reports.spreadsheet import cells, formulas, needs_program, recalculated, rewritten, spoiled
from tests.support.small_run import small_run

from fenming.mechanisms import verb
from fenming.mechanisms.figures import LEAVES
from fenming.reports.run_folder import RunFolder
from fenming.reports.workbook import build, write_workbook
from fenming.reports.workbook.plan import Plan
from fenming.reports.workbook.term import LIMIT, Term, part_per_million, rounded

OVER = """label: 包干基金下达比例
label_en: hand-over ratio
meaning: 试验
kind: rate
set_by: [county]
versions:
  - from: 2024-01-01
    value: 97.3%
    cite: {document: suixi_practice_2025, clause: 试验}
    checked_on: 2026-11-22
"""


def written(run: RunFolder, path: Path) -> Plan:
    return build._write(run, path)


@pytest.mark.parametrize("size", [SMALL, CASES, LARGE_CASES], ids=["small", "cases", "large_cases"])
def test_every_derived_figure_is_a_live_formula_with_its_value_stored(size: Size, tmp_path: Path) -> None:
    run = RunFolder.open(make_run(tmp_path / "run", size))
    plan = written(run, tmp_path / "clearing.xlsx")
    live, stored = formulas(tmp_path / "clearing.xlsx"), cells(tmp_path / "clearing.xlsx", stored=True)
    assert ("payment.drg.point_value" in run.book) == (size.points_micro > 0)
    for figure in run.book:
        if type(figure.value) is int:
            place = plan.places[figure.name]
            assert stored[place.sheet, place.row, place.column] == figure.value
            assert figure.verb in LEAVES or (place.sheet, place.row, place.column) in live, figure.name


def test_every_row_names_its_figure(tmp_path: Path) -> None:
    run = small_run()
    written(run, tmp_path / "clearing.xlsx")
    words = {value for value in cells(tmp_path / "clearing.xlsx", stored=True).values() if isinstance(value, str)}
    for figure in run.book:
        if type(figure.value) is int:
            by_unit = re.sub(r"\.unit\.[^.]+\.", ".unit.*.", figure.name)
            assert figure.name in words or by_unit in words


def test_the_same_run_gives_the_same_bytes_in_both_languages(tmp_path: Path) -> None:
    for lang in ("zh", "en"):
        first, second = (write_workbook(small_run(), tmp_path / f"{n}.xlsx", lang).read_bytes() for n in (1, 2))
        assert first == second


def test_terms_refuse_what_no_spreadsheet_can_hold_exactly() -> None:
    with pytest.raises(ArithmeticError):
        Term("A1", LIMIT) * 2
    with pytest.raises(ArithmeticError):
        Term("A1", -1) // 2


@pytest.mark.parametrize("whole", [0, 1, -1, 49, 50, -50, 77_799_031_200, 88_250_400_000, -88_250_400_001])
@pytest.mark.parametrize("rate", [0, 1, 50_000, 500_000, 535_000, 990_000, 1_000_000, 1_500_000])
def test_a_share_as_formula_is_the_share_as_verb(whole: int, rate: int) -> None:
    assert part_per_million(Term("A1", whole), Term("B1", rate)).value == verb("share").function(whole, rate)
    assert rounded(Term("A1", whole), rate + 1).value == verb("per_head").function(whole, rate + 1)


def compared(run: RunFolder, folder: Path) -> tuple[int, list[str]]:
    """How many formulas there are, and which a recalculation gives other than we do."""
    path = folder / "clearing.xlsx"
    plan = written(run, path)
    again = cells(recalculated(spoiled(path, folder / "spoiled.xlsx"), folder), stored=True)
    ours, live = cells(path, stored=True), formulas(path)
    wrong = [f"{at}: {live[at]} gives {again.get(at)}, ours {ours[at]}" for at in live if again.get(at) != ours[at]]
    for key, place in plan.places.items():
        if again[place.sheet, place.row, place.column] != plan.values[key]:
            wrong.append(key)
    return len(live), wrong


SIZES = {"small": SMALL, "real": REAL, "cases": CASES, "real_cases": REAL_CASES, "large_cases": LARGE_CASES}
FLOOR = """label: 基金清算下限
label_en: what is due below nothing
meaning: 试验
kind: choice
set_by: [county]
options:
  zero: {label: 不足零者不付, label_en: nothing is paid below zero}
versions:
  - from: 2024-01-01
    value: zero
    cite: {document: suixi_practice_2025, clause: 试验}
    checked_on: 2026-11-22
"""


@pytest.mark.parametrize("size", SIZES.values(), ids=SIZES)
def test_an_independent_recalculation_gives_every_cell_to_the_fen(size: Size, tmp_path: Path) -> None:
    count, wrong = compared(RunFolder.open(make_run(tmp_path / "run", size)), tmp_path)
    assert count > 1000
    assert wrong == []


def test_points_too_many_for_any_formula_stand_as_numbers(tmp_path: Path) -> None:
    run = RunFolder.open(make_run(tmp_path / "run", TOO_MANY_POINTS))
    plan = written(run, tmp_path / "clearing.xlsx")
    stored = cells(tmp_path / "clearing.xlsx", stored=True)
    points = run.book["payment.drg.all_points"]
    assert points.value > LIMIT
    for figure in run.book:
        if type(figure.value) is int:
            place = plan.places[figure.name]
            assert stored[place.sheet, place.row, place.column] == figure.value, figure.name


def test_parts_that_nobody_may_owe_back_stand_as_numbers(tmp_path: Path) -> None:
    packs = tmp_path / "packs" / "cn/ah/340621/payment"
    packs.mkdir(parents=True)
    (packs / "fund_floor.yaml").write_text(FLOOR, "utf8")
    run = RunFolder.open(make_run(tmp_path / "run", CASES, (tmp_path / "packs",)))
    assert [figure for figure in run.book if figure.verb == "floored_split"]
    assert compared(run, tmp_path)[1] == []


def test_the_comparison_would_see_a_program_that_believes_stored_answers(tmp_path: Path) -> None:
    path = write_workbook(small_run(), tmp_path / "clearing.xlsx")
    before, after = cells(path, stored=True), cells(spoiled(path, tmp_path / "spoiled.xlsx"), stored=True)
    assert {after[at] for at in formulas(path)} <= {7, "7"}
    assert len({before[at] for at in formulas(path)}) > 100


@pytest.mark.slow
@needs_program
def test_a_changed_yellow_cell_moves_the_workbook_as_a_changed_pack_moves_the_run(tmp_path: Path) -> None:
    packs = tmp_path / "packs" / "cn/ah/340621/budget"
    packs.mkdir(parents=True)
    (packs / "hand_over_ratio.yaml").write_text(OVER, "utf8")
    other = RunFolder.open(make_run(tmp_path / "other", SMALL, (tmp_path / "packs",)))
    path = tmp_path / "clearing.xlsx"
    plan = written(small_run(), path)
    changed = rewritten(path, tmp_path / "changed.xlsx", lambda xml: xml.replace(b"<v>0.990000</v>", b"<v>0.973</v>"))
    again = cells(recalculated(changed, tmp_path), stored=True)
    moved = 0
    for figure in small_run().book:
        if type(figure.value) is int and figure.name in other.book:
            place = plan.places[figure.name]
            assert again[place.sheet, place.row, place.column] == other.book[figure.name].value, figure.name
            moved += other.book[figure.name].value != figure.value
    assert moved > 50


@pytest.mark.slow
@needs_program
def test_growth_of_county_totals_is_exact_although_its_product_fits_no_cell(tmp_path: Path) -> None:
    packs = tmp_path / "packs" / "cn/ah/340621/settlement"
    packs.mkdir(parents=True)
    shipped = Path(build.__file__).parents[2] / "packs/cn/ah/340621/settlement/unit_growth_mean.yaml"
    text = shipped.read_text("utf8").replace("value: mean_of_units", "value: county_per_head")
    (packs / "unit_growth_mean.yaml").write_text(text, "utf8")
    run = RunFolder.open(make_run(tmp_path / "run", REAL, (tmp_path / "packs",)))
    mean = run.book["settlement.county.general.mean_growth"]
    assert mean.verb == "growth"
    assert mean.inputs["spend"].value * mean.inputs["heads_before"].value > 2**53
    assert compared(run, tmp_path)[1] == []
