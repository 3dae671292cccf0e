"""One care's first bill of the year at any cost, judged by the plan itself."""

from functools import cache, cached_property
from typing import Any

from fenming.adjudication.checking.on_day import OnDay
from fenming.adjudication.law.record import plain
from fenming.adjudication.law.words import CARES, LOCAL, REFERRED, SCHEMES
from fenming.adjudication.plan.claim import NO_STAY, NOT_STATED, Claim, Paid
from fenming.adjudication.plan.judge import judge
from fenming.adjudication.plan.year import BLANK, YEAR


class Trial:
    """Bills of one scheme, care, area and level for an ordinary adult, the same bill at any eligible cost.

    Two trials are equal when the same terms decide them, so that what was found for one holds for the other.
    """

    def __init__(self, rules: OnDay, scheme: str, care: str, place: tuple[int, int]) -> None:
        """`place` is the area and the level."""
        self.cover, self.scheme = rules.cover(scheme, care), rules.scheme(scheme)
        self.area, self.level = place
        self._claim = self._blank(scheme, care)

    def _blank(self, scheme: str, care: str) -> Claim:
        fields: dict[str, Any] = dict.fromkeys(Claim._fields, 0)
        fields |= {"scheme": SCHEMES.index(scheme), "care": CARES.index(care), "level": self.level, "area": self.area}
        fields |= {"referral": 0 if self.area == LOCAL else REFERRED, "stay": 0 if self.cover.is_stay else NO_STAY}
        unstated = ("account_balance_fen", "platform_deductible_fen", "platform_critical_illness_fen")
        return Claim(**(fields | dict.fromkeys(unstated, NOT_STATED)))

    @cached_property
    def key(self) -> tuple[Any, ...]:
        """All that decides what is paid."""
        return self._claim, repr(self.cover), repr(self.scheme)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Trial) and self.key == other.key

    def __hash__(self) -> int:
        return hash(self.key)

    def paid(self, eligible_fen: int) -> Paid:
        """What a bill of so much eligible cost, and nothing else, is paid."""
        claim = self._claim._replace(total_fen=eligible_fen, eligible_fen=eligible_fen)
        return judge(claim, self.cover, self.scheme, _first_year())

    def fund(self, eligible_fen: int) -> int:
        """What all funds together pay."""
        return int(self.paid(eligible_fen).fund_fen)


@cache
def _first_year() -> Any:
    """A year in which nothing has happened; the plan only reads it."""
    return plain(YEAR, BLANK)
