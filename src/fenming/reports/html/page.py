"""Writing the page: sections and charts filled into the template, explanations and scripts inside the one file."""

import json
import re
from collections.abc import Iterator
from contextvars import copy_context
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from jinja2 import Environment, FunctionLoader, StrictUndefined
from markupsafe import Markup

from fenming.kernel import format_yuan
from fenming.kernel.language import _, choose_language, language
from fenming.reports.html import charts, sections
from fenming.reports.html.embed import embedded
from fenming.reports.html.numbers import amount, number, scales
from fenming.reports.html.sums import PageFigures
from fenming.reports.html.units import Row, unit_rows, unit_stories
from fenming.reports.run_folder import RunFolder
from fenming.reports.wording import label_of

SHOWN_FIGURE = re.compile(r'data-figure="([^"]+)"')


def write_html(run: RunFolder, path: Path, language: str) -> None:
    """Write the page of `run` to `path` in `language` (`zh` or `en`): one file that needs no network."""
    path.write_text(copy_context().run(_in_language, run, language), "utf8")


def _in_language(run: RunFolder, chosen: str) -> str:
    choose_language(chosen)
    return page_html(run)


def page_html(run: RunFolder) -> str:
    """The page in the language in use."""
    page = PageFigures(run)
    units = unit_rows(page)
    data = {"charts": _charts(page, units), "stories": unit_stories(page, units), "words": words(), "scales": scales()}
    context = _context(page, units)
    body = _environment().get_template("report.html").render(context)
    shown = SHOWN_FIGURE.findall(body.partition("<!--data-->")[0])
    names = dict.fromkeys([*shown, *(text for text in _texts(data) if text in page.book)])
    explanations = embedded(page.book, names)
    parts = {"page-data": _script(data), "explanations": _script(explanations)}
    return body.replace("<!--data-->", "\n".join(_data_block(key, text) for key, text in parts.items()))


def _context(page: PageFigures, units: list[Row]) -> dict[str, Any]:
    manifest = page.run.manifest
    is_zh = language() == "zh"
    return {
        "_": _,
        "number": number,
        "amount": amount,
        "yuan": format_yuan,
        "label_of": label_of,
        "lang": "zh-CN" if is_zh else "en",
        "county": manifest["county_label" if is_zh else "county_label_en"],
        "manifest": manifest,
        "consortia": [charts.consortium_name(page, one) for one in page.consortia],
        "answers": list(sections.answers(page, manifest["year"])),
        "weakest": sections.weakest(page),
        "key_rows": list(sections.key_rows(page)),
        "grade": page.book.grade,
        "double_budgets": list(sections.double_budgets(page)),
        "pools": list(sections.public_health_pools(page)),
        "bands": list(sections.bands(page)),
        "retained": page.get("public_health.county.retained"),
        "means": [page[f"settlement.county.{pool}.mean_growth"] for pool in ("general", "chronic")],
        "units": units,
        "consortium_of": {one: charts.consortium_name(page, one) for one in page.consortia},
        "checks": sections.check_rows(page.run.checks),
        "findings": page.run.findings,
        "questions": sections.questions(page),
        "evidence": sections.evidence(page),
        "scales": scales(),
        "asset": asset,
    }


def _charts(page: PageFigures, units: list[Row]) -> dict[str, Any]:
    return {
        "flows": charts.flows(page),
        "results": charts.results(page),
        "burn_up": charts.burn_up(page),
        "corridor": charts.corridor(page),
        "growths": charts.growths(page, units),
        "spends": charts.spends(page, units),
    }


def words() -> dict[str, str]:
    """What the scripts say."""
    return {
        "yuan": _("yuan"),
        "decided_by": _("decided by"),
        "copied": _("copied"),
        "more": _("show all"),
        "spend": _("fund spend, summed up"),
        "advance": _("advances, summed up"),
        "package": _("package"),
        "fund": _("the fund bears"),
        "consortium": _("the consortium bears"),
        "before_cap": _("the fund before its cap"),
        "today": _("this year"),
        "overspend": _("overspend"),
        "surplus": _("surplus"),
        "of_budget": _("of the year's budget"),
        "mean": _("county mean"),
        "unchanged": _("unchanged"),
        "shares": _("shares"),
        "not": _("does not share"),
        "unknown": _("cannot be compared"),
        "growth": _("spend per head, of last year"),
        "per_head": _("medical spend per head"),
        "outside": _("outside the bands"),
        "month": _("month"),
        "unit": _("health unit"),
        "units_shown": _("units shown"),
    }


@cache
def _environment() -> Environment:
    folder = files("fenming.reports.html")

    def source(name: str) -> str:
        return (folder / name).read_text("utf8")

    return Environment(
        loader=FunctionLoader(source), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )


def asset(name: str) -> Markup:
    """A file of `assets/` as it is, to stand inside the page."""
    return Markup((files("fenming.reports.html") / "assets" / name).read_text("utf8"))  # noqa: S704  our own file


def _script(data: Any) -> str:
    """JSON that may stand inside a page: no `<` in it can open or close anything."""
    return json.dumps(data, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")


def _data_block(key: str, text: str) -> str:
    return f'<script type="application/json" id="{key}">{text}</script>'


def _texts(data: Any) -> Iterator[str]:
    """All texts in nested lists and mappings."""
    if isinstance(data, str):
        yield data
    elif isinstance(data, dict | list):
        for part in data.values() if isinstance(data, dict) else data:
            yield from _texts(part)
