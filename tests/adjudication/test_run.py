"""From a bill table to the adjudicated table: rows, totals, batches, and refusals in words."""

from datetime import date
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from fenming.adjudication import Reason, adjudicate
from fenming.adjudication.desk.bills import filled_columns
from fenming.adjudication.desk.desk import Desk, payment_writer
from fenming.adjudication.desk.parts import Parts
from fenming.adjudication.desk.run import sources_of
from fenming.adjudication.law.dated import dated_rules
from fenming.adjudication.law.terms import CARE_COUNT
from fenming.adjudication.law.words import CARES
from fenming.adjudication.plan.claim import Paid
from fenming.engines.persons import cut
from fenming.kernel import BadInput
from fenming.policy import load_pack
from tests.adjudication.bill_table import CHRONIC, OUTPATIENT, Bill, bill_table, inpatient, refund
from tests.adjudication.pack_text import benefits_pack

PERSONS = [
    [inpatient(10000, platform_pool_fen=760000, platform_deductible_fen=50000), Bill(CHRONIC, 5000, 5000, hours=9)],
    [Bill(OUTPATIENT, 10000, 9000, level=0)],
    [(stay := inpatient(400000)), refund([stay], 0), inpatient(50000, hours=99)],
]


@pytest.fixture(scope="module")
def pack(tmp_path_factory):
    return benefits_pack(tmp_path_factory.mktemp("pack"))


def stored(path: Path, table: pa.Table) -> Path:
    pq.write_table(table, path, row_group_size=2)
    return path


def chronic(path: Path, *rows: tuple[int, str, date, date | None]) -> Path:
    names = ("person_id", "disease_id", "began_on", "ended_on")
    types = (pa.int64(), pa.string(), pa.date32(), pa.date32())
    columns = [list(column) for column in zip(*rows, strict=True)]
    pq.write_table(pa.table(columns, schema=pa.schema(zip(names, types, strict=True))), path)
    return path


def test_the_table_is_row_aligned_and_the_summary_adds_it_up(tmp_path, pack):
    table, told = bill_table(PERSONS), []
    summary = adjudicate(stored(tmp_path / "bill.parquet", table), pack, tmp_path / "out.parquet", progress=told.append)
    paid = pq.read_table(tmp_path / "out.parquet")
    assert paid.column_names == ["row", *Paid._fields]
    assert paid["row"].to_pylist() == list(range(6))
    assert [field.type for field in paid.schema] == [pa.int64()] * 24
    assert (summary.bills, summary.persons, sum(told)) == (6, 3, 6)
    assert (
        summary.totals["fund_fen"] + summary.totals["person_fen"]
        == summary.total_fen
        == sum(table["total_fen"].to_pylist())
    )
    assert summary.totals["pool_fen"] == sum(paid["pool_fen"].to_pylist())
    assert summary.reasons[Reason.SAME] == 1
    assert summary.differences[Reason.REFUND] == (1, paid["pool_fen"][4].as_py())
    assert summary.as_dict()["differences"]["refund"]["bills"] == 1
    assert not list(tmp_path.glob("*.part"))


@pytest.mark.parametrize("rows", [1, 2, 5, 7])
@pytest.mark.parametrize("hands", [1, 3])
def test_neither_ranges_nor_batches_nor_hands_matter(tmp_path, pack, rows, hands):
    bill = stored(tmp_path / "bill.parquet", bill_table(PERSONS * 4))
    whole = adjudicate(bill, pack, tmp_path / "whole.parquet")
    sources = sources_of([bill], pack, (date(2024, 1, 1), date(2024, 12, 31)), (), ())
    with payment_writer(tmp_path / "cut.parquet") as writer:
        bundles = sources.bundles(cut([bill], 3 * rows), rows)
        summary = Desk(rows, hands).work(bundles, writer, lambda _bills: None)
    assert pq.read_table(tmp_path / "cut.parquet").equals(pq.read_table(tmp_path / "whole.parquet"))
    assert (summary.totals, summary.persons, summary.reasons) == (whole.totals, whole.persons, whole.reasons)


