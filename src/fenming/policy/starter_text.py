"""What the files of a new pack say: names and meanings from the table of benefit parameters, values from nowhere but a pack."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from io import StringIO
from os.path import relpath
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from fenming.policy.benefits import KEYS, Form, Meaning, Place, meaning_of, place_of
from fenming.policy.pack import Pack
from fenming.policy.parameter import Parameter

DOCUMENT = "local_benefit_rules"
USUAL = ("inpatient", "outpatient", "chronic_outpatient", "critical_illness", "medical_aid")
BELOW = {"province": ["province", "city", "county"], "city": ["city", "county"], "county": ["county"]}
SCHEMA_FOLDER = "schema"
GUIDE = "README.md"


@dataclass(frozen=True, slots=True)
class Wish:
    """What a new pack is to hold. `region` is its path below `root`; `existing` a pack to take values from, if any.

    `parts` are cares and layers; `since` is the day from which its parameters hold.
    """

    region: str
    root: Path
    label: str
    label_en: str
    since: date
    checked_on: date
    existing: str = ""
    schemes: tuple[str, ...] = ("resident",)
    parts: tuple[str, ...] = USUAL


@dataclass(frozen=True, slots=True)
class Source:
    """What the pack inherits from, and the pack to take values from (None for a blank one)."""

    above: Pack
    existing: Pack | None


@cache
def data() -> Mapping[str, Any]:
    """The table beside this module: usual parameters, names of cares and schemes, provinces."""
    read: Mapping[str, Any] = YAML(typ="safe").load((files("fenming.policy") / "starter.yaml").read_text("utf8"))
    return read


def level_of(region: str) -> str:
    """The level that a region's path says: cn/js is a province, cn/js/320700 a city, cn/js/320722 a county."""
    last = region.rpartition("/")[2]
    if not last.isdigit():
        return "province"
    return "city" if last.endswith("00") else "county"


def own_files(wish: Wish, source: Source) -> Iterator[tuple[str, str]]:
    """Paths below the root and texts of all files of the new pack's own folder."""
    region, level = wish.region, level_of(wish.region)
    title = f"{wish.label}基本医疗保险待遇文件(名称待填)"
    note = "填写文件的全名、文号、发文机关、公布日期与网址，见到原件后把grade改为original。"
    yield (
        f"{region}/pack.yaml",
        yaml_of({"label": wish.label, "label_en": wish.label_en, "level": level}, in_blocks=True),
    )
    yield (
        f"{region}/documents.yaml",
        yaml_of({DOCUMENT: {"title": title, "grade": "named_only", "note": note}}, in_blocks=True),
    )
    codes = "# 本地与全国不同的代码；全国代码已在cn/codes.yaml。Codes that differ here from the national ones.\n"
    example = '# care:\n#   "9901": special_chronic\n'
    yield f"{region}/codes.yaml", _modeline(region, "codes.yaml", "codes") + codes + example + "care: {}\n"
    yield f"{region}/examples.yaml", _modeline(region, "examples.yaml", "examples") + _example(wish)
    for name in sorted(_wanted(wish, source)):
        path = f"{name.replace('.', '/')}.yaml"
        text = _parameter(name, wish, source)
        if text is not None:
            yield f"{region}/{path}", _modeline(region, path, "parameter") + yaml_of(text) + _hint(name, text["kind"])
    yield f"{region}/README.md", _readme(wish)


def _wanted(wish: Wish, source: Source) -> set[str]:
    """The names to write: the usual ones, and of a pack to take values from all it has for the wished parts."""
    usual = data()["parameters"]
    wanted = {f"benefits.{scheme}.{name}" for scheme in wish.schemes for name in usual["scheme"]}
    below = tuple(f"benefits.{scheme}.{part}." for scheme in wish.schemes for part in wish.parts)
    if source.existing is None:
        return wanted | {f"{start}{name}" for start in below for name in usual[start.split(".")[2]]}
    taken = {parameter.name for parameter in source.existing.parameters() if parameter.name.startswith(below)}
    return taken | {name for name in wanted if source.existing.has(name)}


def _parameter(name: str, wish: Wish, source: Source) -> dict[str, Any] | None:
    """The file's content; None where a level above keeps the parameter to itself."""
    above = source.above.parameter(name) if source.above.has(name) else None
    if above is not None and level_of(wish.region) not in above.text.set_by:
        return None
    taken = source.existing.parameter(name) if source.existing is not None else None
    if taken is not None and (above is None or taken.kind == above.kind):
        return _taken(taken, wish)
    place = place_of(name)
    meaning = meaning_of(place) if place is not None else None
    if place is None or meaning is None:
        return None
    return _blank(place, meaning, _form(place, meaning, above), wish)


def _form(place: Place, meaning: Meaning, above: Parameter | None) -> Form:
    """The form that the level above writes it in, else the usual one."""
    if above is not None:
        return next((form for form in meaning.forms if form.fits(above.text)), meaning.forms[0])
    is_one = place.name in data()["one_value"].get(place.care or place.group, ())
    return next((form for form in meaning.forms if is_one and not form.by), meaning.forms[0])


