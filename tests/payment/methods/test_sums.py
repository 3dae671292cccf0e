"""Bills summed by institution and method hold every bill of the year once, and no person."""

import duckdb

from fenming.facts.run_tables import RunTables
from fenming.payment.methods import read_institution_years, read_signed_years, write_method_sums, write_signed


def test_every_bill_of_the_year_is_in_just_one_sum(county, tmp_path):
    write_method_sums(county.workspace.table_path("bill"), tmp_path, 2024)
    ((bills, fund),) = county.rows(
        "SELECT sum(CASE WHEN refund_of IS NULL THEN 1 ELSE -1 END), sum(platform_pool_fen) FROM {bill} WHERE year(settled_at) = 2024"
    )
    with duckdb.connect() as connection:
        summed = connection.sql(f"SELECT sum(bills), sum(fund_fen) FROM read_parquet('{tmp_path}/method_sum.parquet')")
        assert summed.fetchall() == [(bills, fund)]
        assert "person_id" not in summed.columns


def test_an_institutions_year_is_the_sum_of_its_rows(county, tmp_path):
    for table in (county.run / "tables").glob("*.parquet"):
        (tmp_path / table.name).symlink_to(table)
    write_method_sums(county.workspace.table_path("bill"), tmp_path, 2024)
    years = read_institution_years(RunTables(tmp_path), "1", "390", "resident")
    for institution, year in years.items():
        ((bills, fund),) = county.rows(
            "SELECT sum(CASE WHEN refund_of IS NULL THEN 1 ELSE -1 END), sum(platform_pool_fen) FROM {bill} "
            f"WHERE year(settled_at) = 2024 AND payment_method = '1' AND institution_id = '{institution}'"
        )
        assert (year.bills.value, year.fund.value) == (bills, fund)
        assert sum(year.stays.value.values()) == bills
        assert sum(int(days) * count for days, count in year.stays.value.items()) == year.days.value


def test_contracted_residents_and_their_referral_bills_come_from_the_registers(county, tmp_path):
    for table in (county.run / "tables").glob("*.parquet"):
        (tmp_path / table.name).symlink_to(table)
    names = ("person", "chronic", "health_unit", "bill")
    write_signed({name: county.workspace.table_path(name) for name in names}, tmp_path, 2024)
    years = read_signed_years(RunTables(tmp_path), "390")
    ((heads,),) = county.rows("SELECT count(*) FROM {person} WHERE status = '1' AND is_contracted")
    assert sum(year.signed["contracted"].value for year in years.values()) == heads
    ((most,),) = county.rows(
        "SELECT coalesce(sum(platform_pool_fen), 0) FROM {bill} WHERE year(settled_at) = 2024 AND is_referred AND care < 3"
    )
    assert 0 <= sum(year.referral_bills.value for year in years.values()) <= most
    assert all(year.chronic_managed.value <= year.signed["contracted"].value for year in years.values())