@pytest.mark.parametrize("order", [[1, 0, 2], [0, 2, 1], [0, 1, 2, 0]])
@pytest.mark.parametrize("rows", [1, 99])
def test_a_table_that_is_not_in_the_order_of_its_persons_is_refused(tmp_path, pack, order, rows):
    persons = [[inpatient(100), inpatient(200)], [inpatient(300)], [inpatient(400), inpatient(500, hours=9)]]
    table, starts = bill_table(persons), {0: (0, 2), 1: (2, 1), 2: (3, 2)}
    other = pa.concat_tables([table.slice(*starts[person]) for person in order])
    numbered = other.set_column(other.column_names.index("row"), "row", pa.array(range(other.num_rows)))
    bill = stored(tmp_path / "bill.parquet", numbered)
    sources = sources_of([bill], pack, (date(2024, 1, 1), date(2024, 12, 31)), (), ())
    with payment_writer(tmp_path / "out.parquet") as writer, pytest.raises(BadInput, match="not in the order"):
        Parts.of(sources, tmp_path / "out.parquet", rows).judged("local", writer, lambda _bills: None)


def test_several_files_are_one_table_even_where_a_person_lies_in_two(tmp_path, pack):
    table = bill_table(PERSONS)
    adjudicate(stored(tmp_path / "bill.parquet", table), pack, tmp_path / "one.parquet")
    parts = [stored(tmp_path / f"{part}.parquet", table.slice(part * 2, 2)) for part in range(3)]
    adjudicate(parts, pack, tmp_path / "many.parquet")
    assert pq.read_table(tmp_path / "many.parquet").equals(pq.read_table(tmp_path / "one.parquet"))


def test_persons_in_another_order_are_paid_the_same(tmp_path, pack):
    paid = {}
    for name, persons in {"there": PERSONS, "back": PERSONS[::-1]}.items():
        adjudicate(stored(tmp_path / "bill.parquet", bill_table(persons)), pack, tmp_path / "out.parquet")
        rows = pq.read_table(tmp_path / "out.parquet").drop_columns(["row"]).to_pylist()
        paid[name] = [[rows.pop(0) for _bill in bills] for bills in persons]
    assert paid["there"] == paid["back"][::-1]


def test_registered_diseases_come_from_the_chronic_table_on_the_day(tmp_path, pack):
    bills = [Bill(CHRONIC, 1000000, 1000000, hours=24 * 40)]
    bill = stored(tmp_path / "bill.parquet", bill_table([bills]))
    rows = [
        (1, "M1", date(2020, 1, 1), None),
        (1, "M2", date(2024, 2, 10), date(2024, 2, 10)),
        (1, "M3", date(2024, 2, 11), None),
        (1, "M4", date(2020, 1, 1), date(2024, 2, 9)),
        (2, "M1", date(2020, 1, 1), None),
    ]
    registered = chronic(tmp_path / "chronic.parquet", *rows)
    adjudicate(bill, pack, tmp_path / "out.parquet", diseases=[registered])
    assert pq.read_table(tmp_path / "out.parquet")["pool_fen"].to_pylist() == [330000]


def test_no_bills_make_an_empty_table(tmp_path, pack):
    summary = adjudicate(stored(tmp_path / "bill.parquet", bill_table([])), pack, tmp_path / "out.parquet")
    assert (summary.bills, pq.read_table(tmp_path / "out.parquet").num_rows) == (0, 0)


def test_empty_platform_amounts_are_no_difference(tmp_path, pack):
    bill = stored(tmp_path / "bill.parquet", bill_table([[inpatient(10000, platform_pool_fen=760000)]]))
    summary = adjudicate(bill, pack, tmp_path / "out.parquet")
    assert summary.differences[Reason.SAME] == (0, 0)
    assert summary.reasons[Reason.SAME] == 1


