"""Two judgements that share no code agree to the fen: on the county, on drawn rules and bills, on published examples."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from random import Random

import duckdb
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest

from fenming.adjudication import adjudicate
from fenming.adjudication.cross_check import compare, cross_check, opinion, second_opinion, silence_words
from fenming.facts.intake import import_files
from fenming.facts.twin import load_profile, make_twin
from fenming.facts.workspace import Workspace
from fenming.kernel import divide
from fenming.policy import load_pack
from tests.cross_check.bills import BILL, bill, drawn_bills, drawn_registrations, stored
from tests.cross_check.packs import changed, drawn_rules, edges_of, written_pack

COUNTY = "cn/ah/340621"
MARCH = datetime(2024, 3, 5, 9, tzinfo=UTC)
TIERS = [{"above": "0.00 元", "rate": "60%"}, {"above": "500.00 元", "rate": "70%"}]


@dataclass(frozen=True)
class Paid:
    """The county's bills, their adjudicated table and the second opinion on them."""

    bills: list[Path]
    chronic: list[Path]
    adjudicated: Path
    opinion: Path


@pytest.fixture(scope="module")
def paid(county, tmp_path_factory) -> Paid:
    folder = tmp_path_factory.mktemp("paid")
    bills, chronic = facts(county.workspace)
    adjudicate(bills, load_pack(COUNTY), folder / "adjudicated.parquet", diseases=chronic, year=2024)
    second_opinion(bills, chronic, load_pack(COUNTY), folder / "opinion.parquet", 2024)
    return Paid(bills, chronic, folder / "adjudicated.parquet", folder / "opinion.parquet")


def facts(workspace: Workspace) -> tuple[list[Path], list[Path]]:
    """The bill and the chronic files of a workspace."""
    bills, chronic = (sorted((workspace.folder / "facts" / table).glob("*.parquet")) for table in ("bill", "chronic"))
    return bills, chronic


def said(pack, bills, folder: Path, year: int | None = None) -> list[dict]:
    """The second opinion on these bills alone."""
    path = stored(folder / "bill.parquet", bills, BILL)
    return pq.read_table(second_opinion([path], [], pack, folder / "said.parquet", year).path).to_pylist()


def test_the_countys_bills_are_judged_alike_twice(paid):
    found = compare(paid.adjudicated, paid.opinion)
    assert found.agrees
    assert found.findings() == []
    assert found.compared == found.bills == pq.read_table(paid.adjudicated).num_rows > 50_000


@pytest.mark.parametrize("region", ["cn/ah/340300", "cn/gs/620900", "cn/js/320700"])
def test_the_countys_bills_under_other_places_rules_are_judged_alike_twice(paid, tmp_path, region):
    pack = load_pack(region)
    adjudicate(paid.bills, pack, tmp_path / "adjudicated.parquet", diseases=paid.chronic, year=2024)
    found = cross_check(paid.bills, paid.chronic, pack, tmp_path / "adjudicated.parquet", 2024)
    assert found.agrees
    assert found.compared * 20 >= found.bills * 19


def drawn(seed: int, persons: int, folder: Path):
    """Rules, bills and registrations of one drawing; in some drawings the rules change in the middle of the year."""
    random = Random(seed)
    rules = drawn_rules(random)
    later = changed(random, rules) if random.random() < 0.4 else {}
    pack = written_pack(folder / "packs", rules, later)
    bills = drawn_bills(random, persons, edges_of(rules))
    return pack, bills, drawn_registrations(random, persons), random.choice((None, 2024))


@pytest.mark.parametrize("seed", range(8))
def test_drawn_rules_and_histories_are_judged_alike_twice(tmp_path, twice, seed):
    pack, bills, chronic, year = drawn(seed, 40, tmp_path)
    found = twice(pack, bills, chronic, year)
    assert found.agrees, [str(finding) for finding in found.findings()]
    assert found.compared * 20 >= found.bills * 17  # the rest are persons with medical aid


@pytest.mark.slow
def test_two_hundred_drawn_rules_are_judged_alike_twice(tmp_path, twice):
    compared = 0
    for seed in range(1000, 1200):
        folder = tmp_path / str(seed)
        found = twice(*drawn(seed, 60, folder))
        assert found.agrees, (seed, [str(finding) for finding in found.findings()])
        compared += found.compared
    assert compared > 50_000


@pytest.mark.slow
def test_a_million_bills_of_the_county_are_judged_alike_twice(tmp_path):
    make_twin(load_profile("suixi"), tmp_path / "exports", scale="0.2", seed=11)
    workspace = Workspace.create(tmp_path / "W", COUNTY)
    exports = sorted((tmp_path / "exports").iterdir())
    wanted = [path for path in exports if path.name != "twin.json" and not path.name.startswith("fee_list")]
    import_files(workspace, wanted)
    bills, chronic = facts(workspace)
    pack = load_pack(COUNTY)
    adjudicate(bills, pack, tmp_path / "adjudicated.parquet", diseases=chronic, year=2024)
    found = cross_check(bills, chronic, pack, tmp_path / "adjudicated.parquet", 2024)
    assert found.agrees
    assert found.bills > 1_000_000
    assert found.compared * 20 >= found.bills * 19


