"""Random benefit rules as pack files: synthetic numbers of nobody's county, close together so that edges are hit often."""

import re
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from random import Random
from typing import Any

from ruamel.yaml import YAML

from fenming.policy import Pack, load_pack

REGION = "cn/zz/999902"
LEVELS = ("primary", "county", "city", "province")
PERSONS = ("adult", "retired", "minor", "newborn")
CATEGORIES = ("ordinary", "special_hardship", "minimum_living", "poverty_monitored", "low_income_edge")
ADMISSIONS = ("first", "second", "third", "fourth", "fifth")
CITED = {"cite": {"document": "made_up", "clause": "article one"}, "checked_on": date(2024, 1, 1)}
CODES = {
    "care": {"98": "day_surgery"},
    "disease": {"M001": "renal_failure"},
    "disease_care": {"renal_failure": "special_chronic"},
}
Written = dict[str, Any]  # a parameter's path below benefits/ → its value as a pack writes it


def written_pack(root: Path, benefits: Mapping[str, Any], later: Mapping[str, Any] | None = None) -> Pack:
    """A county whose only rules are `benefits`, by path; from 1 July 2024 those of `later` take their place."""
    folder = root / REGION
    _write(root / "cn/zz/pack.yaml", {"label": "测试省", "label_en": "test province", "level": "province"})
    _write(folder / "pack.yaml", {"label": "测试", "label_en": "test", "level": "county"})
    _write(folder / "documents.yaml", {"made_up": {"title": "synthetic rules for tests", "grade": "assumed"}})
    _write(folder / "keys.yaml", {"renal_failure": {"label": "肾功能衰竭", "label_en": "renal failure"}})
    _write(folder / "codes.yaml", CODES)
    for path, value in benefits.items():
        versions = [{"from": date(2022, 1, 1), "value": value, **CITED}]
        if later and path in later:
            versions[0]["to"] = date(2024, 7, 1)
            versions.append({"from": date(2024, 7, 1), "value": later[path], **CITED})
        _write(folder / f"benefits/{path}.yaml", _parameter(value, versions))
    return load_pack(REGION, (root,))


def _parameter(value: Any, versions: list[dict[str, Any]]) -> dict[str, Any]:
    texts = {"label": "测试参数", "label_en": "test parameter", "meaning": "合成", "set_by": ["county"]}
    return texts | _kind(value) | {"versions": versions}


def _kind(value: Any) -> dict[str, Any]:
    """Which kind a value as written is of; a word in letters is a choice."""
    if isinstance(value, list):
        return {"kind": "tiers", "unit": {"above": "元", "rate": "比例"}, "reading": "marginal"}
    if isinstance(value, dict):
        cell = _kind(next(iter(value.values())))
        return {"kind": "table", "of": cell["kind"]} | ({"unit": cell["unit"]} if "unit" in cell else {})
    for end, kind in (
        (" 元", {"kind": "amount", "unit": "元"}),
        ("%", {"kind": "rate"}),
        (" 年", {"kind": "count", "unit": "年"}),
    ):
        if value.endswith(end):
            return kind
    return {"kind": "choice", "options": {value: {"label": value, "label_en": value}}}


