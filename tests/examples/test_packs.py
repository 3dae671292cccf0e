"""Every example that a shipped parameter carries is worked out by its verb, and holds."""

import pytest

from fenming.mechanisms import verb, verb_names
from fenming.policy import load_pack, pack_names
from fenming.policy.examples import check_examples

VERBS = {name: verb(name).function for name in verb_names()}


@pytest.mark.parametrize("region", pack_names())
def test_every_example_of_the_pack_holds(region: str) -> None:
    assert check_examples(load_pack(region), VERBS) == []


def test_suixi_carries_examples() -> None:
    assert sum(len(parameter.examples) for parameter in load_pack("cn/ah/340621").parameters()) >= 20
