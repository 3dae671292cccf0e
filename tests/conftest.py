"""What tests of several parts share."""

import pytest

from tests.support.assessed_county import AssessedCounty, assessed_county
from tests.support.made_county import MadeCounty, made_county


@pytest.fixture(scope="session")
def county(tmp_path_factory) -> MadeCounty:
    """A synthetic county imported and run, made once for all workers. To be read only."""
    return made_county(tmp_path_factory)


@pytest.fixture(scope="session")
def assessed(tmp_path_factory, county) -> AssessedCounty:
    """The same county assessed, the assessment frozen, the year settled by it. To be read only."""
    return assessed_county(tmp_path_factory, county)
