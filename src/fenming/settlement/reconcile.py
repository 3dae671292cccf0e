"""Published figures beside ours: the same, different, or not derivable, and why."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

from ruamel.yaml import YAML

from fenming.budget import Roll, build_budget
from fenming.kernel import BadInput, Citation, Figure, Grade, divide, parse_ppm, parse_yuan
from fenming.kernel.language import _, language
from fenming.kernel.money import UNITS
from fenming.mechanisms import Name, derive, total
from fenming.policy import Pack, Policy, load_pack
from fenming.settlement.distribution import split_by
from fenming.settlement.public_health import rolled_over
from fenming.settlement.result_pool import COUNTY

ROLL = Name("reconcile", "公布口径", "as published")
_WRITTEN = re.compile(r"(?P<number>[\d,]+(?:\.(?P<decimals>\d+))?)\s*(?P<unit>\S*)")


@dataclass(frozen=True, slots=True)
class Comparison:
    """One published figure, what Fenming derives for it (None where it cannot), the verdict and the reason.

    `verdict` is `same`, `differs` or `not_derivable`, judged at the precision that was printed, or `given`: the published
    figure is itself what others are derived from.
    """

    id: str
    label: str
    published: str
    ours: Figure | None
    verdict: str
    because: str

    def as_dict(self) -> dict[str, Any]:
        ours = {"figure": self.ours.name, "value": self.ours.value, "unit": self.ours.unit} if self.ours else None
        return {
            "id": self.id,
            "label": self.label,
            "published": self.published,
            "ours": ours,
            "verdict": self.verdict,
            "because": self.because,
        }


@cache
def published_names() -> tuple[str, ...]:
    """What can be reconciled: the files of published figures that ship with Fenming."""
    folder = files("fenming.settlement") / "published"
    return tuple(sorted(entry.name.removesuffix(".yaml") for entry in folder.iterdir() if entry.name.endswith(".yaml")))


def reconcile(name: str) -> list[Comparison]:
    """All published figures called `name` (e.g. `suixi-2024`) beside ours. Raises BadInput for an unknown name."""
    if name not in published_names():
        raise BadInput(
            "reconcile.unknown",
            what=_("nothing published is called '{name}'").format(name=name),
            remedy=_("use one of: {names}").format(names=", ".join(published_names())),
        )
    text = (files("fenming.settlement") / "published" / f"{name}.yaml").read_text("utf8")
    published = YAML(typ="safe").load(text)
    pack = load_pack(published["county"])
    given = _given(published, pack)
    ours = {figure.name: figure for figure in _derived(pack.on(date(published["year"], 12, 31)), given)}
    return [_compare(row, ours) for row in published["figures"]]


def _given(published: Mapping[str, Any], pack: Pack) -> dict[str, Figure]:
    document = pack.documents[published["document"]]
    return {
        key: _published(
            key, row, Citation(published["document"], document.title, row["clause"], Grade[document.grade.upper()])
        )
        for key, row in published["given"].items()
    }


def _published(key: str, row: Mapping[str, str], cite: Citation) -> Figure:
    value, unit, _quantum = _read(row["value"])
    return Figure(
        f"published.{key}", value, unit, "published", row["label"], row["label_en"], cite=cite, written=row["value"]
    )


def _read(written: str) -> tuple[int, str, int]:
    """Value, unit and the size of the last printed place of a figure as it was published."""
    found = _WRITTEN.fullmatch(written)
    if found is None:
        raise ValueError(f"unreadable published figure {written!r}")
    decimals, unit = len(found["decimals"] or ""), found["unit"]
    if unit in UNITS:
        return parse_yuan(written), "fen", UNITS[unit] // 10**decimals
    if unit == "%":
        return parse_ppm(written), "ppm", 10_000 // 10**decimals
    return int(found["number"].replace(",", "")), {"人": "person"}.get(unit, "unit"), 1


def _compare(row: Mapping[str, str], ours: Mapping[str, Figure]) -> Comparison:
    label = row["label"] if language() == "zh" else row["label_en"]
    because = row.get("because" if language() == "zh" else "because_en", "")
    if "ours" not in row:
        return Comparison(row["id"], label, row["published"], None, "not_derivable", because)
    figure = ours[row["ours"]]
    if figure.verb == "published":
        return Comparison(row["id"], label, row["published"], figure, "given", because)
    value, _unit, quantum = _read(row["published"])
    is_same = divide(figure.value, quantum) == divide(value, quantum)
    return Comparison(row["id"], label, row["published"], figure, "same" if is_same else "differs", because)


def _derived(policy: Policy, given: Mapping[str, Figure]) -> list[Figure]:
    """Everything that follows from the published inputs by the pack's rules."""
    none = derive(Name("reconcile.no_contracts", "签约人数未公布", "contracts not published", "person"), "total", {})
    everyone = {"all": given["insured"]}
    roll = Roll({"all": ROLL}, everyone, {"all": given["chronic_persons"]}, {"all": none})
    county = build_budget(policy, roll).county
    return [
        county.financing,
        county.critical_illness_premium,
        county.package,
        county.chronic_quota,
        *_package_figures(policy, given, county.before_hand_over, county.package),
        *_sums(given),
        *_public_health_figures(policy, given),
    ]


