import pytest

from fenming.adjudication.plan.claim import Paid
from fenming.adjudication.trial import judged
from tests.adjudication.pack_text import benefits_pack
from tests.adjudication.rule_sets import dated


@pytest.fixture(scope="session")
def rules(tmp_path_factory):
    """The synthetic benefit rules over 2024 and 2025."""
    return dated(tmp_path_factory.mktemp("pack"))


@pytest.fixture
def paid(tmp_path_factory):
    """What one person's bills are paid under the synthetic rules with these changes."""

    def judge(*bills: dict[str, object], **changes: object) -> list[Paid]:
        return judged(bills, benefits_pack(tmp_path_factory.mktemp("pack"), **changes))

    return judge
