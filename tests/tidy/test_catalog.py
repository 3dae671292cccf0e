"""Everything a user reads exists in Chinese: every message has its translation, and the compiled catalog is current."""

import importlib.util
from pathlib import Path

SCRIPT = Path(__file__).resolve().parents[2] / "scripts" / "catalog.py"


def test_every_message_is_in_chinese_with_the_same_fields_and_compiled():
    specification = importlib.util.spec_from_file_location("catalog", SCRIPT)
    catalog = importlib.util.module_from_spec(specification)
    specification.loader.exec_module(catalog)
    assert catalog.problems() == []