def _write(path: Path, content: Mapping[str, Any]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf8") as file:
        YAML(typ="safe").dump(dict(content), file)


def drawn_rules(random: Random) -> Written:
    """Rules of residents and employees: each optional parameter is there or not."""
    rules: Written = {}
    for scheme in ("resident", "employee"):
        for care in ("outpatient", "chronic_outpatient", "inpatient", "day_surgery", "emergency"):
            if random.random() < 0.85:
                rules |= _under(f"{scheme}/{care}", _care(random, care))
        rules |= _under(scheme, _alike(random, rules, scheme))
        rules |= _under(scheme, _drawn(random, {"medical_aid/rate": {"minimum_living": "70%"}}, 0.2))
        rules |= _under(scheme, _drawn(random, {"annual_cap": _yuan(random, 5000, 60000)}, 0.6))
        rules |= _under(scheme, _drawn(random, {"annual_cap_on": random.choice(("payment", "base"))}, 0.5))
        rules |= _under(scheme, _drawn(random, {"minor_under_age": "18 年"}, 0.5))
        if random.random() < 0.8:
            rules |= _under(f"{scheme}/critical_illness", _critical(random))
    return rules


def _alike(random: Random, rules: Written, scheme: str) -> Written:
    """Care that is paid like another, with rules of its own here and there; deliveries by fixed amounts."""
    alike: Written = {"delivery/fixed_amount": {kind: _yuan(random, 10, 3000) for kind in ("natural", "caesarean")}}
    if f"{scheme}/inpatient/rate" in rules:
        alike |= {"special_chronic/same_as": "inpatient", "special_chronic/deductible_basis": "each_year"}
        alike |= _drawn(random, {"delivery/same_as": "inpatient"}, 0.5)
    if f"{scheme}/outpatient/rate" in rules:
        alike |= {"pharmacy/same_as": "outpatient"} | _drawn(random, {"pharmacy/rate": _rate(random, 10, 90)}, 0.5)
    return _drawn(random, alike, 0.7)


def _care(random: Random, care: str) -> Written:
    stays = care in ("inpatient", "day_surgery")
    high = 30000 if stays else 1500
    rules: Written = {
        "rate": random.choice(
            (_rate(random, 30, 95), {level: _rate(random, 0, 95) for level in LEVELS if random.random() < 0.9})
        )
    }
    rules["rate"] = rules["rate"] or _rate(random, 30, 95)
    table = {level: _yuan(random, 0, high // 20) for level in LEVELS}
    rules |= _drawn(random, {"deductible": random.choice((_yuan(random, 0, high // 10), table))}, 0.8)
    rules |= _drawn(random, _extras(random, high), 0.25)
    rules |= _drawn(random, _repeats(random) if stays else {}, 0.3)
    if random.random() < 0.35:
        rules |= {f"segments/{level}": _tiers(random, high) for level in LEVELS if random.random() < 0.5}
        rules |= {"other_city_rate": _rate(random, 30, 90), "out_of_province_rate": _rate(random, 30, 90)}
    if care == "chronic_outpatient":
        rules |= {"annual_cap": _yuan(random, 500, 3000), "extra_disease_cap": _yuan(random, 100, 500)}
        rules |= _drawn(random, {"annual_cap_max": _yuan(random, 3000, 4500)}, 0.7)
    return rules


def _extras(random: Random, high: int) -> Written:
    words = {"deductible_basis": ("each_visit", "each_year"), "segment_axis": ("base", "eligible", "year")}
    words |= {"rounding": ("each_segment", "sum"), "governing_date": ("settlement", "discharge", "admission")}
    words |= {f"counts_to_{layer}": ("yes", "no") for layer in ("annual_cap", "critical_illness")}
    words |= {"third_party": ("refused", "paid")}
    rates = (
        "other_city_rate",
        "out_of_province_rate",
        "unreferred_reduction",
        "referred_reduction",
        "emergency_reduction",
    )
    rates += ("contracted_addition", "out_of_province_deductible_rate")
    amounts = (
        "visit_cap",
        "annual_cap",
        "deductible_yearly_total",
        "other_city_deductible",
        "out_of_province_deductible",
    )
    tables = {
        "copay_first": ("unreferred", "referred", "emergency"),
        "floor_rate": ("local", "in_province", "out_of_province"),
    }
    tables |= {"addition_by_person": PERSONS, "addition_by_category": CATEGORIES}
    return {
        **{name: random.choice(choices) for name, choices in words.items()},
        **{name: _rate(random, 1, 40) if "rate" not in name else _rate(random, 10, 90) for name in rates},
        **{name: _yuan(random, 0, high) for name in amounts},
        **{name: {key: _rate(random, 0, 40) for key in keys} for name, keys in tables.items()},
        "deductible_factor_by_person": {person: _rate(random, 0, 130) for person in PERSONS},
        "deductible_factor_by_category": {category: _rate(random, 0, 130) for category in CATEGORIES},
        "other_city_deductible_factor": _rate(random, 50, 250),
        "out_of_province_deductible_min": _yuan(random, 0, high // 20),
        "out_of_province_deductible_max": _yuan(random, high // 20, high),
        "rate_max": _rate(random, 60, 100),
        "age_addition": f"0.{random.randint(1, 9)}%",
    }


def _repeats(random: Random) -> Written:
    named = ADMISSIONS[: random.randint(2, 5)]
    return {
        "repeat_factor": {word: _rate(random, 0, 100) for word in named[random.randint(0, 1) :]},
        "repeat_reduction": _yuan(random, 0, 200),
        "repeat_deductible": {word: _yuan(random, 0, 600) for word in named},
        "repeat_minimum": _yuan(random, 0, 400),
    }


def _critical(random: Random) -> Written:
    amount = _yuan(random, 0, 8000)
    by_category = {
        category: _yuan(random, 0, 8000) for category in CATEGORIES if category == "ordinary" or random.random() < 0.5
    }
    rules: Written = {"deductible": random.choice((amount, by_category)), "tiers": _tiers(random, 30000)}
    rules |= {"tier_axis": random.choice(("absolute", "excess"))}
    bases = ("eligible_after_pool", "eligible_and_upfront_after_pool", "counted_after_pool")
    rules |= {"base": random.choice(bases)}
    rules |= _drawn(random, {"annual_cap": random.choice((_yuan(random, 100, 20000), by_category))}, 0.4)
    tables = ("deductible_factor_by_category", "addition_by_category")
    rules |= _drawn(random, {name: {"minimum_living": _rate(random, 0, 60)} for name in tables}, 0.4)
    if "annual_cap" in rules and random.random() < 0.5:
        rules |= {"continuous_years_from": "2 年", "continuous_year_addition": _yuan(random, 1, 900)}
        rules |= {"no_claim_year_addition": _yuan(random, 1, 900), "addition_max": _rate(random, 5, 40)}
    return rules


def _tiers(random: Random, high: int) -> list[dict[str, str]]:
    edges = sorted({0, *(random.randint(1, high * 100) for _edge in range(random.randint(0, 3)))})
    return [{"above": _fen(edge), "rate": _rate(random, 20, 95)} for edge in edges]


def _drawn(random: Random, rules: Written, chance: float) -> Written:
    return {name: value for name, value in rules.items() if random.random() < chance}


def _under(part: str, rules: Written) -> Written:
    return {f"{part}/{name}": value for name, value in rules.items()}


def _rate(random: Random, low: int, high: int) -> str:
    """A rate: a half and the like, where exact ties are made, or one with all six decimals."""
    if random.random() < 0.5:
        return f"{random.randrange(low, high + 1, 1)}%" if random.random() < 0.5 else f"{min(max(50, low), high)}%"
    ppm = random.randint(low * 10_000, high * 10_000)
    return f"{ppm // 10_000}.{ppm % 10_000:04d}%"


def _yuan(random: Random, low: int, high: int) -> str:
    return _fen(random.randint(low * 100, max(high, low) * 100))


def _fen(amount: int) -> str:
    return f"{amount // 100}.{amount % 100:02d} 元"


def changed(random: Random, rules: Written) -> Written:
    """Other numbers for some of the rules, from some day on; what is a choice stays."""
    other = drawn_rules(random)
    alike = {
        path: other[path] for path in sorted(rules.keys() & other.keys()) if _kind(rules[path]) == _kind(other[path])
    }
    return {path: value for path, value in alike.items() if random.random() < 0.3}


def edges_of(rules: Written) -> list[int]:
    """Every amount the rules name, in fen."""
    found = (re.findall(r"(\d+)\.(\d\d) 元", str(value)) for value in rules.values())
    return [0, 1, *(int(yuan + fen) for amounts in found for yuan, fen in amounts)]
