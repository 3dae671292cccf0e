"""The pages about methods and budgets name every rule, method and parameter there is."""

from pathlib import Path

import pytest

from fenming.payment.methods import METHODS, bed_day, capitation
from fenming.policy.load import SHIPPED

DOCS = Path(__file__).resolve().parents[3] / "docs"
METHOD_PAGE = (DOCS / "payment_methods.md").read_text("utf-8")
BUDGET_PAGE = (DOCS / "budget_making.md").read_text("utf-8")


@pytest.mark.parametrize("word", [*METHODS, *bed_day.RULES, *capitation.RULES])
def test_every_method_and_rule_is_on_the_page(word):
    assert f"`{word}`" in METHOD_PAGE


@pytest.mark.parametrize("path", sorted(SHIPPED.rglob("budget/making/*.yaml")), ids=lambda path: path.stem)
def test_every_parameter_of_budget_making_is_on_the_page(path):
    hidden = {"age_bands": "age band", "surplus_effect": "surplus", "first_history_weights": "history_weights"}
    assert hidden.get(path.stem, path.stem.removesuffix("_triggers")) in BUDGET_PAGE
