"""The page: every number opens, nothing is fetched from outside, and a real browser shows what was asked."""

import json
import re
import shutil
import subprocess
from contextvars import copy_context
from functools import cache
from html.parser import HTMLParser
from pathlib import Path

import pytest
from tests.reports.county_run import REAL, make_run
from tests.support.small_run import small_run

from fenming.kernel.language import choose_language, language
from fenming.reports.explain import explain_figure
from fenming.reports.html import write_html
from fenming.reports.html.numbers import percent, scaled
from fenming.reports.run_folder import RunFolder

FUND_SHARE = "settlement.consortium.tcm.fund_share"
CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--virtual-time-budget=5000",
]
needs_browser = pytest.mark.skipif(CHROMIUM is None, reason="no chromium on this machine")


class Seen(HTMLParser):
    """Start tags with their attributes."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))

    def values(self, attribute: str) -> list[str]:
        return [attributes[attribute] or "" for _tag, attributes in self.tags if attribute in attributes]


@pytest.fixture(scope="module")
def page_of(tmp_path_factory):
    folder = tmp_path_factory.mktemp("page")

    @cache
    def written(language: str) -> Path:
        write_html(small_run(), folder / f"{language}.html", language)
        return folder / f"{language}.html"

    return written


def block(text: str, name: str):
    found = re.search(rf'<script type="application/json" id="{name}">(.*?)</script>', text, re.DOTALL)
    return json.loads(found.group(1))


@pytest.mark.parametrize("chosen", ["en", "zh"])
def test_every_number_shown_has_its_explanation_in_the_page(page_of, chosen):
    text = page_of(chosen).read_text("utf8")
    told = {row[0] for row in block(text, "explanations")["figures"]}
    asked = Seen(text.partition("<script>")[0]).values("data-figure")
    charts = re.findall(r'"figure":"([^"]+)"', text)
    assert len(asked) > 100
    assert charts
    assert {*asked, *charts} <= told


def test_every_explanation_leads_on_to_explanations_that_stand_before_it(page_of):
    told = block(page_of("en").read_text("utf8"), "explanations")
    for place, row in enumerate(told["figures"]):
        inputs, basis = [*row[5:7], [], []][:2]
        assert all(lower < place for _role, lower in inputs)
        assert all(lower < place for lower in basis)
        fields = set(re.findall(r"\{(\w+)\}", told["rules"].get(row[4], "")))
        assert fields <= {role for role, _lower in inputs} | {"all"}


def test_the_page_says_of_a_figure_what_the_command_line_says(page_of):
    book = small_run().book
    text = page_of("en").read_text("utf8")
    rows = {row[0]: row for row in block(text, "explanations")["figures"]}
    for name in (FUND_SHARE, "settlement.unit.U001.general.growth", "settlement.risk_corridor"):
        _name, label, value, grade, verb = rows[name][:5]
        node = in_language("en", lambda name=name: explain_figure(book, name))
        assert node.text == f"{label} = {value}  [{node_grade(text, grade)}]  {name}"
        assert verb == book[name].verb


def in_language(chosen, told):
    def inside():
        choose_language(chosen)
        return told()

    return copy_context().run(inside)


def node_grade(text: str, grade: int) -> str:
    return block(text, "explanations")["grades"][grade][1]


def test_money_in_links_is_the_figure_to_the_fen(page_of):
    book, seen = small_run().book, Seen(page_of("en").read_text("utf8").partition("<script>")[0])
    shown = [(one["data-figure"], int(one["data-fen"])) for _tag, one in seen.tags if "data-fen" in one]
    in_run = [(name, fen) for name, fen in shown if name in book]
    assert len(in_run) > 40
    assert all(book[name].value == fen for name, fen in in_run)


def test_nothing_is_fetched_from_anywhere(page_of):
    text = page_of("zh").read_text("utf8")
    seen = Seen(text)
    assert seen.values("src") == []
    assert not [tag for tag, _attributes in seen.tags if tag == "link"]
    assert all(href.startswith("#") for href in seen.values("href"))
    assert not re.search(r"@import|url\(|fetch\(|XMLHttpRequest|WebSocket", text.partition("<script")[0])
    assert not re.search(r"@import|\bfetch\(|XMLHttpRequest|WebSocket|sendBeacon", text)
    assert set(re.findall(r"https?://[\w./-]+", text)) <= NAMESPACES


NAMESPACES = {
    "http://www.w3.org/1999/xlink",
    "http://www.w3.org/2000/svg",
    "http://www.w3.org/2000/xmlns/",
    "http://www.w3.org/XML/1998/namespace",
}


def test_synthetic_data_says_so_and_real_data_does_not(page_of, tmp_path):
    assert "no real person, no real bill" in page_of("en").read_text("utf8")
    folder = shutil.copytree(small_run().folder, tmp_path / "run")
    manifest = json.loads((folder / "manifest.json").read_text("utf8")) | {"synthetic": False}
    (folder / "manifest.json").write_text(json.dumps(manifest), "utf8")
    write_html(RunFolder.open(folder), tmp_path / "real.html", "en")
    assert "no real person, no real bill" not in (tmp_path / "real.html").read_text("utf8")


def test_the_language_of_a_page_is_its_own(page_of):
    before = language()
    assert '<html lang="zh-CN">' in page_of("zh").read_text("utf8")
    assert '<html lang="en">' in page_of("en").read_text("utf8")
    assert language() == before


def test_names_from_the_users_files_cannot_become_markup(tmp_path):
    import pyarrow as pa
    import pyarrow.parquet as pq

    folder = shutil.copytree(small_run().folder, tmp_path / "run")
    roll = pq.read_table(folder / "tables/roll.parquet").to_pylist()
    roll[0]["name"] = "</script><script>alert(1)</script>"
    pq.write_table(pa.Table.from_pylist(roll), folder / "tables/roll.parquet")
    write_html(RunFolder.open(folder), tmp_path / "page.html", "en")
    assert "<script>alert" not in (tmp_path / "page.html").read_text("utf8")


@pytest.mark.parametrize(
    ("ppm", "text"), [(1_055_000, "105.5%"), (-45_500, "−4.6%"), (-400, "0.0%"), (535_850, "53.6%")]
)
def test_percentages_are_rounded_half_away_from_zero(ppm, text):
    assert percent(ppm) == text


@pytest.mark.parametrize(("fen", "text"), [(124_306_012_345, "124,306.01"), (-5_000, "−0.01"), (-4_999, "0.00")])
def test_money_is_shown_in_the_larger_unit_with_two_places(fen, text):
    assert in_language("zh", lambda: scaled(fen)) == text


def browsed(page: Path, tmp_path: Path, fragment: str = "") -> str:
    """The page's document after its scripts have run."""
    profile = f"--user-data-dir={tmp_path / 'profile'}"
    command = [CHROMIUM, *FLAGS, profile, "--dump-dom", page.as_uri() + fragment]
    return subprocess.run(command, capture_output=True, text=True, timeout=120).stdout


