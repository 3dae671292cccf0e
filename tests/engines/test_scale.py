"""Many more bills take no more memory, and every one of them is in the result."""

import pyarrow.parquet as pq
import pytest
from benchmarks.adjudication_scale import alone, draw, judge, measure

MORE_MIB = 150  # what a process may differ by when it does the same work


@pytest.mark.slow
def test_four_times_the_bills_take_no_more_memory(tmp_path):
    peaks = []
    for bills in (1_000_000, 4_000_000):
        folder = tmp_path / str(bills)
        alone(draw, folder, bills)
        peaks.append(alone(judge, folder)["peak_mib"])
        assert pq.read_metadata(folder / "adjudicated.parquet").num_rows == bills
    assert peaks[1] < peaks[0] + MORE_MIB


@pytest.mark.slow
def test_a_small_measurement_tells_all_that_a_large_one_does(tmp_path):
    told = measure(tmp_path, bills=30_000, runs=1)
    assert (told["bills"], told["data"]) == (30_000, "synthetic")
    assert told["money_columns"] >= 15
    assert told["ratio_ppm"] > 0
    assert told["explanation"]["rows"] == 30_000
