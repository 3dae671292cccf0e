"""Filling the page: one file, no script, no network, one sheet of paper."""

from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from itertools import groupby
from typing import Any
from unicodedata import east_asian_width

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from fenming.adjudication import Reason, Step
from fenming.kernel import format_yuan
from fenming.kernel.language import _, language
from fenming.reports.bill import agreed, only_rules_compared, part_title, place_asked, signed
from fenming.reports.patient.bar import shares
from fenming.reports.patient.notes import Notes
from fenming.reports.told_bill import ToldBill
from fenming.reports.wording import number_text

LABEL_CELLS, FORMULA_CELLS = 44, 54  # of a line on paper; a Chinese character takes two
LINES = ((16, "roomy"), (28, "dense"))  # up to so many lines, type is set so that one sheet holds them


def patient_page(bill: ToldBill) -> str:
    """The page of one bill in the language in use."""
    return _environment().get_template("bill.html").render(_context(bill))


def _context(bill: ToldBill) -> dict[str, Any]:
    told, manifest, notes = bill.told, bill.run.manifest, Notes()
    steps = [step for step in told.steps if _is_for_patients(step)]
    is_zh = language() == "zh"
    parts, others = list(_parts(steps, notes)), list(_elsewhere(bill))
    return {
        "_": _,
        "lang": "zh-CN" if is_zh else "en",
        "bill": bill,
        "county": manifest["county_label" if is_zh else "county_label_en"],
        "manifest": manifest,
        "facts": list(_facts(bill)),
        "amounts": _amounts(bill),
        "is_refund": told.bill.claim.total_fen < 0,
        "shares": shares(told.bill, told.steps),
        "parts": parts,
        "notes": notes.all(),
        "elsewhere": others,
        "only_rules_compared": only_rules_compared(),
        "agreed": agreed(bill),
        "platform": _platform(bill),
        "density": _density(sum(map(_lines, steps)) + len(others) + len(notes.all()) // 2),
        "style": Markup((files("fenming.reports.patient") / "bill.css").read_text("utf8")),  # noqa: S704  our own file
    }


def _is_for_patients(step: Step) -> bool:
    """Not how the platform's payment compares, nor that a care has no deductible at all."""
    return step.name != "difference_fen" and not (
        step.name == "deductible_standard_fen" and not step.clauses and not step.value
    )


def _amounts(bill: ToldBill) -> dict[str, str]:
    """The three amounts that answer the question; of a refund, without their sign."""
    claim, paid = bill.told.bill.claim, bill.told.bill.paid
    sign = -1 if claim.total_fen < 0 else 1
    amounts = {"charged": claim.total_fen, "fund": paid.fund_fen, "person": paid.person_fen}
    return {name: format_yuan(sign * fen) for name, fen in amounts.items()}


def _lines(step: Step) -> int:
    """How many lines a step takes on paper, about."""
    return max(1 + _cells(step.label) // LABEL_CELLS, 1 + _cells(step.formula) // FORMULA_CELLS)


def _cells(text: str) -> int:
    return sum(2 if east_asian_width(letter) in "WF" else 1 for letter in text)


def _density(lines: int) -> str:
    """How close the type is set."""
    return next((density for most, density in LINES if lines <= most), "tight")


def _facts(bill: ToldBill) -> Iterator[tuple[str, str]]:
    """What the bill is, in pairs of word and text."""
    row = bill.row
    yield _("hospital"), bill.institution
    yield _("care"), f"{bill.care} · {bill.place}"
    if row["began_on"] != row["ended_on"]:
        yield _("from – to"), f"{row['began_on']} – {row['ended_on']}"
    yield _("settled on"), str(bill.settled_on)
    yield _("bill"), row["bill_id"]
    if row.get("refund_of"):
        yield _("takes back"), row["refund_of"]


def _parts(steps: list[Step], notes: Notes) -> Iterator[dict[str, Any]]:
    """The steps under their headings; what a part comes to stands out."""
    for part, group in groupby(steps, key=lambda step: step.part):
        lines = [
            {
                "label": step.label,
                "formula": step.formula,
                "amount": number_text(step.value, step.unit) if step.unit == "ppm" else format_yuan(step.value),
                "notes": notes.numbers(step.clauses),
                "is_result": step.name in RESULTS,
            }
            for step in group
        ]
        yield {"title": part_title(part), "lines": lines}


RESULTS = frozenset(
    (
        "eligible_fen",
        "deductible_applied_fen",
        "by_rate_fen",
        "pool_fen",
        "large_amount_fen",
        "critical_illness_fen",
        "civil_servant_fen",
        "medical_aid_fen",
        "tilted_aid_fen",
        "fund_fen",
        "person_fen",
    )
)


def _elsewhere(bill: ToldBill) -> Iterator[dict[str, str]]:
    """One line for each place: what all funds and the person would have paid, and the change over the person's year."""
    if not bill.told.elsewhere:
        return
    actual = bill.told.elsewhere[0]
    for one in bill.told.elsewhere:
        change = one.all_person_fen - actual.all_person_fen
        yield {
            "where": place_asked(one.where),
            "fund": format_yuan(one.fund_fen),
            "person": format_yuan(one.person_fen),
            "change": "" if one is actual else signed(change),
            "direction": "less" if change < 0 else "more" if change > 0 else "",
            "why": _("nothing is paid there: {reason}").format(reason=Reason(one.reason).words) if one.reason else "",
        }


def _platform(bill: ToldBill) -> str:
    """How the platform's payment compares, in one sentence."""
    difference = bill.told.bill.paid.difference_fen
    if not difference:
        return _("The platform's settlement says the same.")
    return _("The basic fund should pay {difference} yuan compared with the platform's settlement: {reason}.").format(
        difference=signed(difference), reason=bill.told.reason.words
    )


@cache
def _environment() -> Environment:
    return Environment(
        loader=PackageLoader("fenming.reports.patient", ""),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
