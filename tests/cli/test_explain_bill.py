"""`fenming explain --bill`: the text for the office and the page for the patient, of bills as a run has paid them."""

import re
import shutil
import subprocess
from contextvars import copy_context
from html.parser import HTMLParser

import pytest
from tests.support.made_county import MadeCounty

from fenming.kernel import format_yuan
from fenming.kernel.language import choose_language
from fenming.reports.patient import patient_page
from fenming.reports.run_folder import RunFolder
from fenming.reports.told_bill import read_bill

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
PAID = "FROM {bill} b POSITIONAL JOIN {adjudicated} a"
FAR = "b.care = 3 AND b.area > 0 AND NOT b.is_referred AND a.critical_illness_fen > 0"
BILLS = {
    "far": FAR,
    "at home": "b.care = 3 AND b.area = 0 AND b.level = 1 AND a.pool_fen > 0",
    "outpatient": "b.care = 1 AND a.pool_fen > 0 AND a.pool_fen < a.by_rate_fen",
    "chronic": "b.care = 2 AND a.pool_fen > 0",
    "not covered": "a.reason = 1",
    "refund": "b.refund_of IS NOT NULL",
}


def bill_where(county: MadeCounty, condition: str) -> dict[str, object]:
    """The first bill of the run for which this holds."""
    columns = ("bill_id", "total_fen", "fund_fen", "person_fen", "pool_fen", "deductible_standard_fen")
    found = county.rows(f"SELECT {', '.join(columns)} {PAID} WHERE {condition} ORDER BY b.bill_id LIMIT 1")
    return dict(zip(columns, found[0], strict=True))


@pytest.fixture
def told(fenming, county: MadeCounty):
    """`told("far", "--html", file)`: the bill of that kind and what was printed of it."""

    def call(kind: str, *more: object):
        bill = bill_where(county, BILLS[kind])
        where = ("--workspace", county.workspace.folder)
        return bill, fenming("explain", "latest", "--bill", bill["bill_id"], *where, *more)

    return call


