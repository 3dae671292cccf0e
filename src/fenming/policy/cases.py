"""Bill examples of a pack: read, checked for shape, and turned into bills with whole fen."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from fenming.kernel import BadInput, Finding, format_yuan
from fenming.kernel.language import _
from fenming.policy.case_models import BillText, CaseText, LineText
from fenming.policy.models import DocumentText
from fenming.policy.parameter import placed, unresolved
from fenming.policy.shape import fit
from fenming.policy.written import amount, rate
from fenming.policy.yaml_text import Text

MONEY = ("total", "excluded", "over_limit", "upfront", "eligible", "given", "account_balance")
PLAIN = (
    "scheme",
    "care",
    "settled",
    "level",
    "area",
    "referral",
    "person",
    "category",
    "delivery",
    "disease",
    "diseases",
    "age",
    "supply_days",
    "continuous_years",
    "no_claim_years",
    "is_civil_servant",
    "is_contracted",
    "is_third_party",
    "began",
    "ended",
    "joins",
)
YUAN = "元"
MICRO_YUAN = 1_000_000
QUANTITY = 10_000
NUMBER = re.compile(r"(?P<number>\d[\d,]*(?:\.\d+)?)\s*(?P<unit>\D*)")


@dataclass(frozen=True, slots=True)
class CaseDraft:
    """A case whose keys fit, before its amounts are read; `place` counts the cases of its file."""

    file: Text
    place: int
    text: CaseText


@dataclass(frozen=True, slots=True)
class CaseBill:
    """One bill of a case: what goes in (fen, words, days) and what must come out, by column, in fen.

    `published` is what the document prints where that is wrong.
    """

    given: Mapping[str, Any]
    expect: Mapping[str, int]
    published: Mapping[str, int]
    where: str


@dataclass(frozen=True, slots=True)
class Case:
    """A worked case: its bills are one person's, judged in this order."""

    name: str
    document: str
    clause: str
    bills: tuple[CaseBill, ...]
    where: str


def is_case_file(name: str) -> bool:
    """Whether the dotted name of a file in a pack folder is that of bill examples."""
    return name == "examples" or name.startswith("examples.")


def read_cases(texts: Mapping[str, Text], findings: list[Finding]) -> dict[str, list[CaseDraft]]:
    """Every case of the folder's example files whose keys fit, by the dotted name of its file."""
    return {name: list(_drafts(text, findings)) for name, text in texts.items() if is_case_file(name)}


def _drafts(text: Text, findings: list[Finding]) -> Iterator[CaseDraft]:
    if not isinstance(text.data, list):
        findings.append(_no_list(text.where()))
        return
    for place in range(len(text.data)):
        if (fitted := fit(text, CaseText, findings, (place,))) is not None:
            yield CaseDraft(text, place, fitted)


def make_cases(
    drafts: Sequence[CaseDraft], documents: Mapping[str, DocumentText], findings: list[Finding]
) -> tuple[Case, ...]:
    """The cases with whole fen; what cannot be read, and citations that lead nowhere, become findings."""
    cases: list[Case] = []
    for text, place, draft in ((one.file, one.place, one.text) for one in drafts):
        if draft.document not in documents:
            findings.append(unresolved(draft.document, text.where(place, "document"), documents))
        bills = [_bill(text, (place, "bills", at), draft, findings) for at in range(len(draft.bills))]
        whole = tuple(bill for bill in bills if bill is not None)
        if len(whole) == len(bills):
            cases.append(Case(draft.name, draft.document, draft.clause, whole, text.where(place)))
    return tuple(cases)


def _bill(text: Text, key: tuple[Any, ...], case: CaseText, findings: list[Finding]) -> CaseBill | None:
    place = key[-1]
    bill, found = case.bills[place], len(findings)
    fen = {name: value for name in MONEY if (value := _money(text, (*key, name), bill, findings)) is not None}
    lines = [_line(text, (*key, "lines", at), line, findings) for at, line in enumerate(bill.lines)]
    expect, published = (
        {column: _yuan(text, (*key, part, column), written, findings) for column, written in columns.items()}
        for part, columns in (("expect", bill.expect), ("published", bill.published))
    )
    findings.extend(_inconsistent(text, key, bill, fen))
    if len(findings) > found:
        return None
    plain = {name: value for name in PLAIN if (value := getattr(bill, name)) is not None}
    given = {**plain, **{f"{name}_fen": value for name, value in _with_eligible(fen, bill).items()}}
    given |= {"refunds": bill.refunds - 1} if bill.refunds else {}
    given |= {"lines": lines} if lines else {}
    return CaseBill(given, expect, published, text.where(*key))


def _with_eligible(fen: Mapping[str, int], bill: BillText) -> dict[str, int]:
    """The amounts with the eligible cost worked out from the others, where neither it nor lines are given."""
    if "eligible" in fen or bill.lines:
        return dict(fen)
    outside = sum(fen.get(name, 0) for name in ("excluded", "over_limit", "upfront"))
    return {**fen, "eligible": fen.get("total", 0) - outside}


