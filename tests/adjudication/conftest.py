import pytest

from tests.adjudication.rule_sets import dated


@pytest.fixture(scope="session")
def rules(tmp_path_factory):
    """The synthetic benefit rules over 2024 and 2025."""
    return dated(tmp_path_factory.mktemp("pack"))