def test_a_published_bill_comes_out_by_the_second_judgement_alone(tmp_path):
    """瓜州县(酒泉)居民: 6500 元, 自费 350, 起付 700, 75% → 4087.50, 个人 2412.50."""
    bills = [bill(0, MARCH, "21", 615_000, total_fen=650_000)]
    (one,) = said(load_pack("cn/gs/620900"), bills, tmp_path)
    assert (one["pool_fen"], one["person_fen"], one["silence"]) == (408_750, 241_250, "")


def test_tiers_on_the_absolute_amount_and_on_the_excess_come_out_by_hand(tmp_path):
    rules = {"resident/inpatient/rate": "50%", "resident/critical_illness/deductible": "300.00 元"}
    rules |= {"resident/critical_illness/tiers": TIERS}
    bills = [bill(0, MARCH, "21", 80_000), bill(1, MARCH, "21", 120_000)]
    absolute = said(written_pack(tmp_path / "absolute", rules), bills, tmp_path)
    excess = rules | {"resident/critical_illness/tier_axis": "excess"}
    beyond = said(written_pack(tmp_path / "excess", excess), bills, tmp_path)
    # 400 and then 1000 yuan of the year: 300–500 at 60 %, the rest at 70 %; or 0–500 above 300 at 60 %, the rest at 70 %.
    assert [row["critical_illness_fen"] for row in absolute] == [6_000, 6_000 + 35_000]
    assert [row["critical_illness_fen"] for row in beyond] == [6_000, 24_000 + 14_000]


def test_halves_of_a_fen_are_rounded_as_everywhere(tmp_path):
    numbers = [
        (amount, rate) for amount in (0, 1, 3, 5, 99_999, 10**11 - 1) for rate in (0, 1, 499_999, 500_000, 10**6)
    ]
    with duckdb.connect() as connection:
        macro = next(line for line in sql("claims").splitlines() if "MACRO share" in line)
        connection.execute(macro)
        for amount, rate in numbers:
            assert connection.execute(f"SELECT share({amount}, {rate})").fetchall() == [(divide(amount * rate, 10**6),)]


def sql(name: str) -> str:
    return (Path(opinion.__file__).parent / f"{name}.sql").read_text("utf8")