def test_bills_of_days_outside_the_pack_are_refused_with_their_dates(tmp_path, pack):
    bill = stored(tmp_path / "bill.parquet", bill_table([[inpatient(100, hours=-24)], [inpatient(100, hours=24)]]))
    with pytest.raises(BadInput) as refused:
        adjudicate(bill, pack, tmp_path / "out.parquet")
    words = str(refused.value)
    assert "2023-12-31" in words
    assert "2024-01-02" in words
    assert "bill.settled_at" in words
    assert "2024-01-01" in refused.value.findings[-1].why
    assert not (tmp_path / "out.parquet").exists()


def test_a_refund_that_leads_to_no_earlier_bill_of_the_person_is_refused(tmp_path, pack):
    bills = [inpatient(100), refund([inpatient(100)], 0), refund([inpatient(100)], 0, hours=7)]
    for wrong in ([bills[1], bills[0]], bills, [bills[0], bills[1], refund(bills[:2], 1, hours=8)]):
        bill = stored(tmp_path / "bill.parquet", bill_table([wrong]))
        with pytest.raises(BadInput, match=r"bill\.refund_row, row \d"):
            adjudicate(bill, pack, tmp_path / "out.parquet")
        assert not (tmp_path / "out.parquet").exists()


def test_an_unknown_code_is_refused_before_the_loop(tmp_path, pack):
    for wrong in (Bill(level=4), Bill(level=-1), Bill(area=3)):
        bill = stored(tmp_path / "bill.parquet", bill_table([[wrong]]))
        with pytest.raises(BadInput, match="known are 0 to"):
            adjudicate(bill, pack, tmp_path / "out.parquet")


def test_an_amount_that_no_bill_can_have_is_refused(tmp_path, pack):
    bill = stored(tmp_path / "bill.parquet", bill_table([[inpatient(1_000_000_001)]]))
    with pytest.raises(BadInput, match=r"1,000,000,001\.00 yuan · bill\.total_fen"):
        adjudicate(bill, pack, tmp_path / "out.parquet")


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"inpatient__deductible": {"primary": "200 元", "county": "500 元"}}, "it says nothing for: city"),
        ({"inpatient__floor_rate": {"county": "45%"}}, "names county, which is none of: local"),
    ],
)
def test_rules_that_the_plan_cannot_follow_are_refused_by_name(tmp_path, changes, words):
    with pytest.raises(BadInput, match=words):
        dated_rules(benefits_pack(tmp_path, **changes), date(2024, 1, 1), date(2024, 12, 31))


def test_the_shipped_county_has_all_the_rules_of_2024():
    rules = dated_rules(load_pack("cn/ah/340621"), date(2024, 1, 1), date(2024, 12, 31))
    assert len(rules.sets) == 1
    inpatient = rules.sets[0].covers[CARE_COUNT + CARES.index("inpatient")]
    assert [level[0] for level in inpatient.rates[0]] == [850000, 800000, 750000, 700000]


@pytest.mark.parametrize("zero", [0, None])
def test_columns_that_hold_only_zeros_are_not_read_and_change_nothing(tmp_path, pack, zero):
    table = bill_table(PERSONS)
    names = ("platform_hospital_fen", "supply_days", "upfront_copay_fen", "age", "platform_critical_illness_fen")
    kinds = dict.fromkeys(names, pa.int64()) | {"is_newborn": pa.bool_(), "is_civil_servant": pa.bool_()}
    for name, kind in kinds.items():
        given = pa.array([zero] * table.num_rows, pa.int64()).cast(kind)
        known = name in table.column_names
        table = (
            table.set_column(table.column_names.index(name), name, given) if known else table.append_column(name, given)
        )
    bill = stored(tmp_path / "bill.parquet", table)
    read = set(filled_columns(pq.read_metadata(bill)))
    assert read & set(kinds) == ({"age", "platform_critical_illness_fen"} if zero == 0 else set())
    adjudicate(bill, pack, tmp_path / "zero.parquet")
    adjudicate(stored(bill, bill_table(PERSONS)), pack, tmp_path / "without.parquet")
    paid = [pq.read_table(tmp_path / f"{name}.parquet")["pool_fen"].to_pylist() for name in ("zero", "without")]
    assert paid[0] == paid[1]
