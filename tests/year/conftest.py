"""What tests of a year share."""

import pytest
from tests.support.assessed_county import AssessedCounty, assessed_county
from tests.support.made_county import MadeCounty


@pytest.fixture(scope="session")
def assessed(tmp_path_factory, county: MadeCounty) -> AssessedCounty:
    """The synthetic county assessed, frozen and settled by it. To be read only."""
    return assessed_county(tmp_path_factory, county)
