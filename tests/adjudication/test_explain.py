"""A bill explained: its person's year judged anew, compared with what is stored, and told in steps."""

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from fenming.adjudication import adjudicate, explain_bill
from fenming.kernel import BadInput
from tests.adjudication.bill_table import CHRONIC, ELSEWHERE, OUTPATIENT, Bill, bill_table, inpatient, refund
from tests.adjudication.pack_text import benefits_pack

PERSONS = [
    [Bill(OUTPATIENT, 10000, 10000, level=0)],
    [
        inpatient(90000, 80000, level=2, area=1, is_referred=False),
        Bill(CHRONIC, 500000, 450000, hours=9),
        Bill(OUTPATIENT, 10000, 10000, level=0, hours=10),
        inpatient(60000, area=2, level=3, hours=11),
        refund([inpatient(60000, area=2, level=3, hours=11)] * 4, 3),
        Bill(ELSEWHERE, 100, 100, hours=13),
        inpatient(400000, hours=14),
    ],
]
INPATIENT = "benefits.resident.inpatient"
CRITICAL = "benefits.resident.critical_illness"


@pytest.fixture(scope="module")
def run(tmp_path_factory):
    """Bill table, pack and adjudicated table of a small run."""
    folder = tmp_path_factory.mktemp("run")
    pack, bill, out = benefits_pack(folder), folder / "bill.parquet", folder / "out.parquet"
    pq.write_table(bill_table(PERSONS), bill)
    adjudicate(bill, pack, out)
    return bill, pack, out


def steps_by_name(bill_id: str, run) -> dict:
    return {step.name: step for step in explain_bill(bill_id, *run).steps}


def test_every_bill_can_be_told_and_ends_with_who_pays(run):
    bill, pack, out = run
    for row, paid in enumerate(pq.read_table(out).to_pylist()):
        told = explain_bill(f"S{row:07d}", bill, pack, out)
        steps = {step.name: step.value for step in told.steps}
        assert steps["fund_fen"] + steps["person_fen"] == told.bill.claim.total_fen
        assert {name: steps[name] for name in steps if name in paid} == {
            name: paid[name] for name in steps if name in paid
        }
        assert all(step.formula and step.label and step.part for step in told.steps)
        assert told.bills_compared == len(PERSONS[row > 0])


def test_an_admission_in_another_city_is_told_with_its_clauses(run):
    told = explain_bill("S0000001", *run)
    steps = {step.name: step for step in told.steps}
    assert steps["deductible_standard_fen"].formula == "700.00 × 150%"
    assert steps["deductible_standard_fen"].shown == "1,050.00"
    assert (steps["unreferred_reduction"].shown, steps["rate"].formula) == ("−10%", "75% − 10%")
    assert steps["unreferred_reduction"].clauses[0].name == f"{INPATIENT}.unreferred_reduction"
    assert steps["by_rate_fen"].formula == "78,950.00 × 65%"
    assert steps["fund_fen"].formula == f"{steps['pool_fen'].shown} + {steps['critical_illness_fen'].shown}"
    listed = next(step for step in told.as_dict()["steps"] if step["name"] == "deductible_at_home_fen")
    assert (listed["part"], listed["clauses"]) == ("deductible", [f"{INPATIENT}.deductible"])


def test_critical_illness_is_told_as_the_rise_over_the_year_from_where_its_tiers_begin(run):
    steps = steps_by_name("S0000007", run)
    assert steps["critical_illness_with_bill_fen"].value > steps["critical_illness_before_fen"].value > 0
    assert " − " in steps["critical_illness_fen"].formula
    assert [clause.name for clause in steps["critical_illness_first_edge_fen"].clauses] == [
        f"{CRITICAL}.deductible",
        f"{CRITICAL}.tier_axis",
    ]
    assert steps["critical_illness_with_bill_fen"].clauses[0].name == f"{CRITICAL}.tiers"


def test_a_refund_names_the_bill_it_gives_back(run):
    steps = steps_by_name("S0000005", run)
    assert steps["pool_fen"].formula == "minus what bill S0000004 was paid"


def test_what_the_bill_says_of_its_cost_outside_the_list_is_told_by_kind(run, tmp_path):
    _bill, pack, _out = run
    table = bill_table([[inpatient(1000, 800)]])
    for name, fen in (("excluded_fen", 15_000), ("over_limit_fen", 5_000)):
        table = table.append_column(name, pa.array([fen]))
    pq.write_table(table, tmp_path / "bill.parquet")
    adjudicate(tmp_path / "bill.parquet", pack, tmp_path / "out.parquet")
    steps = steps_by_name("S0000000", (tmp_path / "bill.parquet", pack, tmp_path / "out.parquet"))
    assert (steps["excluded_fen"].value, steps["over_limit_fen"].value) == (15_000, 5_000)
    assert steps["eligible_fen"].formula == "1,000.00 − 150.00 − 50.00"


def test_a_stored_row_that_was_changed_is_found(run, tmp_path):
    bill, pack, out = run
    table = pq.read_table(out)
    changed = tmp_path / "out.parquet"
    pool = table["pool_fen"].to_pylist()
    pool[2] += 1
    pq.write_table(table.set_column(table.column_names.index("pool_fen"), "pool_fen", [pool]), changed)
    with pytest.raises(BadInput, match="S0000002: pool_fen is stored as 270001, judged anew it is 270000"):
        explain_bill("S0000007", bill, pack, changed)


def test_an_unknown_bill_is_said_to_be_unknown(run):
    with pytest.raises(BadInput, match="there is no bill X"):
        explain_bill("X", *run)
