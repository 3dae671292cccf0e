"""A city's pack written by a test: parameters by name, as small files below benefits/."""

from pathlib import Path

PROVINCE = "label: 某省\nlabel_en: A province\nlevel: province\n"
CITY = "label: 某市\nlabel_en: A city\nlevel: city\n"
HEAD = "label: 某规则\nlabel_en: A rule\nmeaning: 测试用规则。\nset_by: [city, county]\n"
VERSION = """versions:
  - from: 2024-01-01
    value: {value}
    cite: {{document: assumed, clause: 测试}}
    checked_on: 2026-11-22
"""
KINDS = {
    "rate": "kind: rate\n",
    "amount": "kind: amount\nunit: 元\n",
    "rates": "kind: table\nof: rate\n",
    "amounts": "kind: table\nof: amount\nunit: 元\n",
    "marginal": "kind: tiers\nunit: {above: 元, rate: 支付比例}\nreading: marginal\n",
    "whole": "kind: tiers\nunit: {above: 元, rate: 支付比例}\nreading: whole\n",
}
REGION = "cn/zz/990100"


def write_place(root: Path, parameters: dict[str, tuple[str, str]], examples: str = "") -> None:
    """A city below `root` with `parameters`: kind and value by their names below benefits, such as resident.inpatient.rate."""
    folder = root / REGION
    folder.mkdir(parents=True, exist_ok=True)
    (folder.parent / "pack.yaml").write_text(PROVINCE, "utf8")
    (folder / "pack.yaml").write_text(CITY, "utf8")
    if examples:
        (folder / "examples.yaml").write_text(examples, "utf8")
    for name, (kind, value) in parameters.items():
        file = folder / "benefits" / f"{name.replace('.', '/')}.yaml"
        file.parent.mkdir(parents=True, exist_ok=True)
        head = KINDS.get(kind) or f"kind: choice\noptions: {{{value}: {{label: 甲, label_en: A}}}}\n"
        file.write_text(HEAD + head + VERSION.format(value=value), "utf8")
