"""What tests of several parts share."""

import pytest

from tests.support.made_county import MadeCounty, made_county


@pytest.fixture(scope="session")
def county(tmp_path_factory) -> MadeCounty:
    """A synthetic county imported and run, made once for all workers. To be read only."""
    return made_county(tmp_path_factory)
