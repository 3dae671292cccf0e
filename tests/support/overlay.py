"""A user's own packs: some of the shipped parameters with other values, as a folder to be given beside the shipped ones."""

import re
from collections.abc import Mapping
from pathlib import Path

from fenming.policy.load import SHIPPED

COUNTY = "cn/ah/340621"


def write_overlay(root: Path, values: Mapping[str, str], region: str = COUNTY) -> Path:
    """Write the parameters `values` (dotted name → value as YAML) into `root` and return it, else as shipped."""
    for name, value in values.items():
        inside = Path(region) / (name.replace(".", "/") + ".yaml")
        target = root / inside
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(with_value((SHIPPED / inside).read_text("utf8"), value), "utf8")
    return root


def with_value(text: str, value: str) -> str:
    """A parameter's text with another value in its version; its examples, worked for the former one, left out."""
    body = text.partition("\nexamples:")[0] + "\n"
    changed, count = re.subn(r"\n    value:(?: .*|(?:\n      .*)+)", f"\n    value: {value}", body)
    assert count == 1, text
    return changed
