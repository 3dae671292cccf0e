"""Bills and changes of the synthetic rules in few words, for tests of one choice at a time."""

from datetime import date, timedelta

from fenming.adjudication.plan.claim import Paid

NEW_YEAR = date(2024, 1, 1)
FACTORS = ("table", "rate", {"second": "75%", "third": "50%"})


def rate(value) -> tuple:
    return ("table" if isinstance(value, dict) else "rate", "rate", value)


def amount(value) -> tuple:
    return ("table" if isinstance(value, dict) else "amount", "amount", value)


def count(value: int) -> tuple:
    return ("count", None, value)


def choice(value: str, *others: str) -> tuple:
    return ("choice", (value, *others), value)


def tiers(*steps: tuple[str, str]) -> tuple:
    return ("tiers", None, [{"above": above, "rate": rate} for above, rate in steps])


def bill(yuan: int, day: int = 0, **more) -> dict[str, object]:
    """A stay at county level in whole yuan, settled so many days after New Year; all of it eligible unless said."""
    settled = NEW_YEAR + timedelta(days=day)
    given = {"scheme": "resident", "care": "inpatient", "level": "county", "settled": settled}
    return {**given, "total_fen": yuan * 100, "eligible_fen": yuan * 100, **more}


def applied(payments: list[Paid]) -> list[int]:
    return [payment.deductible_applied_fen // 100 for payment in payments]
