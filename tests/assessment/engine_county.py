"""A small county for the assessment engine: a pack with a card for every rule and a scheme for every method, and made-up counts."""

from collections.abc import Iterable, Mapping
from datetime import date
from functools import cache
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

import pyarrow as pa
import pyarrow.parquet as pq

from fenming.assessment.assessing import Assessment, assess
from fenming.assessment.corrections import Correction, placed_corrections
from fenming.assessment.counts import summed
from fenming.assessment.parties import COLUMN, Parties, read_parties
from fenming.facts.run_tables import RunTables
from fenming.policy import Pack, load_pack

YEAR = 2024
CITE = "cite: {document: assumed, clause: 测试}\nchecked_on: 2026-11-22\n"
CARD = """label: {id}率
label_en: rate of {id}
meaning: 测试用指标。
verb: {verb}
inputs: {inputs}
grain: {grain}
period: {period}
shown_as: percent
direction: {direction}
small_numbers: {small}
source: 测试
owner: 测试
why_it_matters: 测试用。
gaming_risk: 测试用。
reviewer: null
next_review: 2027-11-22
"""
SCHEME = """label: {id}考核
label_en: assessment {id}
meaning: 测试用考核。
assesses: {assesses}
{feeds}period: {period}
missing: {missing}
set_by: [county]
from: 2024-01-01
items:
{items}
"""
PARAMETER = """label: 参数
label_en: a parameter
meaning: 测试用参数。
{kind}
set_by: [county]
versions:
  - from: 2024-01-01
    value: {value}
    cite: {{document: assumed, clause: 测试}}
    checked_on: 2026-11-22
"""
RULES = "kind: choice\noptions: {credibility: {label: 可信, label_en: credible}, naked: {label: 原值, label_en: naked}}"
PARAMETERS = {
    "assessment/small_number_rule": (RULES, "credibility"),
    "assessment/credibility_heads": ("kind: count\nunit: 人", "30 人"),
    "assessment/interval_confidence": ("kind: rate", "95%"),
    "assessment/chain_weights": ("kind: split", "{own: 8, above: 2}"),
    "assessment/grade_bands": ("kind: table\nof: rate", "{good: 70%, middling: 50%, bad: 0%}"),
    "assessment/pay_pool_effect": ("kind: table\nof: rate", "{good: 10%, bad: -10%}"),
    "public_health/quarter_weights": ("kind: split", "{q1: 20, q2: 20, q3: 20, q4: 40}"),
}
CARDS = {
    "control": {"small": "credible"},
    "standard": {"inputs": "{part: standard_met, whole: [standard_met, standard_unmet]}"},
    "due": {},
    "wait": {"direction": "down"},
    "checked": {"inputs": "{part: checked_qualified, whole: checked}"},
    "points": {"period": "quarter"},
    "income": {"grain": "institution"},
    "fixed": {"inputs": "{part: standard_met, whole: {policy: assessment.credibility_heads}}"},
    "cell": {"inputs": "{part: standard_met, whole: {policy: assessment.pay_pool_effect, key: good}}"},
    "mortality": {
        "verb": "premature_mortality",
        "inputs": "{deaths: {by: {'30': deaths.30, '35': deaths.35}}, residents: {by: {'30': heads.30, '35': heads.35}}}",
        "grain": "county",
    },
}
ITEMS = {
    "control": "proportional, target: 80%",
    "standard": "met, target: 60%",
    "due": "interval, low: 40%, high: 90%",
    "wait": "deduction, target: 10%, step: 10%, points: 2 分, floor: 1 分",
    "checked": "sample, item_id: PH01, veto_at: 3",
}


def card(indicator_id: str, **given: str) -> str:
    words = {"verb": "ratio", "grain": "unit", "period": "year", "direction": "up", "small": "as_counted"}
    words["inputs"] = f"{{part: {indicator_id}_done, whole: {indicator_id}_all}}"
    return CARD.format(id=indicator_id, **(words | given)) + CITE