class Page(HTMLParser):
    """Visible text, and addresses that a browser would fetch."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.text: list[str] = []
        self.fetched: list[str] = []
        self.is_style = False
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.is_style = tag == "style"
        self.fetched += [value for name, value in attrs if name in ("src", "href") and not value.startswith("#")]

    def handle_data(self, data):
        if not self.is_style:
            self.text.append(data)


@pytest.mark.parametrize("kind", BILLS)
def test_every_kind_of_bill_is_told_with_what_the_run_paid(told, kind):
    bill, answer = told(kind)
    lines = [line.strip() for line in answer.out.splitlines()]
    assert lines[0].startswith(f"Bill {bill['bill_id']}, settled 2024-")
    assert f"paid by all funds = {format_yuan(bill['fund_fen'])} yuan" in lines
    assert f"paid by the person = {format_yuan(bill['person_fen'])} yuan" in lines
    assert "of this person's bills, all equal to the run's" in answer.out


def test_the_text_names_deductible_rate_clauses_and_other_places(told):
    bill, answer = told("far")
    for heading in (
        "The deductible, and why this one",
        "At which rate",
        "What further funds pay",
        "Had it been elsewhere",
    ):
        assert f"\n  {heading}\n" in answer.out
    assert f"= {format_yuan(bill['deductible_standard_fen'])} yuan" in answer.out
    assert re.search(r"source: .+ \[(official summary|reported by media or meeting)\]", answer.out)
    assert re.search(r"with referral: the person pays [\d,.]+ yuan; over all bills −[\d,.]+ yuan", answer.out)


def test_programs_get_the_same_tree(told):
    bill, answer = told("far", "--json")
    parts = {node["text"]: node for node in answer.json["below"]}
    paid = parts["What the basic fund pays"]["below"][-1]
    assert paid["text"].endswith(f"{format_yuan(bill['pool_fen'])} yuan")
    assert parts["Had it been elsewhere"]["sentences"]


@pytest.mark.parametrize("kind", BILLS)
def test_the_page_stands_alone_and_says_who_pays(told, kind, tmp_path):
    bill, answer = told(kind, "--html", tmp_path / "new" / "page.html")
    page = Page((tmp_path / "new" / "page.html").read_text("utf8"))
    seen = " ".join(" ".join(page.text).split())
    assert page.fetched == []
    assert "page.html" in answer.err
    assert "Synthetic data" in seen
    sign = -1 if bill["total_fen"] < 0 else 1
    for name in ("total_fen", "fund_fen", "person_fen"):
        assert format_yuan(sign * bill[name]) in seen


def test_the_bar_has_a_part_for_each_payer_and_each_reason_to_pay(told, tmp_path):
    bill, _answer = told("far", "--html", tmp_path / "page.html")
    text = (tmp_path / "page.html").read_text("utf8")
    legend = re.findall(r'<li><i class="(\w+)"></i><span>.*?</span> <b>([\d,.]+)</b>', text)
    assert [key for key, _amount in legend] == ["pool", "critical", "share", "deductible", "upfront", "outside"]
    assert sum(int(re.sub(r"[,.]", "", amount)) for _key, amount in legend) == bill["total_fen"]
    assert len(re.findall(r'style="flex-grow: \d+"', text)) == len(legend)


def test_every_number_of_a_note_leads_to_a_clause_with_its_grade(told, tmp_path):
    _bill, _answer = told("far", "--html", tmp_path / "page.html")
    text = (tmp_path / "page.html").read_text("utf8")
    notes = re.findall(r'<li id="note-(\d+)">.+? · .+? <i class="g\d">(.+?)</i></li>', text)
    assert set(re.findall(r'href="#note-(\d+)"', text)) == {number for number, _grade in notes}
    assert {"official summary", "reported by media or meeting", "assumption"} >= {grade for _number, grade in notes}


def test_the_page_asks_what_the_township_hospital_would_have_meant(told, tmp_path):
    _bill, _answer = told("far", "--html", tmp_path / "page.html")
    seen = " ".join(" ".join(Page((tmp_path / "page.html").read_text("utf8")).text).split())
    assert "What if you had gone to the township hospital first?" in seen
    assert "only the rules are compared" in seen
    assert re.search(r"township hospital or clinic at home [\d,.]+ [\d,.]+ −[\d,.]+ ", seen)


def test_a_page_of_something_that_is_no_bill_is_refused(fenming, county: MadeCounty, tmp_path):
    where = ("--workspace", county.workspace.folder, "--html", tmp_path / "page.html")
    answer = fenming("explain", "latest", "budget.county.package", *where, code=2)
    assert "--html writes the page of a bill" in answer.all
    assert not (tmp_path / "page.html").exists()


def in_language(county: MadeCounty, bill_id: str, lang: str) -> str:
    choose_language(lang)
    return patient_page(read_bill(RunFolder.open(county.run), bill_id))


@pytest.mark.parametrize("kind", BILLS)
def test_the_page_speaks_chinese_but_for_names_and_numbers(county: MadeCounty, kind):
    page = copy_context().run(in_language, county, bill_where(county, BILLS[kind])["bill_id"], "zh")
    latin = set(re.findall(r"[A-Za-z]{3,}", " ".join(Page(page).text)))
    assert latin <= {"run", county.run.name} | set(re.findall(r"[A-Za-z]{3,}", county.run.name))


@pytest.mark.slow
@pytest.mark.skipif(CHROMIUM is None, reason="no chromium on this machine")
@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("kind", BILLS)
def test_a_browser_prints_the_page_on_one_sheet(county: MadeCounty, kind, lang, tmp_path):
    page, sheet = tmp_path / "page.html", tmp_path / "page.pdf"
    bill = bill_where(county, BILLS[kind])["bill_id"]
    page.write_text(copy_context().run(in_language, county, bill, lang), "utf8")
    flags = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking"]
    subprocess.run([CHROMIUM, *flags, f"--print-to-pdf={sheet}", page.as_uri()], check=True, capture_output=True)
    assert len(re.findall(rb"/Type\s*/Page\b(?!s)", sheet.read_bytes())) == 1
