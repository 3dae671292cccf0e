"""The table of benefit parameters names just what the plan and the fee lines read: nothing more, nothing less."""

import re
from pathlib import Path

import pytest
from ruamel.yaml import YAML

from fenming.adjudication.law.dated import terms_of
from fenming.adjudication.law.written import Written
from fenming.adjudication.lines import line, rules
from fenming.kernel import Figure
from fenming.policy.benefits import KEYS, LAYERS, meaning_of, meanings, place_of
from fenming.policy.load import SHIPPED
from fenming.policy.vocabulary import CARE_LEVELS, CARES, ITEM_CLASSES

TIERS = {"reading": "marginal", "steps": ((0, 600_000),)}
WRITTEN = [
    Figure("benefits.resident.inpatient.rate", 800_000, "ppm", "parameter", "比例", "Rate"),
    Figure("benefits.resident.critical_illness.tiers", TIERS, "tiers", "parameter", "分档", "Tiers"),
    Figure("benefits.resident.large_amount.tiers", TIERS, "tiers", "parameter", "分档", "Tiers"),
]


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> set[str]:
    """The full names of all parameters of the residents' scheme that the plan looks for, inpatient care standing for all."""
    names: set[str] = set()
    look = Written.named

    def note(self: Written, name: str) -> str:
        names.add(f"{self.path}.{name}")
        return look(self, name)

    with monkeypatch.context() as patch:
        patch.setattr(Written, "named", note)
        terms_of({figure.name: figure for figure in WRITTEN})
    cares = "|".join(set(CARES) - {"inpatient"})
    return {name for name in names if re.match(rf"benefits\.resident\.(?!({cares})?\.)", name)}


def test_every_parameter_the_plan_looks_for_is_in_the_table_and_the_other_way_round(asked: set[str]) -> None:
    table = {f"benefits.resident.inpatient.{name}" for name in meanings()["care"]}
    table |= {f"benefits.resident.inpatient.segments.{level}" for level in CARE_LEVELS}
    table |= {f"benefits.resident.{name}" for name in meanings()["scheme"]}
    table |= {f"benefits.resident.{layer}.{name}" for layer in LAYERS if layer != "line" for name in meanings()[layer]}
    folder = "benefits.resident.inpatient.segments"
    assert asked - {folder} == table
    assert set(meanings()["line"]) == set(rules.PARAMETERS)
    assert line.CLASSES == ITEM_CLASSES


def test_every_form_of_a_table_says_which_keys_it_takes() -> None:
    forms = [form for group in meanings().values() for meaning in group.values() for form in meaning.forms]
    assert {form.by for form in forms if form.kind == "table"} == set(KEYS)
    for form in forms:
        assert (form.kind == "table") == bool(form.by)
        assert form.kind in ("table", "amount", "rate", "count", "tiers", "choice")


def test_amounts_and_counts_have_a_unit_and_choices_their_options() -> None:
    for name, meaning in meanings()["care"].items():
        cells = {form.of or form.kind for form in meaning.forms}
        assert bool(meaning.unit) == bool(cells & {"amount", "count"}), name
        assert bool(meaning.options) == ("choice" in cells and name != "same_as"), name


def test_every_shipped_benefit_is_known_and_offers_all_options_of_its_choice() -> None:
    files = list(SHIPPED.rglob("benefits/**/*.yaml"))
    assert len(files) > 50
    for file in files:
        name = ".".join(file.with_suffix("").parts[file.parts.index("benefits") :])
        place = place_of(name)
        meaning = meaning_of(place) if place is not None else None
        assert meaning is not None, name
        data = YAML(typ="safe").load(Path(file))
        assert set(data.get("options", {})) <= set(meaning.options) or name.endswith("same_as"), name
