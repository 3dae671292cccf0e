"""A synthetic county's benefit rules as pack files: numbers made up for tests, no document says them."""

from pathlib import Path

from fenming.policy import Pack, load_pack

REGION = "cn/zz/999901"
SCHEME = "resident"
LEVELS = ("primary", "county", "city", "province")
BENEFITS = {
    "outpatient/rate": ("table", "rate", {"primary": "55%", "county": "50%"}),
    "outpatient/deductible": ("amount", None, "0 元"),
    "outpatient/deductible_basis": ("choice", ("each_visit", "each_year"), "each_year"),
    "outpatient/annual_cap": ("amount", None, "150 元"),
    "chronic_outpatient/rate": ("rate", None, "60%"),
    "chronic_outpatient/annual_cap": ("amount", None, "3000 元"),
    "chronic_outpatient/extra_disease_cap": ("amount", None, "300 元"),
    "chronic_outpatient/annual_cap_max": ("amount", None, "4500 元"),
    "inpatient/deductible": (
        "table",
        "amount",
        dict(zip(LEVELS, ("200 元", "500 元", "700 元", "1000 元"), strict=True)),
    ),
    "inpatient/rate": ("table", "rate", dict(zip(LEVELS, ("85%", "80%", "75%", "70%"), strict=True))),
    "annual_cap": ("amount", None, "300000 元"),
    "inpatient/other_city_deductible_factor": ("rate", None, "150%"),
    "inpatient/out_of_province_deductible_rate": ("rate", None, "20%"),
    "inpatient/out_of_province_deductible_min": ("amount", None, "2000 元"),
    "inpatient/out_of_province_deductible_max": ("amount", None, "10000 元"),
    "inpatient/out_of_province_rate": ("rate", None, "60%"),
    "inpatient/unreferred_reduction": ("rate", None, "10%"),
    "inpatient/floor_rate": ("table", "rate", {"in_province": "45%", "out_of_province": "40%"}),
    "inpatient/deductible_basis": ("choice", ("each_visit", "each_year"), "each_visit"),
    "critical_illness/deductible": ("amount", None, "15000 元"),
    "critical_illness/tiers": (
        "tiers",
        None,
        [
            {"above": "0 元", "rate": "60%"},
            {"above": "50000 元", "rate": "65%"},
            {"above": "100000 元", "rate": "75%"},
            {"above": "200000 元", "rate": "80%"},
        ],
    ),
    "critical_illness/base": (
        "choice",
        ("eligible_after_pool", "eligible_and_upfront_after_pool", "counted_after_pool"),
        "eligible_after_pool",
    ),
    "critical_illness/tier_axis": ("choice", ("absolute", "excess"), "excess"),
}


def benefits_pack(root: Path, *later: tuple[str, dict[str, object]], **changes: object) -> Pack:
    """A pack with BENEFITS from 2024-01-01, except `changes` (`inpatient__rate=…`); each of `later` is a date and the values from then on.

    A change that is a triple (kind, of, value) is a parameter of its own.
    """
    folder = root / REGION
    for name, value in {
        "pack": {"label": "测试", "label_en": "test", "level": "county"},
        "documents": DOCUMENTS,
    }.items():
        _write(folder / f"{name}.yaml", value)
    _write(root / "cn/zz/pack.yaml", {"label": "测试省", "label_en": "test province", "level": "province"})
    given = {name.replace("__", "/"): value for name, value in changes.items()}
    more = {name: given.pop(name) for name in list(given) if isinstance(given[name], tuple)}
    for name, (kind, of, value) in (BENEFITS | more).items():
        versions = [("2024-01-01", given.get(name, value))]
        versions += [(day, values[name]) for day, values in later if name in values]
        _write(folder / f"benefits/{SCHEME}/{name}.yaml", _parameter(kind, of, versions))
    return load_pack(REGION, (root,))


DOCUMENTS = {"made_up": {"title": "synthetic rules for tests", "grade": "assumed"}}


def _parameter(kind: str, of: object, versions: list[tuple[str, object]]) -> dict[str, object]:
    unit = "元" if "amount" in (kind, of) else UNITS.get(kind)
    unknown = (
        {"open_question": "测试", "settled_by": ["made_up"]} if "null" in [value for _day, value in versions] else {}
    )
    ends = [day for day, _value in versions[1:]] + [None]
    return {
        "label": "测试参数",
        "label_en": "test parameter",
        "meaning": "合成",
        "kind": kind,
        **({"of": of} if kind == "table" else {}),
        **({"unit": unit} if unit else {}),
        **({"options": {word: {"label": word, "label_en": word} for word in of}} if kind == "choice" else {}),
        **({"reading": "marginal"} if kind == "tiers" else {}),
        **unknown,
        "set_by": ["county"],
        "versions": [
            {"from": day, **({"to": end} if end else {}), "value": value, **CITED}
            for (day, value), end in zip(versions, ends, strict=True)
        ],
    }


UNITS = {"tiers": {"above": "元", "rate": "比例"}, "count": "天"}
CITED = {"cite": {"document": "made_up", "clause": "article one"}, "checked_on": "2024-01-01"}


def _write(path: Path, content: dict[str, object]) -> None:
    """JSON is YAML; dates stand bare, as YAML dates."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join(f"{key}: {_flow(value)}" for key, value in content.items()) + "\n", encoding="utf-8")


def _flow(value: object) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key}: {_flow(item)}" for key, item in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(_flow, value)) + "]"
    return str(value)