def panel(document: str) -> str:
    return re.search(r'<aside id="panel".*?</aside>', document, re.DOTALL).group()


@needs_browser
def test_clicking_a_number_opens_its_explanation(page_of, tmp_path):
    click = f"""<script>document.querySelector('a[data-figure="{FUND_SHARE}"]').click()</script></body>"""
    page = tmp_path / "clicked.html"
    page.write_text(page_of("en").read_text("utf8").replace("</body>", click), "utf8")
    document = browsed(page, tmp_path)
    shown = panel(document)
    assert "hidden" not in shown.partition(">")[0]
    assert "fund's share before the cap" in shown
    assert "assumption" in shown
    assert FUND_SHARE in shown
    assert document.count("<svg") == 6


@needs_browser
def test_an_address_opens_a_parameter_with_its_clause_and_open_question(page_of, tmp_path):
    shown = panel(browsed(page_of("en"), tmp_path, "#figure=settlement.risk_corridor"))
    assert "资金共池·风险分担" in shown
    assert "reported by media or meeting" in shown
    assert "原文未说明是分段累进还是全额套档" in shown


@needs_browser
def test_an_address_opens_a_unit_with_why_not(page_of, tmp_path):
    shown = panel(browsed(page_of("en"), tmp_path, "#unit=U001"))
    assert "Does not share: spend per head is" in shown
    assert "Nearest change: " in shown


@pytest.mark.slow
def test_the_page_of_a_whole_county_stays_below_six_megabytes(tmp_path):
    write_html(RunFolder.open(make_run(tmp_path / "run", REAL)), tmp_path / "page.html", "zh")
    assert (tmp_path / "page.html").stat().st_size < 6_000_000
