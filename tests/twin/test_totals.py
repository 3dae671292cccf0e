"""What the year comes to: calibrated pools, unit growth, forfeited targets, published beside generated."""

from collections import defaultdict
from decimal import Decimal
from statistics import mean

import pytest
from python_calamine import CalamineWorkbook

from fenming.facts.twin import describe_twin, make_twin
from fenming.kernel import BadInput
from tests.twin.rows import all_rows, fen

BOUND = 200  # one part in 200 is the stated half per cent


@pytest.fixture(scope="module")
def hundredth(suixi, tmp_path_factory):
    return make_twin(suixi, tmp_path_factory.mktemp("hundredth"), "0.01", seed=2)


def test_each_pool_spends_what_was_wanted_within_half_a_per_cent(hundredth):
    assert set(hundredth.wanted) == {
        f"{kind}_spend.{name}" for kind in ("general", "chronic") for name in ("people", "tcm")
    }
    for name, wanted in hundredth.wanted.items():
        assert abs(hundredth.figures[name] - wanted) * BOUND <= wanted


def test_one_consortium_saves_and_the_other_overspends(hundredth, suixi):
    plan, outcome = suixi.calibration, {}
    for name in ("people", "tcm"):
        heads, chronic = hundredth.figures[f"insured.{name}"], hundredth.figures[f"chronic.{name}"]
        budget = plan.package * heads // suixi.insured - plan.family_doctor_fee * heads - plan.chronic_quota * chronic
        outcome[name] = budget - hundredth.figures[f"general_spend.{name}"]
    assert outcome["people"] > 0 > outcome["tcm"]


def test_the_written_files_hold_the_summed_figures(made):
    tcm = {row["psn_no"] for row in made.people if row["medcons_code"] == "tcm"}
    spend = defaultdict(int)
    for row in {row["setl_id"]: row for row in made.bills}.values():
        home = "tcm" if row["psn_no"].strip() in tcm else "people"
        spend[f"{'chronic' if row['dise_no'] else 'general'}_spend.{home}"] += fen(row["hifp_pay"])
    assert spend == {name: made.summary.figures[name] for name in spend}


def test_about_half_of_the_units_grew_more_slowly_than_the_mean(made, suixi):
    history = CalamineWorkbook.from_path(str(made.folder / "unit_history.xlsx")).get_sheet_by_index(0).to_python()
    unit_of = {row["psn_no"]: row["hmu_code"] for row in made.people}
    heads, spend = defaultdict(int), defaultdict(int)
    for row in made.people:
        heads[row["hmu_code"]] += 1
    for row in {row["setl_id"]: row for row in made.bills}.values():
        if not row["dise_no"]:
            spend[unit_of[row["psn_no"].strip()]] += fen(row["hifp_pay"])
    growth = [
        Decimal(spend[unit]) / heads[unit] / (Decimal(amount) * 100 / int(before))
        for unit, _year, before, amount, *_rest in history[1:]
    ]
    assert len(growth) == 232
    assert 90 <= sum(one < mean(growth) for one in growth) <= 142


def test_the_funds_ledger_adds_up_and_spends_what_the_bills_were_paid(made):
    rows = all_rows(made.folder, "fund_statement")
    amounts = {(row["stmt_enddate"][:4], row["fund_kind"], row["fund_item"]): fen(row["fund_amt"]) for row in rows}
    paid = sum(fen(row["hifp_pay"]) for row in {row["setl_id"]: row for row in made.bills}.values())
    assert amounts["2024", "spend", "基本医疗待遇支出"] == paid
    for year in ("2023", "2024"):
        for kind in ("income", "spend"):
            items = [
                amount for (of, what, item), amount in amounts.items() if (of, what) == (year, kind) and item != "合计"
            ]
            assert sum(items) == amounts[year, kind, "合计"]
    left = amounts["2024", "income", "合计"] - amounts["2024", "spend", "合计"]
    assert amounts["2024", "balance", "累计结余"] == amounts["2023", "balance", "累计结余"] + left


def test_residents_and_forfeited_targets_are_as_wanted(made):
    residents = {row["hmu_code"]: int(row["resident_heads"]) for row in all_rows(made.folder, "unit_resident")}
    results = all_rows(made.folder, "target_result")
    assert sum(residents.values()) == 3648
    assert len(results) == 232 * 12
    lost = sum(residents[row["hmu_code"]] for row in results if row["met_flag"] == "0")
    assert abs(lost * 100_000 - 16_796 * 3648 * 12) < 3648 * 12 * 100
    assert {row["score"] for row in all_rows(made.folder, "process_score")} == {"100.00%"}


def test_describe_puts_published_beside_generated(made):
    rows = {row.name: row for row in describe_twin(made.folder)}
    assert (rows["insured"].published, rows["insured"].expected, rows["insured"].generated) == (840_480, 3362, 3362)
    assert (rows["units"].expected, rows["units"].generated) == (232, 232)
    assert rows["institutions"].generated != rows["institutions"].published
    assert rows["institutions"].note
    assert rows["chronic_spend"].texts[0] == "151,761,400.00"
    assert rows["general_spend.tcm"].grade == "assumed"
    assert rows["insured"].as_dict()["grade"] == "reported"


def test_describing_a_folder_without_a_twin_says_how_to_make_one(tmp_path):
    with pytest.raises(BadInput, match="no county twin"):
        describe_twin(tmp_path)