def scheme(scheme_id: str, assesses: str, items: Iterable[tuple[str, str, str]], **given: str) -> str:
    """A scheme of items: indicator, weight in points, method with its terms."""
    listed = "".join(
        f"  - {{indicator: {one}, weight: {weight} 分, method: {method}}}\n" for one, weight, method in items
    )
    words = {"period": "year", "missing": "refused", "feeds": ""} | given
    words["feeds"] = f"feeds: {words['feeds']}\n" if words["feeds"] else ""
    return SCHEME.format(id=scheme_id, assesses=assesses, items=listed.rstrip(), **words) + CITE


BANDS = "bands, bands: [{places: 40%, points: 100%}, {places: 40%, points: 60%}]"
TO_80 = "proportional, target: 80%"
SCHEMES = {
    "health_unit": ("unit", [(one, "20", method) for one, method in ITEMS.items()], {}),
    "peers": ("unit", [("control", "50", "spread"), ("wait", "50", BANDS)], {"feeds": ""}),
    "township": ("township", [("standard", "50", "spread"), ("wait", "50", BANDS)], {}),
    "process": (
        "unit",
        [("points", "100", "proportional, target: 100%")],
        {"feeds": "process_score", "period": "quarter"},
    ),
    "target": (
        "unit",
        [("standard", "50", "met, target: 60%"), ("due", "50", "met, target: 50%")],
        {"feeds": "target_result"},
    ),
    "lead": ("lead", [("control", "60", TO_80), ("income", "40", "met, target: 50%")], {}),
    "chronic": ("consortium", [("control", "100", TO_80)], {"feeds": "assessment_score"}),
    "county": ("county", [("control", "100", TO_80)], {}),
}


@cache
def small_pack(missing: str = "refused", rule: str = "credibility", due: str = "up") -> Pack:
    """The pack, its schemes refusing totals or leaving out what is missing, with the rule on small numbers and one card's direction."""
    with TemporaryDirectory() as root:
        write_pack(Path(root) / "cn", missing, rule, due)
        return load_pack("cn", (root,), shipped=False)


def write_pack(top: Path, missing: str, rule: str, due: str) -> None:
    """The files of the pack, see `small_pack`."""
    for folder in ("indicators", "schemes", "assessment", "public_health"):
        (top / folder).mkdir(parents=True)
    (top / "pack.yaml").write_text("label: 全国\nlabel_en: China\nlevel: national\n", "utf8")
    (top / "documents.yaml").write_text("assumed: {title: 测试假设, grade: assumed}\n", "utf8")
    keys = ("q1", "q2", "q3", "q4", "own", "above", "good", "middling", "bad")
    (top / "keys.yaml").write_text("".join(f"{key}: {{label: {key}, label_en: {key}}}\n" for key in keys), "utf8")
    for name, (kind, value) in PARAMETERS.items():
        chosen = rule if name == "assessment/small_number_rule" else value
        (top / f"{name}.yaml").write_text(PARAMETER.format(kind=kind, value=chosen), "utf8")
    for indicator_id, given in CARDS.items():
        (top / "indicators" / f"{indicator_id}.yaml").write_text(
            card(indicator_id, **({"direction": due} if indicator_id == "due" else {}) | given), "utf8"
        )
    for scheme_id, (assesses, items, given) in SCHEMES.items():
        text = scheme(scheme_id, assesses, items, **({"missing": missing} | given))
        (top / "schemes" / f"{scheme_id}.yaml").write_text(text, "utf8")


Row = tuple[str, str, str, int]  # measure, period, party, value
UNITS = {f"U{place:02d}": ("C1" if place < 6 else "C2", f"T{place // 3}") for place in range(12)}
LEADS = {"C1": "L1", "C2": "L2"}
BOTH = ("_done", "_all")


