"""glossary.yaml is source: every column, pack parameter and ledger root speaks its words."""

from itertools import chain
from pathlib import Path

import pytest
from ruamel.yaml import YAML

from fenming.facts.table import TABLES
from fenming.ledger import ROOTS

ROOT = Path(__file__).resolve().parents[2]
PACKS = ROOT / "src/fenming/packs"
LITTLE_WORDS = {"min", "max", "per", "of", "on", "in", "to", "by", "and", "is", "the", "from", "with", "over", "under"}
TERMS = list(chain.from_iterable(YAML(typ="safe").load(ROOT / "glossary.yaml").values()))
BY_IDENTIFIER = {term["identifier"]: term for term in TERMS}
WORDS = {word.removesuffix("s") for identifier in BY_IDENTIFIER for word in identifier.split("_")}
COLUMNS = [(table.name, column) for table in TABLES.values() for column in table.columns]


def parameters() -> list[str]:
    """Every dotted parameter name in the packs, as its path says it."""
    found = {
        ".".join(path.relative_to(pack).with_suffix("").parts)
        for pack in PACKS.rglob("*")
        if (pack / "pack.yaml").exists()
        for folder in pack.iterdir()
        if folder.is_dir() and folder.name.isidentifier() and not (folder / "pack.yaml").exists()
        if folder.name not in ("indicators", "schemes")  # each of these carries its own label in both languages
        for path in folder.rglob("*.yaml")
    }
    return sorted(found)


def test_every_concept_has_one_term():
    assert len(BY_IDENTIFIER) == len(TERMS)


@pytest.mark.parametrize("term", TERMS, ids=BY_IDENTIFIER)
def test_every_term_is_whole(term):
    assert {"identifier", "zh", "en"} <= set(term) <= {"identifier", "zh", "en", "national", "note"}
    assert term["identifier"].isidentifier()
    assert term["identifier"] == term["identifier"].lower()
    assert all("一" <= letter <= "鿿" for letter in term["zh"][:1])


@pytest.mark.parametrize(("table", "column"), COLUMNS, ids=[f"{table}.{column.name}" for table, column in COLUMNS])
def test_every_column_is_in_the_glossary_with_its_national_names(table, column):
    assert column.name in BY_IDENTIFIER, f"add {column.name} ({table}) to glossary.yaml"
    assert set(column.names) <= set(BY_IDENTIFIER[column.name].get("national", ()))


def test_every_root_of_the_ledger_is_in_the_glossary():
    assert {root.lower() for root in ROOTS} <= set(BY_IDENTIFIER)


@pytest.mark.parametrize("name", parameters())
def test_every_pack_parameter_uses_words_of_the_glossary(name):
    words = set(name.replace(".", "_").split("_")) - LITTLE_WORDS
    unknown = {word for word in words if word.removesuffix("s") not in WORDS}
    assert not unknown, f"{name}: add the term with {sorted(unknown)} to glossary.yaml, or use its word"
