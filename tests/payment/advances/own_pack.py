"""A county's rules of advances written by a test, below the shipped national ones."""

from datetime import date
from pathlib import Path

from fenming.kernel import Figure
from fenming.payment.advances import Payee
from fenming.policy import Policy, load_pack

REGION = "cn/zz/990200"
OPTIONS = {
    "quality_deposit_basis": ("earned", "paid"),
    "quality_deposit_release": ("by_points", "in_proportion", "if_balanced"),
    "quality_deposit_proportion": ("of_hundred", "of_full"),
    "working_capital_recovery": ("by_offset", "by_return"),
    "working_capital_base": ("all_spend", "less_prepayments"),
}
UNITS = {"working_capital_base_years": "年", "quality_deposit_full_points": "分", "quality_deposit_least_points": "分"}
HEAD = "label: 某规则\nlabel_en: A rule\nmeaning: 测试用规则。\nset_by: [province, city, county]\n"
VERSION = "versions:\n  - from: 2024-01-01\n    value: {value}\n    cite: {{document: assumed, clause: 测试}}\n    checked_on: 2026-11-22\n"


def policy(root: Path, day: date = date(2025, 3, 31), **values: str) -> Policy:
    """The rules of a made county on `day`; `values` are parameters of `payment.advances` as a pack writes them."""
    folder = root / REGION
    (folder / "payment" / "advances").mkdir(parents=True, exist_ok=True)
    (folder.parent / "pack.yaml").write_text("label: 某省\nlabel_en: A province\nlevel: province\n", "utf8")
    (folder / "pack.yaml").write_text("label: 某县\nlabel_en: A county\nlevel: county\n", "utf8")
    (folder / "keys.yaml").write_text("outside: {label: 县外, label_en: out of county}\n", "utf8")
    for name, value in values.items():
        file = folder / "payment" / "advances" / f"{name}.yaml"
        file.write_text(HEAD + _kind(name, value) + VERSION.format(value=value), "utf8")
    return load_pack(REGION, roots=(root,)).on(day)


def _kind(name: str, value: str) -> str:
    if name in OPTIONS:
        words = "".join(f"  {option}: {{label: 甲, label_en: A}}\n" for option in OPTIONS[name])
        return f"kind: choice\noptions:\n{words}"
    if value.startswith("{"):
        return "kind: table\nof: amount\nunit: 元\n"
    if value.endswith("%"):
        return "kind: rate\n"
    if value.endswith("元"):
        return "kind: amount\nunit: 元\n"
    return f"kind: count\nunit: {UNITS.get(name, '个月')}\n"


def payee(name: str = "H1") -> Payee:
    return Payee(name, f"{name}医院", f"Hospital {name}")


def fen(name: str, value: int) -> Figure:
    """A figure from rows."""
    return Figure(name, value, "fen", "table", name, name)
