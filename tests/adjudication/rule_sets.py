"""The synthetic benefit rules, ready for the loop."""

from datetime import date
from pathlib import Path

from fenming.adjudication.law.dated import DatedRules, dated_rules
from tests.adjudication.pack_text import benefits_pack


def dated(root: Path, *later, **changes) -> DatedRules:
    """The rules of 2024 and 2025 of a pack written below `root`; see `benefits_pack` for what may differ."""
    return dated_rules(benefits_pack(root, *later, **changes), date(2024, 1, 1), date(2025, 12, 31))
