"""What adjudication knows besides the bills: the pack's codes, registered diseases, and where persons' years start."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from fenming.adjudication.desk.disease import Registrations
from fenming.adjudication.desk.starts import Starts
from fenming.adjudication.law.codes import Codes
from fenming.adjudication.law.dated import DatedRules
from fenming.adjudication.law.terms import CARE_COUNT
from fenming.adjudication.law.words import CARES, REGISTERED, STAYS
from fenming.adjudication.plan.claim import Claim, Place

FIELDS = Place._fields + Claim._fields


@dataclass(frozen=True)
class Facts:
    """All that is needed to read bills of one pack; `rules` cover the days of the bills."""

    codes: Codes
    rules: DatedRules
    registrations: Registrations
    starts: Starts

    @cached_property
    def care_of_disease(self) -> Any:
        """For each disease's place the care that its bills belong to, 0 where the bill's own care holds."""
        words = self.codes.get("disease_care", {})
        return np.array([CARES.index(words.get(word, "")) for word in self.rules.diseases], np.int64)

    @cached_property
    def is_registered_care(self) -> Any:
        """For each care whether registered diseases count."""
        return np.array([care in REGISTERED for care in CARES])

    @cached_property
    def is_stay_care(self) -> Any:
        """For each care whether it is a stay."""
        return np.array([care in STAYS for care in CARES])

    @cached_property
    def has_minors(self) -> bool:
        """Whether some scheme names an age of minors."""
        return any(scheme.minor_under_age > 0 for terms in self.rules.sets for scheme in terms.schemes)

    @cached_property
    def has_other_days(self) -> bool:
        """Whether another day than settlement may govern a bill."""
        return any(cover.governing_date > 0 for terms in self.rules.sets for cover in terms.covers)

    @cached_property
    def has_merges(self) -> bool:
        """Whether emergency visits may be part of the stay behind them."""
        return any(
            cover.emergency_merge >= 0 for terms in self.rules.sets for cover in terms.covers if cover.is_covered
        )

    @cached_property
    def _months(self) -> Any:
        """The month of each day of the rules, counted from 1970."""
        days = np.arange(len(self.rules.calendar.rule_set)) + self.rules.calendar.first_day
        return days.astype("datetime64[D]").astype("datetime64[M]").astype(np.int64)

    def months_of(self, days: Any) -> Any:
        """The month of each day, counted from 1970; days outside the rules as the nearest one inside."""
        return self._months[self._inside(days)]

    def of_scheme(self, bills: Any, term: str) -> Any:
        """One term of each bill's scheme, by the rules of its day."""
        return self.rules.columns.schemes[term][self._sets(bills), bills[FIELDS.index("scheme")]]

    def of_care(self, bills: Any, term: str) -> Any:
        """One term of each bill's cover, by the rules of its day."""
        scheme, care = (bills[FIELDS.index(name)] for name in ("scheme", "care"))
        return self.rules.columns.covers[term][self._sets(bills), scheme * CARE_COUNT + care]

    def _sets(self, bills: Any) -> Any:
        return self.rules.calendar.rule_set[self._inside(bills[FIELDS.index("day")])]

    def _inside(self, days: Any) -> Any:
        calendar = self.rules.calendar
        return np.clip(days - calendar.first_day, 0, len(calendar.rule_set) - 1)
