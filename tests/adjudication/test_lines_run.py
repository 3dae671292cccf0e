"""Fee line tables judged from file to file: every line, every bill's sum, and findings that name what does not fit."""

from dataclasses import replace

import numpy as np
import pyarrow.parquet as pq
import pytest

from fenming.adjudication.lines import (
    BillSums,
    LineReason,
    SumReason,
    bill_sums_path,
    explain_line,
    judge_lines,
    table,
)
from fenming.kernel import BadInput
from fenming.kernel.language import choose_language
from tests.adjudication.line_tables import MICRO, UNIT, Head, Item, line_pack, write_bills, write_lines

OVER = {"price_micro_yuan": 100 * MICRO, "price_limit_micro_yuan": 80 * MICRO}
ITEMS = [
    Item("L1", "S1", 10_000, 100_000, "02", **OVER, printed=(0, 2_000, 800, 7_200)),
    Item("L2", "S1", 5_000, 1_000_000, "03", printed=(5_000, 0, 0, 0)),
    Item("L3", "S2", 10_000, 100_000, "02", **OVER, printed=(0, 1_000, 1_000, 8_000)),
    Item("L4", "S3", -10_000, 100_000, "02", -UNIT, **OVER, printed=(0, -2_000, -800, -7_200)),
    Item("L5", "S4", 1_000),
    Item("L6", "S9", 1_000),
]
HEADS = [
    Head("S1", (15_000, 5_000, 2_000, 800, 7_200)),
    Head("S2", (10_000, 0, 1_000, 1_000, 8_000)),
    Head("S3", (-10_000, 0, -2_000, -800, -7_200)),
    Head("S4", (1_500, 0, 0, 0, 1_500)),
    Head("S5", (700, 0, 0, 0, 700)),
    Head("S6", (-10_000, 0, -1_000, -1_000, -8_000), refund_row=1),
]


@pytest.fixture(autouse=True)
def _english():
    choose_language("en")
    yield
    choose_language("")


@pytest.fixture
def county(tmp_path):
    return County(tmp_path, ITEMS, HEADS)


class County:
    """Lines and bills in files, and what judging them gives."""

    def __init__(self, folder, items, heads, **pack) -> None:
        self.lines, self.bills = (
            write_lines(folder / "lines.parquet", items),
            write_bills(folder / "bills.parquet", heads),
        )
        self.pack, self.out = line_pack(folder / "packs", **pack), folder / "judged.parquet"
        self.told = []

    def judge(self, **files):
        self.summary = judge_lines(
            files.get("lines", self.lines), self.bills, self.pack, self.out, progress=self.told.append
        )
        self.judged = {row["line_id"]: row for row in pq.read_table(self.out).to_pylist()}
        self.sums = {row["bill_id"]: row for row in pq.read_table(bill_sums_path(self.out)).to_pylist()}
        return self

    def explain(self, line_id):
        return explain_line(line_id, [self.lines], [self.bills], self.pack, self.out)


def parts(row):
    return tuple(row[f"{name}_fen"] for name in ("excluded", "over_limit", "upfront_copay", "eligible"))


def finding(summary, code):
    return [one for one in summary.findings if one.code == code]


def test_every_line_gets_its_parts_its_difference_and_its_reason(county):
    judged = county.judge().judged
    assert parts(judged["L1"]) == (0, 2_000, 800, 7_200)
    assert parts(judged["L2"]) == (5_000, 0, 0, 0)
    assert parts(judged["L4"]) == (0, -2_000, -800, -7_200)
    assert judged["L1"]["reason"] == LineReason.SAME
    assert (judged["L3"]["difference_fen"], judged["L3"]["reason"]) == (-800, LineReason.ORDER)
    assert list(judged) == [item.line_id for item in ITEMS]
    assert sum(county.told) == len(ITEMS)
    assert county.summary.lines == len(ITEMS)
    assert sum(county.summary.reasons.values()) == len(ITEMS)


def test_lines_are_summed_to_what_their_bill_is_judged_on(county):
    sums = county.judge().sums
    assert parts(sums["S1"]) == (5_000, 2_000, 800, 7_200)
    assert (sums["S1"]["lines"], sums["S1"]["reason"]) == (2, SumReason.SAME)
    assert parts(sums["S2"]) == (0, 2_000, 800, 7_200)
    assert (sums["S2"]["difference_fen"], sums["S2"]["reason"]) == (-800, SumReason.PARTS)


def test_a_bill_without_lines_stays_as_its_header_says(county):
    assert "S5" not in county.judge().sums
    eligible = np.array([head.printed[4] for head in HEADS])
    BillSums(bill_sums_path(county.out)).lay_over(np.arange(len(HEADS)), "eligible_fen", eligible)
    assert eligible.tolist() == [7_200, 7_200, -7_200, 1_500, 700, -7_200]


