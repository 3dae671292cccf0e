"""The twin's settlement lists: one for every stay paid by group, complete years before, and known defects."""

import csv
import json
from collections import Counter
from datetime import date
from importlib.resources import files

import pyarrow.parquet as pq
import pytest

from fenming.facts.care_tables import CARE_TABLES
from fenming.facts.intake import import_files
from fenming.facts.twin import make_twin
from fenming.facts.workspace import Workspace
from fenming.kernel import PPM, divide
from tests.twin.rows import all_rows, fen, read_rows

DEMONSTRATION = files("fenming.grouping") / "demonstration"


@pytest.fixture(scope="session")
def lists(made):
    return read_rows(made.folder / "setl_list_d_2024.csv")


@pytest.fixture(scope="session")
def before(made):
    return {year: read_rows(made.folder / f"setl_list_d_{year}.csv") for year in (2021, 2022, 2023)}


def standing_stays(made):
    """Bills of stays paid by DRG that no refund took back."""
    bills = {row["setl_id"]: row for row in made.bills}
    refunded = {row["init_setl_id"] for row in bills.values() if row["refd_setl_flag"] == "1"}
    return {
        key: row
        for key, row in bills.items()
        if row["clr_way"] == "4" and row["refd_setl_flag"] == "0" and key not in refunded
    }


def codes(name: str, *columns: str) -> set[str]:
    with (DEMONSTRATION / name).open(encoding="utf-8") as handle:
        return {row[column] for row in csv.DictReader(handle) for column in columns}


def test_every_stay_paid_by_group_has_a_list_except_those_left_out_on_purpose(made, lists):
    stays, listed = standing_stays(made), {row["setl_id"] for row in lists}
    assert listed <= set(stays)
    assert len(set(stays) - listed) == made.summary.list_traps["missing_list"] > 0


def test_a_list_says_what_its_bill_says(made, lists, suixi):
    stays = standing_stays(made)
    clinical = {written: code for code, written in suixi.cases.clinical_codes.items()}
    people = {row["psn_no"]: row for row in made.people}
    money = ("medfee_sumamt", "fulamt_ownpay_amt", "preselfpay_amt", "hifp_pay", "psn_part_amt")
    for row in lists:
        bill = stays[row["setl_id"]]
        assert {name: fen(row[name]) for name in money} == {name: fen(bill[name]) for name in money}
        assert (row["psn_no"], row["fixmedins_code"], row["insutype"]) == (
            bill["psn_no"].strip(), bill["fixmedins_code"], bill["insutype"],
        )  # fmt: skip
        assert (row["adm_time"], row["dscg_time"]) == (bill["begndate"], bill["enddate"])
        principal = row["diag_codes"].split("|")[0]
        principal = principal[0].upper() + principal[1:]
        assert bill["dise_codg"].strip() in {clinical.get(principal, principal), "nan"}
        assert row["gend"] in {"", people[row["psn_no"]]["gend"]}


def test_stays_and_ages_follow_from_dates(made, lists):
    born = {row["psn_no"]: date.fromisoformat(row["brdy"]) for row in made.people}
    for row in lists:
        admitted, discharged = date.fromisoformat(row["adm_time"]), date.fromisoformat(row["dscg_time"])
        assert int(row["act_ipt_days"]) == (discharged - admitted).days
        lived = (admitted - born[row["psn_no"]]).days
        assert abs(float(row["age"]) - lived / 365.25) <= 1.01
        assert bool(row["nwb_age"]) == (row["age"] == "0.0")
        assert (
            bool(row["nwb_bir_wt"]) == bool(row["nwb_adm_wt"]) == (row["nwb_age"] != "" and int(row["nwb_age"]) <= 28)
        )


def test_no_diagnosis_stands_twice_on_a_list_and_all_fit_the_sex(lists, before, suixi):
    of_sex = {one.code: one.sex for one in suixi.cases.secondaries if one.sex}
    for row in [*lists, *(row for rows in before.values() for row in rows)]:
        listed = [code.upper() for code in row["diag_codes"].split("|")]
        assert len(set(listed)) == len(listed)
        assert all(
            str(of_sex.get(code.replace("X", "x"), row["gend"])) == row["gend"] for code in listed if row["gend"]
        )


def test_each_defect_stands_in_its_stated_share_of_lists(made, lists, suixi):
    traps, plan = made.summary.list_traps, suixi.cases.traps
    count = len({row["setl_id"] for row in lists}) + traps["missing_list"]
    assert traps == {name: max(1, divide(share * count, PPM)) for name, share in plan.model_dump().items()}
    written = set(suixi.cases.clinical_codes.values())
    assert traps == traps | {
        "clinical_code": sum(bool(written & set(row["diag_codes"].split("|"))) for row in lists),
        "lower_case": sum(row["diag_codes"][0].islower() for row in lists),
        "without_sex": sum(not row["gend"] for row in lists),
        "repeated_list": len(lists) - len({row["setl_id"] for row in lists}),
    }


def mean_cost(rows) -> int:
    return sum(fen(row["medfee_sumamt"]) for row in rows) // len(rows)


def test_three_years_before_are_cheaper_by_the_growth_of_the_profile(suixi, tmp_path):
    history = suixi.cases.history.model_copy(update={"cost_growth": (500_000, 500_000)})
    plan = suixi.cases.model_copy(update={"history": history})
    make_twin(suixi.model_copy(update={"cases": plan}), tmp_path, "0.004", seed=11)
    means = [mean_cost(read_rows(tmp_path / f"setl_list_d_{year}.csv")) for year in (2021, 2022, 2023, 2024)]
    assert means == sorted(means)
    assert means[0] * 2 < means[3]


