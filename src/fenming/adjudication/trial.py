"""Bills in words, judged in plain Python: for examples in packs, for what-if questions, and for trying a rule out."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import numpy as np

from fenming.adjudication.desk.bills import FIELDS, govern
from fenming.adjudication.desk.disease import Registrations
from fenming.adjudication.desk.facts import Facts
from fenming.adjudication.desk.starts import Starts
from fenming.adjudication.law.dated import EPOCH, DatedRules, dated_rules, has_other_days
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
from fenming.adjudication.plan.claim import NO_STAY, NOT_STATED, Paid
from fenming.adjudication.telling.history import Judged, judged_bills
from fenming.kernel import BadInput
from fenming.kernel.language import _
from fenming.policy import Pack

WORDS = {
    "scheme": SCHEMES,
    "care": CARES,
    "level": LEVELS,
    "area": AREAS,
    "referral": REFERRALS,
    "person": PERSONS,
    "category": CATEGORIES,
    "delivery": DELIVERIES,
}
FIELD_OF = {"person": "person_group"}
DAYS = {"settled": "day", "began": "began", "ended": "ended"}
UNSTATED = {
    "account_balance_fen": NOT_STATED,
    "platform_deductible_fen": NOT_STATED,
    "platform_critical_illness_fen": NOT_STATED,
}
Bill = Mapping[str, Any]


def judged(bills: Sequence[Bill], pack: Pack) -> list[Paid]:
    """What each of one person's bills is paid, in order.

    A bill maps `scheme`, `care`, `level`, `area`, `referral`, `person`, `category`, `delivery`, `disease` to words, `settled`,
    `began`, `ended` to dates, and other fields of Claim to whole numbers; what is left out is neutral. `refunds` is the
    place of the bill that this one refunds, `joins` says that it goes on with the stay before it. Raises BadInput.
    """
    return [bill.paid for bill in judged_words(bills, pack)]


def judged_words(bills: Sequence[Bill], pack: Pack) -> list[Judged]:
    """The same with everything that an explanation needs: terms, the year before, the pack's figures."""
    rules = _rules(bills, pack)
    facts = Facts(pack.codes, rules, Registrations(*np.zeros((3, 0), np.int64)), Starts.none())
    columns = np.array([_column(bills, place, rules) for place in range(len(bills))], np.int64).T
    govern(columns, facts)
    return list(
        judged_bills(
            columns.astype(object), [str(place) for place in range(len(bills))], list(range(len(bills))), facts
        )
    )


def _rules(bills: Sequence[Bill], pack: Pack) -> DatedRules:
    """The rules of all days that may govern one of the bills."""
    settled = [bill["settled"] for bill in bills]
    days = [day for bill in bills for day in _days(bill).values()] if has_other_days(pack) else settled
    return dated_rules(pack, min(settled), max(settled), min(days), max(days))


def _days(bill: Bill) -> dict[str, date]:
    """The days of a bill: a stay that does not say otherwise began and ended on its settlement."""
    settled: date = bill["settled"]
    ended: date = bill.get("ended", settled)
    return {"settled": settled, "ended": ended, "began": bill.get("began", ended)}


def _column(bills: Sequence[Bill], place: int, rules: DatedRules) -> list[int]:
    bill = bills[place]
    fields = dict.fromkeys(FIELDS, 0) | UNSTATED | {"person": 1, "original": bill.get("refunds", -1)}
    for name, words in WORDS.items():
        if name in bill:
            fields[FIELD_OF.get(name, name)] = _place(name, bill[name], words)
    if "disease" in bill:
        fields["disease"] = _place("disease", bill["disease"], rules.diseases)
    numbers = {
        name: value for name, value in bill.items() if name in FIELDS and isinstance(value, int) and name not in WORDS
    }
    days = {DAYS[name]: (day - EPOCH).days for name, day in _days(bill).items()}
    fields |= {name: int(value) for name, value in numbers.items()} | days
    fields["stay"] = _stay(bills, place)
    return [fields[name] for name in FIELDS]


def _stay(bills: Sequence[Bill], place: int) -> int:
    if bills[place].get("joins") and place:
        return _stay(bills, place - 1)
    return place if bills[place].get("care") in STAYS else NO_STAY


def _place(name: str, word: str, words: Sequence[str]) -> int:
    if word not in words:
        raise BadInput(
            "adjudication.unknown_word",
            _("'{word}' is no {name}").format(word=word, name=name),
            name,
            _("known are: {known}").format(known=", ".join(filter(None, words))),
            _("write one of them"),
        )
    return words.index(word)