def _money(text: Text, key: tuple[Any, ...], bill: BillText, findings: list[Finding]) -> int | None:
    written = getattr(bill, key[-1])
    return None if written is None else _yuan(text, key, written, findings)


def _yuan(text: Text, key: tuple[Any, ...], written: Any, findings: list[Finding]) -> int:
    try:
        return amount(written, YUAN)
    except BadInput as problem:
        findings.extend(placed(problem, text.where(*key)))
        return 0


def _line(text: Text, key: tuple[Any, ...], line: LineText, findings: list[Finding]) -> dict[str, Any]:
    """A fee line: fen, prices in millionths of a yuan, quantities in ten-thousandths, ppm; what is left out is left out."""
    readers: dict[str, tuple[str, Callable[[Any], Any]]] = {
        "total": ("total_fen", lambda written: amount(written, YUAN)),
        "price": ("price_micro_yuan", lambda written: _scaled(written, MICRO_YUAN, YUAN)),
        "price_limit": ("price_limit_micro_yuan", lambda written: _scaled(written, MICRO_YUAN, YUAN)),
        "quantity": ("quantity", lambda written: _scaled(written, QUANTITY)),
        "quantity_limit": ("quantity_limit", lambda written: _scaled(written, QUANTITY)),
        "upfront_rate": ("upfront_rate", rate),
    }
    made: dict[str, Any] = {
        name: value
        for name in ("item", "item_class", "is_limited_use")
        if (value := getattr(line, name)) not in (None, "")
    }
    for name, (field, read) in readers.items():
        if (written := getattr(line, name)) is None:
            continue
        try:
            made[field] = read(written)
        except BadInput as problem:
            findings.extend(placed(problem, text.where(*key, name)))
    if line.total is None and line.price is None:
        findings.append(_missing("total", text.where(*key)))
    return made


def _scaled(written: Any, scale: int, unit: str = "") -> int:
    """`written` times `scale`, exactly. Raises BadInput when it is no number in `unit`, or finer than the scale."""
    number = NUMBER.fullmatch(str(written).strip())
    is_unit = number is not None and (not unit or number["unit"] == unit)
    exact = Decimal(number["number"].replace(",", "")) * scale if number and is_unit else None
    if exact is None or exact != exact.to_integral_value():
        raise BadInput(
            "policy.bad_unit",
            _("'{value}' has no unit Fenming knows for this kind").format(value=written),
            why=_("a bare number could mean yuan, fen or percent")
            if unit
            else _("expected: {expected}").format(expected="1.5 盒"),
            remedy=_("write it with its unit, as the document does: {example}").format(example=f"4.52 {unit}".strip()),
        )
    return int(exact)


def _inconsistent(text: Text, key: tuple[Any, ...], bill: BillText, fen: Mapping[str, int]) -> Iterator[Finding]:
    """A bill whose parts do not make the whole, or that refunds a bill which does not come before it."""
    if "total" not in fen and not bill.lines:
        yield _missing("total", text.where(*key))
    if bill.refunds is not None and bill.refunds > key[-1]:
        yield Finding(
            "policy.case_refund",
            _("bill {number} refunds bill {refunded}, which does not come before it").format(
                number=key[-1] + 1, refunded=bill.refunds
            ),
            text.where(*key, "refunds"),
            _("bills of a case are counted from 1 and judged in their order"),
            _("name an earlier bill"),
        )
    outside = [name for name in ("excluded", "over_limit", "upfront") if name in fen]
    parts = sum(fen[name] for name in outside) + fen.get("eligible", 0)
    if "total" in fen and outside and "eligible" in fen and parts != fen["total"]:
        yield _not_whole(parts, fen["total"], text.where(*key, "eligible"))
    elif "total" in fen and fen["total"] >= 0 and parts > fen["total"]:
        yield _not_whole(parts, fen["total"], text.where(*key, "total"))


def _not_whole(parts: int, total: int, where: str) -> Finding:
    return Finding(
        "policy.case_parts",
        _("the parts of the bill come to {parts} and its total is {total}").format(
            parts=format_yuan(parts), total=format_yuan(total)
        ),
        where,
        _("total = excluded + over the price limit + upfront copay + eligible"),
        _("correct the amount that differs from the document, or leave out `eligible`"),
    )


def _missing(key: str, where: str) -> Finding:
    return Finding(
        "policy.missing_key",
        _("the key '{key}' is missing").format(key=key),
        where,
        _("without it the bill cannot be judged"),
        _("add '{key}'").format(key=key),
    )


def _no_list(where: str) -> Finding:
    return Finding(
        "policy.bad_value",
        _("this file must be a list of cases"),
        where,
        "",
        _("begin each case with `- name:`; see the guide beside the packs, README.md"),
    )
