"""Bills of one made-up person under made-up rules, judged and told: for tests that look at single steps."""

from datetime import date, timedelta

import numpy as np

from fenming.adjudication.desk.bills import FIELDS
from fenming.adjudication.desk.facts import Facts
from fenming.adjudication.desk.starts import Starts
from fenming.adjudication.law.dated import EPOCH, DatedRules, terms_of
from fenming.adjudication.law.terms import Calendar
from fenming.adjudication.law.words import (
    AREAS,
    CARES,
    CATEGORIES,
    DELIVERIES,
    LEVELS,
    PERSONS,
    REFERRALS,
    SCHEMES,
    STAYS,
)
from fenming.adjudication.plan.claim import NO_STAY, NOT_STATED
from fenming.adjudication.telling.history import Judged, judged_bills
from fenming.adjudication.telling.step import Step
from fenming.adjudication.telling.steps import steps_of
from fenming.kernel import Figure

FIRST, LAST = date(2024, 1, 1), date(2025, 12, 31)
YUAN = 100
WORDS = {
    "scheme": SCHEMES,
    "care": CARES,
    "level": LEVELS,
    "area": AREAS,
    "referral": REFERRALS,
    "person_group": PERSONS,
    "category": CATEGORIES,
    "delivery": DELIVERIES,
    "disease": ("", "gout"),
}
NEUTRAL = {
    "scheme": "resident",
    "care": "inpatient",
    "level": "county",
    "account_balance_fen": NOT_STATED,
    "platform_deductible_fen": NOT_STATED,
    "platform_critical_illness_fen": NOT_STATED,
}


def bill(yuan: int = 0, day: int = 0, **more: object) -> dict[str, object]:
    """A bill of so many whole yuan, all eligible, so many days after New Year 2024; other fields in words and fen."""
    total = int(more.pop("total_fen", yuan * YUAN))
    return {"day": day, "began": day, "ended": day, "total_fen": total, "eligible_fen": total, "original": -1} | more


def history(rules: dict[str, object], *bills: dict[str, object]) -> list[Judged]:
    """The bills judged in order; `rules` are residents' parameters by the rest of their name."""
    ids = [f"B{place + 1}" for place in range(len(bills))]
    return list(judged_bills(as_read(*bills), ids, list(range(len(bills))), facts(rules)))


def as_read(*bills: dict[str, object]) -> np.ndarray:
    """The bills as the plain engine reads them."""
    return np.array([_column(bill, place) for place, bill in enumerate(bills)], dtype=object).T


def steps(rules: dict[str, object], *bills: dict[str, object]) -> dict[str, Step]:
    """The steps of the last bill by name; the last one of each name."""
    return {step.name: step for step in steps_of(history(rules, *bills)[-1])}


def facts(rules: dict[str, object]) -> Facts:
    """These rules over two years, no codes, nobody's year begun."""
    figures = {f"benefits.resident.{name}": value for name, value in rules.items()}
    known = {name: None if value is None else Figure(name, value, "", "parameter") for name, value in figures.items()}
    days = np.arange((LAST - FIRST).days + 1) + np.datetime64(FIRST)
    year = days.astype("datetime64[Y]").astype(np.int64)
    calendar = Calendar((FIRST - EPOCH).days, year - year[0], np.zeros(len(days), np.int64))
    terms = (terms_of(known, WORDS["disease"]),)
    return Facts({}, DatedRules(FIRST, LAST, calendar, terms, WORDS["disease"]), None, Starts.none())


def _column(bill: dict[str, object], place: int) -> list[int]:
    fields = dict.fromkeys(FIELDS, 0) | {"person": 1, "stay": NO_STAY} | NEUTRAL | bill
    if fields["care"] in STAYS and fields["original"] < 0 and "stay" not in bill:
        fields["stay"] = place
    fields |= {name: words.index(fields[name]) for name, words in WORDS.items() if isinstance(fields[name], str)}
    settled = FIRST + timedelta(days=int(fields["day"]))
    fields["month"] = (settled.year - EPOCH.year) * 12 + settled.month - EPOCH.month
    for name in ("day", "began", "ended"):
        fields[name] += (FIRST - EPOCH).days
    return [int(fields[name]) for name in FIELDS]


def refund(of: int, bill: dict[str, object], day: int) -> dict[str, object]:
    """The refund of bill number `of`, counted from 0."""
    negative = {name: -bill[name] for name in ("total_fen", "eligible_fen")}
    return bill | negative | {"original": of, "day": day, "began": day, "ended": day}
