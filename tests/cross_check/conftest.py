"""Where a small judgement and the second opinion on it lie."""

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from fenming.adjudication import adjudicate
from fenming.adjudication.cross_check import Comparison, compare, second_opinion
from fenming.policy import Pack
from tests.cross_check.bills import BILL, CHRONIC, Row, stored

Judge = Callable[..., Comparison]


@pytest.fixture
def twice(tmp_path: Path) -> Judge:
    """Judges bills both ways, into `tmp_path`, and compares."""

    def judge(pack: Pack, bills: Sequence[Row], chronic: Sequence[Row] = (), year: int | None = None) -> Comparison:
        bill_path = stored(tmp_path / "bill.parquet", bills, BILL)
        chronic_path = stored(tmp_path / "chronic.parquet", chronic, CHRONIC)
        adjudicate(bill_path, pack, tmp_path / "adjudicated.parquet", diseases=[chronic_path], year=year)
        second_opinion([bill_path], [chronic_path], pack, tmp_path / "opinion.parquet", year)
        return compare(tmp_path / "adjudicated.parquet", tmp_path / "opinion.parquet")

    return judge
