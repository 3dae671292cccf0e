"""The chronic money of each township beside its quota, from a run's tables."""

from datetime import date

import duckdb
import pytest
from tests.primary_care.care_rows import suixi, write_tables

from fenming.cli.commands.care_chronic import _pool_tables
from fenming.facts.run_tables import RunTables
from fenming.kernel import BadInput, Book, Grade
from fenming.mechanisms import Name, recompute
from fenming.policy import load_pack
from fenming.primary_care.chronic import chronic_pools
from fenming.primary_care.chronic.pool_result import _uses

ROLL = "SELECT * FROM (VALUES ('U1', 'H1', 10), ('U2', 'H1', 5), ('U3', 'H2', 2)) t(unit_id, township_hospital_id, chronic_heads)"
SPEND = """SELECT * FROM (VALUES ('U1', 1, 3000000), ('U2', 1, 1000000), ('U2', 0, 77), ('U3', 1, 800000))
    t(unit_id, is_chronic, pool_fen)"""


@pytest.fixture
def tables(tmp_path) -> RunTables:
    write_tables(tmp_path, institution=[{"institution_id": "H1", "name": "甲镇卫生院", "kind": "township_hospital"}])
    for name, query in {"roll": ROLL, "spend": SPEND}.items():
        duckdb.sql(f"COPY (SELECT *, 'C1' AS consortium_id FROM ({query})) TO '{tmp_path}/{name}.parquet'")
    return RunTables(tmp_path)


def test_what_is_left_of_the_quota_is_told_by_township_and_adds_up(tables):
    pools = chronic_pools(suixi(), tables)
    assert [
        (one.label, one.heads.value, one.quota.value, one.spend.value, one.left.value) for one in pools.townships
    ] == [
        ("甲镇卫生院", 15, 5_550_000, 4_000_000, 1_550_000),
        ("H2", 2, 740_000, 800_000, -60_000),
    ]
    assert pools.left.value == 1_490_000
    assert pools.left.grade is Grade.REPORTED
    assert all(recompute(figure) == figure.value for figure in Book(pools.figures()))
    assert pools.townships[0].as_dict()["uses_fen"] == {}


def test_a_year_without_a_published_quota_is_refused(tables):
    with pytest.raises(BadInput, match=r"budget\.chronic_quota_per_head"):
        chronic_pools(suixi(date(2023, 12, 31)), tables)


def test_where_a_pack_says_who_receives_it_the_surplus_is_split_and_an_overspend_is_not(tables):
    deqing = load_pack("cn/zj/330521").on(date(2024, 12, 31))
    surplus, overspend = (one.left for one in chronic_pools(suixi(), tables).townships)
    base = Name("chronic.pool.township.H1", "甲镇", "township")
    shares = _uses(deqing, base, surplus)
    assert {party: figure.value for party, figure in shares.items()} == {"team": 1_085_000, "health_group": 465_000}
    assert _uses(deqing, base, overspend) == {}


def test_a_place_that_says_who_receives_the_surplus_gets_a_column_for_each(tables):
    day = date(2024, 12, 31)
    columns = {
        region: len(_pool_tables(chronic_pools(suixi(), tables), load_pack(region).on(day))[0].headings)
        for region in ("cn/ah/340621", "cn/zj/330521")
    }
    assert columns == {"cn/ah/340621": 5, "cn/zj/330521": 7}


def test_a_roll_without_units_is_refused(tmp_path):
    write_tables(tmp_path, institution=[])
    for name, query in {"roll": ROLL, "spend": SPEND}.items():
        duckdb.sql(f"COPY (SELECT *, 'C1' AS consortium_id FROM ({query}) WHERE false) TO '{tmp_path}/{name}.parquet'")
    with pytest.raises(BadInput, match="has no health units"):
        chronic_pools(suixi(), RunTables(tmp_path))