def drawn_rows(random: Random, units: Iterable[str] = UNITS) -> list[Row]:
    """Counts of every unit for every measure, and of lead hospitals."""
    rows: list[Row] = []
    for unit in units:
        for name in ("control", "due", "wait"):
            whole = random.randint(1, 60)
            rows += [(f"{name}_done", "year", unit, random.randint(0, whole)), (f"{name}_all", "year", unit, whole)]
        rows += [
            ("standard_met", "year", unit, random.randint(1, 40)),
            ("standard_unmet", "year", unit, random.randint(0, 40)),
        ]
        sampled, lost = random.randint(4, 20), random.randint(0, 4)
        rows += [("checked", "year", unit, sampled), ("checked_qualified", "year", unit, sampled - lost)]
        rows += [("checks_untrue.PH01", "year", unit, lost)]
        for quarter in ("q1", "q2", "q3", "q4"):
            rows += [("points_done", quarter, unit, random.randint(0, 90)), ("points_all", quarter, unit, 80)]
    rows += [
        ("deaths.30", "year", "", 4),
        ("deaths.35", "year", "", 6),
        ("heads.30", "year", "", 900),
        ("heads.35", "year", "", 800),
    ]
    return rows + [(f"income{end}", "year", lead, random.randint(1, 9)) for lead in LEADS.values() for end in BOTH]


def without(rows: Iterable[Row], measure: str, *parties: str) -> list[Row]:
    """The rows but for one measure of some parties."""
    return [row for row in rows if row[0] != measure or row[2] not in parties]


def changed(rows: Iterable[Row], measure: str, party: str, value: int) -> list[Row]:
    """The rows with another count of one party."""
    return [(*row[:3], value) if (row[0], row[2]) == (measure, party) else row for row in rows]


def write_tables(folder: Path, rows: Iterable[Row], corrections: Iterable[Mapping[str, object]] = ()) -> RunTables:
    """The tables an assessment is made from."""
    folder.mkdir(parents=True, exist_ok=True)
    roll = [
        {
            "unit_id": unit,
            "name": f"{unit}单元",
            "consortium_id": one,
            "township_hospital_id": town,
            "clinic_id": f"V{unit}",
        }
        for unit, (one, town) in UNITS.items()
    ]
    towns = {town: one for one, town in UNITS.values()}
    institutions = [
        {"institution_id": one, "name": f"{one}医院", "kind": kind, "consortium_id": consortium}
        for kind, listed in (
            ("lead_hospital", {lead: one for one, lead in LEADS.items()}),
            ("township_hospital", towns),
        )
        for one, consortium in listed.items()
    ]
    columns = ("measure_id", "period", *COLUMN.values())
    counted = pa.schema([*((column, pa.string()) for column in columns), ("value", pa.int64())])
    pq.write_table(pa.Table.from_pylist(list(map(_measured, rows)), schema=counted), folder / "measure.parquet")
    for name, listed in (("roll", roll), ("institution", institutions)):
        pq.write_table(pa.Table.from_pylist(listed), folder / f"{name}.parquet")
    if corrections := list(corrections):
        pq.write_table(pa.Table.from_pylist(corrections), folder / "correction.parquet")
    return RunTables(folder)


def _measured(row: Row) -> dict[str, object]:
    measure, period, party, value = row
    consortium, town = UNITS.get(party, (next((one for one, lead in LEADS.items() if lead == party), ""), ""))
    codes = {"consortium_id": consortium, "township_hospital_id": town}
    codes |= {"unit_id": party if party in UNITS else "", "institution_id": "" if party in UNITS else party}
    return {"measure_id": measure, "period": period, **codes, "value": value}


@cache
def small_parties() -> Parties:
    """The parties of the small county."""
    with TemporaryDirectory() as folder:
        return read_parties(write_tables(Path(folder), []))


def assessed(
    rows: Iterable[Row], pack: Pack | None = None, corrections: Iterable[Mapping[str, object]] = ()
) -> Assessment:
    """The assessment of made-up rows, without files in between."""
    policy, parties = (pack or small_pack()).on(date(YEAR, 12, 31)), small_parties()
    appealed = placed_corrections([Correction(**one) for one in corrections], policy.pack.cards, parties)
    return assess(policy, parties, summed(map(_measured, rows)), appealed)
