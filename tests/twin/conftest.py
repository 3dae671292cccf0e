"""One small twin for all tests."""

from pathlib import Path

import pytest

from fenming.facts.twin import load_profile, make_twin
from tests.twin.rows import all_rows


class Made:
    """A twin in a folder with its bills and fee lines."""

    def __init__(self, folder: Path, summary) -> None:
        """Read the files once."""
        self.folder, self.summary = folder, summary
        self.bills = all_rows(folder, "setl_d")
        self.lines = all_rows(folder, "fee_list_d")
        self.people = all_rows(folder, "psn_insu_d")


@pytest.fixture(scope="session")
def suixi():
    return load_profile("suixi")


@pytest.fixture(scope="session")
def made(suixi, tmp_path_factory):
    folder = tmp_path_factory.mktemp("twin")
    return Made(folder, make_twin(suixi, folder, "0.004", seed=11))
