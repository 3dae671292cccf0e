"""One plan, two engines: the compiled loop and the same functions in plain Python give the same fen."""

from importlib.resources import files
from random import Random

import numpy as np
import pytest
from hypothesis import given, settings
from ruamel.yaml import YAML
from tests.adjudication.bill_table import as_loop_reads, bill_table, compiled_results, facts, inpatient, registered
from tests.adjudication.histories import counties, crowd, diseases
from tests.adjudication.rule_sets import dated

from fenming.adjudication.plan.engine import PACKAGES
from fenming.adjudication.telling.history import exact_bills, plain_results
from fenming.engines.machine import cache_folder, source_digest
from fenming.kernel.compiled import machine_code
from fenming.mechanisms import verb

VERBS = ("share", "deductible", "cap", "floor", "tiers", "tiers_whole")
EXAMPLES = [
    pytest.param(name, example, id=f"{name}: {example['name']}")
    for name in VERBS
    for example in YAML(typ="safe").load((files("fenming.mechanisms") / f"{name}.yaml").read_text("utf8"))
]
LATER = {
    "inpatient/rate": {"primary": "90%", "county": "80%", "city": "75%", "province": "70%"},
    "inpatient/deductible_basis": "each_year",
    "outpatient/deductible": "60 元",
    "critical_illness/tier_axis": "absolute",
    "critical_illness/tiers": [{"above": "0 元", "rate": "50%"}, {"above": "30000 元", "rate": "99.9999%"}],
}


@pytest.fixture(scope="module")
def rules(tmp_path_factory):
    """Rules that change in the middle of the year."""
    return dated(tmp_path_factory.mktemp("pack"), ("2024-07-01", LATER))


def compiled_verb(name: str):
    """A compiled function that does nothing but call the verb."""
    function = verb(name).function
    return {
        2: machine_code(lambda first, second: function(first, second), is_kept=False),
        3: machine_code(lambda first, second, third: function(first, second, third), is_kept=False),
    }[3 if "tiers" in name else 2]


COMPILED = {name: compiled_verb(name) for name in VERBS}


@pytest.mark.parametrize(("name", "example"), EXAMPLES)
def test_verb_gives_the_same_compiled(name, example):
    values = [tuple(value) if isinstance(value, list) else value for value in example["given"].values()]
    assert COMPILED[name](*values) == example["expect"]


@settings(max_examples=150, deadline=None)
@given(persons=counties, counts=diseases)
def test_the_kernel_pays_what_plain_python_pays_on_every_bill(rules, persons, counts):
    table, known = bill_table(persons), facts(rules, registered(*counts))
    plain = plain_results(exact_bills(table, known), known)
    assert {type(value) for value in plain.ravel()} == {int}
    assert compiled_results(as_loop_reads(table, known), known).tolist() == plain.tolist()


def test_engines_agree_on_a_crowd_of_random_years(rules):
    persons = crowd(Random(20240101), 3_000)
    table, known = bill_table(persons), facts(rules, registered(*(number % 9 for number in range(3_000))))
    plain = plain_results(exact_bills(table, known), known)
    assert table.num_rows > 15_000
    assert compiled_results(as_loop_reads(table, known), known).tolist() == plain.tolist()


def test_the_largest_amounts_agree(rules):
    persons = [[inpatient(1_000_000_000, level=level, area=area)] for level in range(4) for area in range(3)]
    known = facts(rules)
    plain = plain_results(exact_bills(bill_table(persons), known), known)
    assert compiled_results(as_loop_reads(bill_table(persons), known), known).tolist() == plain.tolist()


def test_compiled_code_is_kept_under_the_digest_of_its_sources(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    folder = cache_folder(PACKAGES)
    assert folder == tmp_path / "fenming" / f"adjudication.plan-{source_digest(PACKAGES)}"
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "file"))
    (tmp_path / "file").write_text("not a folder")
    assert cache_folder(PACKAGES) is None


def test_the_loop_never_writes_what_it_reads(rules):
    known = facts(rules)
    bills = as_loop_reads(bill_table([[inpatient(1000)]]), known)
    before = bills.copy()
    compiled_results(bills, known)
    assert np.array_equal(bills, before)