def _named(suffix: str, label: str, label_en: str, unit: str = "fen") -> Name:
    return Name(f"reconcile.{suffix}", label, label_en, unit)


def _package_figures(policy: Policy, given: Mapping[str, Figure], before: Figure, package: Figure) -> list[Figure]:
    pool = given["pool"]
    heads = {"whole": given["premium"], "heads": given["insured"]}
    drg = derive(
        _named("drg_budget", "DRG预算", "DRG budget"), "share", {"whole": pool, "rate": policy["budget.drg_share"]}
    )
    return [
        derive(_named("premium_per_head", "人均保费", "premium per head"), "per_head", heads),
        derive(
            _named("package_difference", "公布数高出规则", "published above the rule"),
            "difference",
            {"whole": pool, "part": package},
        ),
        derive(
            _named("risk_money_that_fits", "能对上的风险金", "risk money that fits"),
            "difference",
            {"whole": before, "part": pool},
        ),
        drg,
        derive(_named("drg_share", "DRG占比", "DRG share", "ppm"), "ratio", {"part": given["drg"], "whole": pool}),
    ]


def _sums(given: Mapping[str, Figure]) -> list[Figure]:
    savings = [given[f"saving_{year}"] for year in (2021, 2022, 2023, 2024)]
    return [
        total(_named("package_parts", "两家包干之和", "both packages"), [given["people_pool"], given["tcm_pool"]]),
        total(
            _named("chronic_parts", "两家慢病额度之和", "both chronic quotas"),
            [given["people_chronic"], given["tcm_chronic"]],
        ),
        total(_named("chronic_savings", "慢病结余合计", "chronic savings"), savings),
        total(_named("clinics", "卫生室合计", "clinics", "unit"), [given["people_clinics"], given["tcm_clinics"]]),
    ]


def _public_health_figures(policy: Policy, given: Mapping[str, Figure]) -> list[Figure]:
    """The three payments under the reading that fits (target forfeits roll over) and under the text's own."""
    whole = policy["public_health.village_total"]
    pools = split_by(policy, "public_health.pool_split", COUNTY.child("pool", "资金池", "pool"), whole)
    fitting, _retained = rolled_over(policy, pools, {"process": [pools["process"]], "target": [given["target_paid"]]})
    process_forfeit = derive(
        _named("process_forfeit", "过程扣减", "process deductions"),
        "difference",
        {"whole": pools["process"], "part": given["process_paid"]},
    )
    units = total(
        _named("units", "健康管理单元", "health-management units", "unit"), [given["clinics"], given["stations"]]
    )
    size = {"whole": units, "rate": policy["public_health.result_band_share"]}
    return [
        *pools.values(),
        units,
        derive(_named("band_units", "每档单元数", "units in a band", "unit"), "share", size),
        given["target_paid"],
        total(_named("result_fitting", "结果池(目标扣减转入)", "result pool, target forfeits rolled in"), [fitting]),
        total(
            _named("result_by_text", "结果池(过程扣减转入)", "result pool by the text"),
            [pools["result"], process_forfeit],
        ),
    ]
