"""Every verb holds for every example in the file beside it."""

from importlib.resources import files

import pytest
from ruamel.yaml import YAML

from fenming.mechanisms import verb, verb_names

EXAMPLES = [
    pytest.param(name, example, id=f"{name}: {example['name']}")
    for name in verb_names()
    for example in YAML(typ="safe").load((files("fenming.mechanisms") / f"{name}.yaml").read_text("utf8"))
]


@pytest.mark.parametrize(("name", "example"), EXAMPLES)
def test_verb_gives_what_its_example_says(name: str, example: dict) -> None:
    assert verb(name).function(**example["given"]) == example["expect"]


def test_every_verb_explains_itself_with_its_own_parameters() -> None:
    for name in verb_names():
        assert verb(name).explain
