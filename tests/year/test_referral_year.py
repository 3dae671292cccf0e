"""A year with a scheme for referrals: the journal books it, and a sealed bundle settles it again."""

import pyarrow.parquet as pq
import pytest
from tests.support.made_county import YEAR, MadeCounty, copied
from tests.support.overlay import write_overlay

from fenming.reports.run_folder import RunFolder
from fenming.reports.seal import seal
from fenming.reports.verify import verify
from fenming.year import run_year


def referral_rows(run):
    return [row for row in pq.read_table(run / "tables/share.parquet").to_pylist() if row["kind"] == "referral"]


def test_without_a_scheme_a_run_sums_referrals_and_moves_nothing(county: MadeCounty):
    summed = pq.read_table(county.run / "tables/referral_sum.parquet").to_pylist()
    assert sum(row["cases"] for row in summed) > 0
    assert referral_rows(county.run) == []
    (finding,) = [one for one in county.json("findings.json") if one["code"] == "referral.no_scheme"]
    assert finding["rows"] == sum(row["cases"] for row in summed)


@pytest.mark.slow
def test_a_scheme_moves_money_that_a_bundle_settles_again(county: MadeCounty, tmp_path):
    values = {"referral.share_to_primary": "25%", "referral.incentive_per_case": "100 元/例"}
    values |= {"referral.up_share": "1%", "referral.up_incentive_per_case": "10 元/例"}
    packs = write_overlay(tmp_path / "packs", values)
    run = run_year(copied(county, tmp_path / "W"), YEAR, roots=(packs,))
    moved = referral_rows(run.folder)
    assert sum(row["fen"] for row in moved) == 0
    summed = pq.read_table(run.folder / "tables/referral_sum.parquet").to_pylist()
    due = sum((row["fee_before_fen"] * 25 + 50) // 100 + row["cases"] * 100_00 for row in summed)
    sent_up = pq.read_table(run.folder / "tables/referral_up_sum.parquet").to_pylist()
    assert sent_up
    due += sum((row["fee_fen"] + 50) // 100 + row["cases"] * 10_00 for row in sent_up)
    assert sum(row["fen"] for row in moved if row["fen"] > 0) == due > 0
    assert {row["level"] for row in moved if row["fen"] < 0} == {"county"}
    seal(RunFolder.open(run.folder), tmp_path / "sealed.zip", (packs,))
    assert [one.name for one in verify(tmp_path / "sealed.zip") if not one.holds] == []