def _blank(place: Place, meaning: Meaning, form: Form, wish: Wish) -> dict[str, Any]:
    """A parameter of which nothing is known but what it means."""
    scheme, care = data()["schemes"][place.scheme], data()["cares"].get(place.care)
    content: dict[str, Any] = {
        "label": scheme[0] + (care[0] if care else "") + meaning.label,
        "label_en": f"{meaning.label_en} ({f'{care[1]}, ' if care else ''}{scheme[1]})",
        "meaning": meaning.meaning,
        "kind": form.kind,
    }
    content |= {"of": form.of} if form.of else {}
    content |= _unit(form.kind, form.of, meaning)
    content |= {"options": _options(place, meaning)} if form.kind == "choice" else {}
    content["set_by"] = BELOW[level_of(wish.region)]
    content |= {"reading": "marginal"} if form.kind == "tiers" else {}
    version = {"from": wish.since, "value": None, "cite": {"document": DOCUMENT, "clause": "待填"}}
    return content | {
        "open_question": f"{wish.label}的文件未查；没有这条规定就删去本文件。",
        "settled_by": [DOCUMENT],
        "versions": [version | {"checked_on": wish.checked_on}],
    }


def _hint(name: str, kind: str) -> str:
    """How a value of this parameter is written, as a comment without numbers."""
    place = place_of(name)
    meaning = meaning_of(place) if place is not None else None
    if meaning is None:
        return ""
    ways = [
        way if form.kind == kind else f"{way} (kind: {form.kind}{f', of: {form.of}' if form.of else ''})"
        for form in meaning.forms
        if (way := _way(form, meaning))
    ]
    return "".join(
        f"# value 的写法 written like: {way}\n" for way in (*ways, "absent (文件没有这条规定 there is no such rule)")
    )


def _way(form: Form, meaning: Meaning) -> str:
    cell = {"rate": "…%", "amount": f"… {meaning.unit}", "count": f"… {meaning.unit}"}.get(form.of or form.kind, "")
    if form.kind == "tiers":
        return "[{above: 0 元, rate: …%}, {above: … 元, rate: …%}]"
    if form.kind == "table":
        return "{" + ", ".join(f"{key}: {cell}" for key in KEYS[form.by] or ("hypertension", "diabetes")) + "}"
    return cell


def _unit(kind: str, of: str, meaning: Meaning) -> dict[str, Any]:
    if kind == "tiers":
        return {"unit": {"above": meaning.unit, "rate": "支付比例"}}
    return {"unit": meaning.unit} if meaning.unit and "rate" not in (kind, of) else {}


def _options(place: Place, meaning: Meaning) -> dict[str, Any]:
    if place.name != "same_as":
        return {word: dict(labels) for word, labels in meaning.options.items()}
    label, label_en = data()["cares"][data()["same_as"].get(place.care, "inpatient")]
    return {data()["same_as"].get(place.care, "inpatient"): {"label": label, "label_en": label_en}}


def _taken(parameter: Parameter, wish: Wish) -> dict[str, Any]:
    """Another place's parameter as a beginning: its values, with nothing of its authority."""
    content = parameter.text.model_dump(
        by_alias=True, exclude_defaults=True, exclude={"examples", "settled_by", "versions"}
    )
    at = next((place for place, one in enumerate(parameter.text.versions) if _holds(one.from_, one.to, wish.since)), -1)
    version = parameter.text.versions[at]
    below = BELOW[level_of(wish.region)]
    content["set_by"] = [one for one in below if one in parameter.text.set_by] or below
    content["open_question"] = f"照{parameter.region}的填写，{wish.label}的文件未核对；没有这条规定就删去本文件。"
    content["settled_by"] = [DOCUMENT]
    cite = {"document": "assumed", "clause": f"照{parameter.region}填写，待核对"}
    content["versions"] = [{"from": wish.since, "value": version.value, "cite": cite, "checked_on": wish.checked_on}]
    return content


def _holds(start: date, end: date | None, day: date) -> bool:
    return start <= day and (end is None or day < end)


def _example(wish: Wish) -> str:
    return (
        "# 文件、报道里的算例：去掉井号，照原文填写。Worked examples of your documents: remove the # and fill in.\n"
        f"# - name: 县级医院住院\n#   document: {DOCUMENT}\n#   clause: 报销示例\n#   bills:\n"
        f"#     - {{scheme: {wish.schemes[0]}, care: inpatient, level: county, settled: {wish.since}, total: 6500 元,\n"
        "#        excluded: 350 元, expect: {pool: 4087.50 元, person: 2412.50 元}}\n[]\n"
    )


def _readme(wish: Wish) -> str:
    guide = relpath(Path(SCHEMA_FOLDER) / GUIDE, wish.region)
    return (
        f"# {wish.label}\n\n"
        f"1. documents.yaml：填写本地文件。 Fill in your document.\n"
        "2. benefits/：逐个填写 `value`、`cite`，删去 `open_question`；没有的规定就删去文件。"
        " Write values and clauses; delete the files of rules you do not have.\n"
        "3. codes.yaml：本地代码。 Your own codes.\n"
        "4. examples.yaml：文件里的算例。 Worked examples of your documents.\n"
        "5. `fenming policy check` 本目录所在的根目录。 Check the root that holds this folder.\n\n"
        f"指南 guide: {guide}\n"
    )


def _modeline(region: str, path: str, schema: str) -> str:
    """The line by which editors find the schema."""
    there = relpath(Path(SCHEMA_FOLDER) / f"{schema}.schema.json", Path(region, path).parent)
    return f"# yaml-language-server: $schema={Path(there).as_posix()}\n"


def yaml_of(content: Any, *, in_blocks: bool = False) -> str:
    """`content` as YAML a person would go on writing: its smallest mappings and lists on one line, or all in blocks."""
    writer, text = YAML(typ="safe", pure=True), StringIO()
    writer.default_flow_style = False if in_blocks else None
    writer.sort_base_mapping_type_on_output = False  # type: ignore[assignment]
    writer.width, writer.allow_unicode = 120, True
    writer.indent(mapping=2, sequence=4, offset=2)
    writer.dump(content, text)
    return text.getvalue()