def test_lines_that_do_not_add_up_are_a_finding_that_names_the_bill_and_change_nothing(county):
    county.judge()
    (unfit,) = finding(county.summary, "lines.total_differs")
    assert "S4" in unfit.what
    assert "5.00" in unfit.what
    assert (unfit.rows, unfit.fen) == (1, 500)
    assert parts(county.sums["S4"]) == (0, 0, 0, 1_500)
    assert county.sums["S4"]["total_difference_fen"] == -500
    assert county.sums["S4"]["reason"] == SumReason.TOTAL


def test_lines_whose_bill_is_not_there_are_taken_as_printed_and_told(county):
    county.judge()
    assert county.judged["L6"]["reason"] == LineReason.NO_RULE
    assert "S9" not in county.sums
    (missing,) = finding(county.summary, "lines.no_rule")
    assert "L6" in missing.where


def test_a_refund_without_lines_mirrors_what_its_bill_is_judged_on(county):
    refund = county.judge().sums["S6"]
    assert parts(refund) == tuple(-part for part in parts(county.sums["S2"]))
    assert (refund["lines"], refund["difference_fen"], refund["reason"]) == (0, 800, SumReason.REFUND)
    assert county.summary.bills[SumReason.REFUND] == 1


def test_a_refund_is_judged_by_the_rules_of_the_day_of_its_bill(tmp_path):
    items = [replace(ITEMS[2], printed=(0, 2_000, 800, 7_200)), replace(ITEMS[3], bill_id="S3")]
    heads = [replace(HEADS[1], day="2024-06-30"), replace(HEADS[2], day="2024-07-01", refund_row=0)]
    county = County(tmp_path, items, heads, ceiling_order="ceiling_first")
    county.pack = line_pack(
        tmp_path / "packs", ("2024-07-01", {"ceiling_order": "copay_first"}), ceiling_order="ceiling_first"
    )
    judged = county.judge().judged
    assert parts(judged["L4"]) == tuple(-part for part in parts(judged["L3"])) == (0, -2_000, -800, -7_200)
    assert county.explain("L4").parts[:4] == parts(judged["L4"])


def test_more_than_twenty_bills_that_do_not_add_up_are_counted(tmp_path):
    items = [Item(f"L{number:02}", f"S{number:02}", 1_000) for number in range(30)]
    heads = [Head(f"S{number:02}", (900, 0, 0, 0, 900)) for number in range(30)]
    summary = County(tmp_path, items, heads).judge().summary
    found = finding(summary, "lines.total_differs")
    assert len(found) == 21
    assert (found[-1].rows, found[-1].fen) == (30, 3_000)
    assert "10" in found[-1].what


def test_prices_that_do_not_make_the_total_and_limits_of_zero_are_told(tmp_path):
    items = [Item("L1", "S1", 950, price_micro_yuan=10 * MICRO, price_limit_micro_yuan=0)]
    county = County(tmp_path, items, [Head("S1", (950, 0, 0, 0, 950))]).judge()
    assert parts(county.judged["L1"]) == (0, 0, 0, 950)
    assert [one.code for one in county.summary.findings] == ["lines.price", "lines.zero_limit"]
    assert finding(county.summary, "lines.price")[0].fen == 50


@pytest.mark.parametrize("rows", [1, 2, 3, 1000])
def test_cutting_the_file_into_other_batches_changes_nothing(tmp_path, monkeypatch, rows):
    items = [
        Item(f"L{bill}{line}", f"S{bill}", 1_000 + line, 50_000, "02") for bill in range(1, 9) for line in range(bill)
    ]
    heads = [Head(f"S{bill}", (sum(1_000 + line for line in range(bill)), 0, 0, 0, 0)) for bill in range(1, 9)]
    county = County(tmp_path, items, heads).judge()
    whole = county.judged, county.sums
    monkeypatch.setattr(table.batches, "__defaults__", (rows,))
    assert (county.judge().judged, county.sums) == whole
    assert sum(county.told) == 2 * len(items)


def test_batches_of_whole_bills_stay_as_small_as_bills_allow(tmp_path):
    items = [Item(f"L{bill:02}{line}", f"S{bill:02}", 1_000) for bill in range(40) for line in range(5)]
    read = pq.ParquetFile(write_lines(tmp_path / "lines.parquet", items)).iter_batches(batch_size=7)
    batches = list(table.whole_bills(read))
    assert sum(batch.num_rows for batch in batches) == len(items)
    assert max(batch.num_rows for batch in batches) <= 7 + 5
    starts = [batch["bill_id"][0].as_py() for batch in batches]
    assert starts == sorted(set(starts))


def test_a_price_of_zero_is_no_price_and_the_total_is_held_against_the_limit(tmp_path):
    item = Item("L1", "S1", 10_000, 0, price_micro_yuan=0, price_limit_micro_yuan=80 * MICRO)
    county = County(tmp_path, [item], [Head("S1", (10_000, 0, 0, 0, 10_000))]).judge()
    assert parts(county.judged["L1"]) == (0, 2_000, 0, 8_000)
    assert county.judged["L1"]["price_difference_fen"] == 0