def test_whole_numbers_are_divided_exactly_in_a_hundred_and_twenty_eight_bits():
    numerator, denominator = 10**37 + 7, 2_000_000
    with duckdb.connect() as connection:
        found = connection.execute(f"SELECT {numerator}::HUGEINT // {denominator}").fetchall()
    assert found == [(numerator // denominator,)]


def test_a_slip_of_one_fen_is_found_where_it_happened(paid, tmp_path):
    table = pq.read_table(paid.adjudicated)
    for name in ("by_rate_fen", "pool_fen"):
        wrong = pc.add(table[name], pa.array([1 if row == 777 else 0 for row in range(table.num_rows)], pa.int64()))
        table = table.set_column(table.schema.get_field_index(name), name, wrong)
    pq.write_table(table, tmp_path / "wrong.parquet")
    found = compare(tmp_path / "wrong.parquet", paid.opinion)
    assert [(one.row, one.parting) for one in found.first] == [(777, "by_rate_fen")]
    assert found.differing == {"pool_fen": 1, "critical_illness_fen": 0, "deductible_applied_fen": 0, "person_fen": 0}
    assert "by_rate_fen" in str(found.findings()[0])
    assert "row 777" in str(found.findings()[0])


def test_a_bill_that_only_one_side_has_is_found(paid, tmp_path):
    pq.write_table(pq.read_table(paid.adjudicated).slice(1), tmp_path / "part.parquet")
    found = compare(tmp_path / "part.parquet", paid.opinion)
    assert (found.missing, found.agrees) == (1, False)
    assert "1 bills" in str(found.findings()[0])


def test_persons_judged_in_many_ranges_come_out_the_same(tmp_path, monkeypatch):
    pack, bills, _chronic, year = drawn(3, 40, tmp_path)
    path = stored(tmp_path / "bill.parquet", bills, BILL)
    at_once = second_opinion([path], [], pack, tmp_path / "once.parquet", year)
    monkeypatch.setattr(opinion, "BILLS_AT_ONCE", 90)
    in_ranges = second_opinion([path], [], pack, tmp_path / "ranges.parquet", year)
    assert pq.read_table(in_ranges.path) == pq.read_table(at_once.path)
    assert (in_ranges.bills, in_ranges.silences) == (at_once.bills, at_once.silences)
    assert at_once.bills == len(bills)


BASIC = {"resident/inpatient/rate": "80%", "resident/outpatient/rate": "50%"}
BEYOND = {
    "rule transfer": ({"resident/inpatient/transfer": "difference"}, {}),
    "rule large_amount.rate": ({"resident/large_amount/rate": "80%"}, {}),
    "rule refund": ({"resident/refund": "replay"}, {"refund": True}),
    "bill is_mid_stay": ({}, {"is_mid_stay": True}),
}


@pytest.mark.parametrize("silence", BEYOND)
def test_where_it_cannot_follow_it_is_silent_about_the_whole_history_and_says_why(tmp_path, silence):
    rules, more = BEYOND[silence]
    bills = [bill(0, MARCH, "11", 10_000), bill(1, MARCH, "21", 10_000, **({} if "refund" in more else more))]
    if "refund" in more:
        bills.append(bill(2, MARCH, "21", -10_000, refund_row=1))
    rows = said(written_pack(tmp_path / "packs", BASIC | rules), bills, tmp_path)
    assert rows[-1]["silence"] == silence
    assert rows[0]["silence"] in ("history", silence)
    assert all(silence_words(row["silence"]) for row in rows)


def test_a_layer_that_comes_later_silences_only_its_own_bills(tmp_path):
    pack = written_pack(tmp_path / "packs", BASIC | {"resident/medical_aid/rate": {"minimum_living": "70%"}})
    bills = [bill(0, MARCH, "21", 10_000), bill(1, MARCH, "21", 10_000, aid_category="minimum_living")]
    rows = said(pack, bills, tmp_path)
    assert [row["silence"] for row in rows] == ["", "layer"]
    assert silence_words("layer")


def test_a_refund_of_a_bill_of_another_year_is_not_spoken_about(tmp_path):
    before = datetime(2023, 12, 30, tzinfo=UTC)
    bills = [bill(0, before, "21", 10_000), bill(1, MARCH, "21", 20_000), bill(2, MARCH, "21", -10_000, refund_row=0)]
    rows = said(written_pack(tmp_path / "packs", BASIC), bills, tmp_path, 2024)
    assert [(row["silence"], row["pool_fen"]) for row in rows[:2]] == [("", 0), ("", 16_000)]
    assert rows[2]["silence"] == "refund of another year"
    assert silence_words(rows[2]["silence"])


def test_an_emergency_on_the_day_of_an_admission_that_is_not_covered_is_paid_as_itself(tmp_path, twice):
    emergency = bill(0, MARCH, "13", 10_000)
    stay = bill(1, MARCH + timedelta(days=4), "21", 10_000, began_on=MARCH.date())
    assert twice(written_pack(tmp_path / "packs", {"resident/emergency/rate": "50%"}), [emergency, stay]).agrees
    assert pq.read_table(tmp_path / "opinion.parquet")["pool_fen"].to_pylist() == [5_000, 0]


DELIVERY = {"resident/delivery/fixed_amount": {"natural": "100.00 元"}, "resident/critical_illness/tiers": TIERS}
BORN = {"upfront_copay_fen": 2_000, "delivery_kind": "1"}
ADMITTED = BASIC | {"resident/inpatient/governing_date": "admission", "resident/annual_cap": "100.00 元"}
FIXED = {
    "an upfront copay that a fixed amount has paid is not counted to critical illness": (
        DELIVERY | {"resident/critical_illness/base": "eligible_and_upfront_after_pool"},
        [bill(0, MARCH, "52", 6_000, **BORN)],
        [(8_000, 0)],
    ),
    "what is paid first outside the area is told where a fixed amount is paid": (
        DELIVERY
        | {
            "resident/critical_illness/base": "counted_after_pool",
            "resident/delivery/copay_first": {"referred": "10%"},
        },
        [bill(0, MARCH, "52", 60_000, delivery_kind="1", area=1)],
        [(10_000, 26_400)],
    ),
}


@pytest.mark.parametrize("rule", FIXED)
def test_fixed_amounts_are_judged_alike(tmp_path, twice, rule):
    rules, bills, paid = FIXED[rule]
    assert twice(written_pack(tmp_path / "packs", rules), bills).agrees
    rows = pq.read_table(tmp_path / "opinion.parquet").to_pylist()
    assert [(row["pool_fen"], row["critical_illness_fen"]) for row in rows] == paid


ACROSS = [
    bill(0, datetime(2023, 12, 30, tzinfo=UTC), "21", 10_000),
    bill(1, datetime(2024, 1, 5, tzinfo=UTC), "21", 10_000, began_on=date(2023, 12, 28)),
    bill(2, datetime(2024, 12, 30, tzinfo=UTC), "21", 10_000, ended_on=date(2025, 1, 4)),
    bill(3, datetime(2025, 1, 2, tzinfo=UTC), "21", 10_000, began_on=date(2024, 12, 28)),
    bill(4, datetime(2025, 1, 3, tzinfo=UTC), "21", -10_000, refund_row=3),
]


@pytest.mark.parametrize("governing", ["settlement", "admission", "discharge"])
def test_bills_settled_outside_the_year_are_not_covered_whatever_day_governs(tmp_path, twice, governing):
    pack = written_pack(tmp_path / "packs", ADMITTED | {"resident/inpatient/governing_date": governing})
    assert twice(pack, ACROSS, (), 2024).agrees
    paid = {"settlement": [0, 8_000, 2_000, 0, 0], "admission": [0, 8_000, 8_000, 0, 0]}
    paid["discharge"] = [0, 8_000, 8_000, 0, 0]
    assert pq.read_table(tmp_path / "adjudicated.parquet")["pool_fen"].to_pylist() == paid[governing]