def test_three_years_before_are_whole_and_fewer_the_further_back(before):
    counts = [len(rows) for rows in before.values()]
    assert counts == sorted(set(counts))
    for year, rows in before.items():
        assert {row["dscg_time"][:4] for row in rows} == {str(year)}
        assert len({row["setl_id"] for row in rows}) == len({row["psn_no"] for row in rows}) == len(rows)
        assert all(fen(row["hifp_pay"]) + fen(row["psn_part_amt"]) <= fen(row["medfee_sumamt"]) for row in rows)


def test_patients_of_earlier_years_are_in_no_register_and_every_list_says_that_it_is_invented(made, before, lists):
    known = {row["psn_no"] for row in made.people}
    for rows in before.values():
        assert not known & {row["psn_no"] for row in rows}
    assert {row["synthetic"] for rows in (lists, *before.values()) for row in rows} == {"示例"}


def test_costs_rise_with_operations_and_complications_and_with_the_level_of_the_hospital(before):
    rows = [row for rows in before.values() for row in rows]
    lead = ("H34062100001", "H34062100002")
    groups = {
        "operated": [row for row in rows if row["oprn_codes"]],
        "other": [row for row in rows if not row["oprn_codes"]],
        "lead": [row for row in rows if row["fixmedins_code"] in lead],
        "township": [row for row in rows if row["fixmedins_code"] not in lead],
    }
    mean = {name: sum(fen(row["medfee_sumamt"]) for row in some) // len(some) for name, some in groups.items()}
    assert mean["operated"] > mean["other"]
    assert mean["lead"] > mean["township"]


def test_lists_change_no_other_file_but_those_that_know_who_died(made, suixi, tmp_path):
    without = suixi.model_copy(update={"cases": None})
    make_twin(without, tmp_path, "0.004", seed=11)
    names = {path.name for path in made.folder.iterdir()}
    assert {name for name in names if name.startswith("setl_list_d")} == names - {
        path.name for path in tmp_path.iterdir()
    }
    care = {table.name for table in CARE_TABLES}
    for path in tmp_path.iterdir():
        assert path.stem in {"twin", *care} or path.read_bytes() == (made.folder / path.name).read_bytes()


def test_every_code_of_the_profile_is_one_of_the_demonstration_tables(suixi):
    plan = suixi.cases
    principals = {one.diagnosis for one in plan.principals}
    assert {one.code for one in suixi.diagnoses if one.inpatient} <= principals
    assert principals <= codes("mdc_dx.csv", "icd10")
    assert {one.code for one in plan.secondaries} <= codes("icd10_name.csv", "icd10")
    done = {code for one in plan.principals for treatment in one.treatments for code in treatment.codes}
    assert done <= codes("icd9cm3_name.csv", "icd9cm3")
    assert {(written, code) for code, written in plan.clinical_codes.items()} <= {
        (row["clinical"], row["insurance"])
        for row in csv.DictReader((DEMONSTRATION / "icd10_clinical_map.csv").read_text("utf-8").splitlines())
    }
    levels = dict(tuple(row.split(",")[:2]) for row in (DEMONSTRATION / "cc.csv").read_text("utf-8").splitlines()[1:])
    kinds = {"common": None, "moderate": "cc", "severe": "mcc"}
    own = {plan.newborns.low_weight}
    assert all(
        levels.get(one.code) == kinds[one.kind] or one.code in own for one in plan.secondaries if one.kind != "common"
    )


@pytest.fixture(scope="module")
def imported(made, tmp_path_factory):
    workspace = Workspace.create(tmp_path_factory.mktemp("lists") / "W")
    report = import_files(workspace, sorted(path for path in made.folder.iterdir() if path.name != "twin.json"))
    return workspace, report


def test_intake_takes_all_lists_but_the_repeated_and_finds_the_missing(made, imported, lists, before):
    workspace, report = imported
    traps = made.summary.list_traps
    rows = len(lists) + sum(len(rows) for rows in before.values())
    assert report.tables["case"] == {"accepted": rows - traps["repeated_list"], "quarantined": traps["repeated_list"]}
    assert {one.code: one.rows for one in report.findings if one.code.startswith("case.")} == {
        "case.missing": traps["missing_list"]
    }
    table = pq.read_table(workspace.table_path("case"), columns=["discharged_on", "person_id"])
    years = Counter(day.year for day in table.column("discharged_on").to_pylist())
    assert years == {2024: len(lists) - traps["repeated_list"]} | {year: len(rows) for year, rows in before.items()}


def test_the_marker_tells_files_and_figures(made, lists, before):
    told = json.loads((made.folder / "twin.json").read_text("utf-8"))
    assert told["files"]["setl_list_d_2024"] == told["figures"]["settlement_lists"] == len(lists)
    assert told["figures"]["settlement_lists_before"] == sum(len(rows) for rows in before.values())


def test_nobody_comes_back_after_death(made, lists):
    died = {row["psn_no"]: row["dscg_time"] for row in lists if row["dscg_way"] == "5"}
    for row in all_rows(made.folder, "setl_d"):
        if row["psn_no"].strip() in died:
            assert row["setl_time"][:10] <= died[row["psn_no"].strip()]