def test_lines_of_several_files_are_judged_as_one(county, tmp_path):
    files = [write_lines(tmp_path / f"{part}.parquet", ITEMS[part::2]) for part in range(2)]
    one = county.judge().judged, county.sums
    assert (county.judge(lines=files).judged, county.sums) == one


def test_unsorted_lines_are_refused_in_words_and_nothing_is_left_behind(tmp_path):
    county = County(tmp_path, [ITEMS[2], ITEMS[0]], HEADS)
    with pytest.raises(BadInput, match="order of their bills"):
        county.judge()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["bills.parquet", "lines.parquet", "packs"]


def test_a_table_from_before_exact_prices_works_from_whole_fen(tmp_path):
    county = County(tmp_path, ITEMS[:2], HEADS[:1])
    rows = pq.read_table(county.lines)
    old = rows.drop_columns(["price_micro_yuan", "price_limit_micro_yuan", "is_limited_use", "quantity_limit"])
    pq.write_table(old.append_column("price_fen", rows["total_fen"]), county.lines)
    assert parts(county.judge().judged["L1"]) == (0, 0, 1_000, 9_000)


def test_pack_rules_by_class_and_limited_use_reach_the_lines(tmp_path):
    items = [
        Item("L1", "S1", 1_000, None, "02"),
        Item("L2", "S1", 1_000, None, "01", is_limited_use=True),
        Item("L3", "S1", 1_000, None, "03"),
        Item("L4", "S1", 1_000, 0, "01", 10 * UNIT, quantity_limit=7 * UNIT),
    ]
    rules = {"copay_by_class": {"class_b": "10%"}, "limited_use": "excluded"}
    county = County(tmp_path, items, [Head("S1", (4_000, 0, 0, 0, 4_000))], **rules).judge()
    found = [parts(county.judged[item.line_id]) for item in items]
    assert found == [(0, 0, 100, 900), (1_000, 0, 0, 0), (1_000, 0, 0, 0), (300, 0, 0, 700)]
    assert parts(county.sums["S1"]) == (2_300, 0, 100, 1_600)


def test_a_line_is_explained_in_steps_that_a_reader_can_recompute(county):
    told = county.judge().explain("L1")
    assert [(step.label, step.formula, step.shown) for step in told.steps] == [
        ("charged for this item", "as printed, 100.00 × 1", "100.00"),
        ("share that the person pays first", "as the line states", "10%"),
        ("above the price limit", "(100.00 − 80.00, not below zero) × 1", "20.00"),
        ("within the price limit", "100.00 − 20.00", "80.00"),
        ("paid first by the person", "80.00 × 10%", "8.00"),
        ("eligible", "80.00 − 8.00", "72.00"),
        ("eligible: ours less the platform's", "72.00 − 72.00", "0.00"),
    ]
    assert told.as_dict()["reason_words"] == "agrees with the platform"


@pytest.mark.parametrize("order", ["ceiling_first", "copay_first", "each_on_total"])
def test_every_line_in_every_order_is_explained_to_its_stored_parts(tmp_path, order):
    fine = Item("L7", "S5", 700, 300_000, "02", 7 * UNIT, None, 900_000, quantity_limit=5 * UNIT)
    dear = Item("L8", "S5", 700, 900_000, "02", UNIT, 7 * MICRO, MICRO)
    limited = Item("L9", "S5", 700, None, "02", is_limited_use=True)
    discounted = Item("L91", "S5", 1_000, 100_000, "02", **OVER)
    items = [*ITEMS[:5], fine, dear, limited, discounted, ITEMS[5]]
    rules = {"ceiling_order": order, "copay_by_class": {"class_b": "10%"}, "limited_use": "excluded"}
    county = County(tmp_path, items, HEADS, **rules).judge()
    for item in items:
        told = county.explain(item.line_id)
        last = {step.name: step.value for step in told.steps}
        amounts = {name: last.get(name, 0) for name in told.parts._fields[:4]}
        if not told.reason.is_as_printed:
            assert tuple(amounts.values()) == told.parts[:4]
        assert last["difference_fen"] == told.parts.difference_fen
        clauses = {clause.name.rsplit(".")[-1] for step in told.steps for clause in step.clauses}
        assert clauses == CLAUSES.get(item.line_id, set())


CLAUSES = {line: {"ceiling_order"} for line in ("L1", "L3", "L4", "L7", "L8", "L91")} | {
    "L9": {"copay_by_class", "limited_use"}
}


def test_an_unknown_line_and_a_stored_row_that_no_longer_fits_are_told(county, tmp_path):
    county.judge()
    with pytest.raises(BadInput, match="no fee line L99"):
        county.explain("L99")
    county.pack = line_pack(tmp_path / "other", ceiling_order="copay_first")
    with pytest.raises(BadInput, match="not what the line and the rules come to"):
        county.explain("L1")
