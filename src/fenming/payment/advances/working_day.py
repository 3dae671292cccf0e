"""Working days: weekends are built in, public holidays and the weekends worked in exchange are given as data."""

import csv
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from fenming.kernel import BadInput, Finding
from fenming.kernel.language import _

SATURDAY = 5
HOLIDAY = ("holiday", "休", "休息", "放假", "节假日")
WORKDAY = ("workday", "班", "上班", "调休上班", "补班")


@dataclass(frozen=True, slots=True)
class WorkingDays:
    """Which days are worked. `holidays` are free though no weekend, `workdays` are weekends worked; `years` are those known."""

    holidays: frozenset[date] = frozenset()
    workdays: frozenset[date] = frozenset()
    years: frozenset[int] = frozenset()

    def is_worked(self, day: date) -> bool:
        """Whether `day` is a working day, as far as its year's holidays are known."""
        return day in self.workdays or (day.weekday() < SATURDAY and day not in self.holidays)

    def after(self, day: date, count: int) -> date:
        """The `count`-th working day after `day`, which itself does not count."""
        while count > 0:
            day += timedelta(days=1)
            count -= self.is_worked(day)
        return day

    def unknown(self, first: date, last: date) -> Iterator[Finding]:
        """A finding for each year between two days of which no holidays were given."""
        for year in range(first.year, last.year + 1):
            if year not in self.years:
                yield Finding(
                    "calendar.unknown_year",
                    what=_("the public holidays of {year} are not known").format(year=year),
                    where=f"{first} – {last}",
                    why=_("they are announced year by year; only weekends were left out, so the deadline may be later"),
                    remedy=_("give them as a file with the columns date and kind (holiday or workday)"),
                )


def read_working_days(paths: Iterable[Path]) -> WorkingDays:
    """Holidays from CSV files with the columns `date` (日期) and `kind` (类型): holiday 休, or workday 班 for a weekend worked.

    A year counts as known when the files name any day of it. Raises BadInput with file and line.
    """
    holidays: set[date] = set()
    workdays: set[date] = set()
    for path in paths:
        for day, is_holiday in _days(path):
            (holidays if is_holiday else workdays).add(day)
    both = sorted(holidays & workdays)
    if both:
        raise BadInput(
            "calendar.both",
            what=_("{day} is given as a holiday and as a workday").format(day=both[0]),
            remedy=_("keep the one that was announced"),
        )
    years = frozenset(day.year for day in holidays | workdays)
    return WorkingDays(frozenset(holidays), frozenset(workdays), years)


def _days(path: Path) -> Iterator[tuple[date, bool]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        for number, row in enumerate(csv.DictReader(file), 2):
            written = (row.get("date") or row.get("日期") or "").strip()
            kind = (row.get("kind") or row.get("类型") or "").strip().lower()
            try:
                day = date.fromisoformat(written)
            except ValueError:
                raise _unreadable(path, number, written, _("write the day like 2025-10-01")) from None
            if kind not in HOLIDAY + WORKDAY:
                raise _unreadable(path, number, kind, _("write holiday (休) or workday (班)"))
            yield day, kind in HOLIDAY


def _unreadable(path: Path, number: int, written: str, remedy: str) -> BadInput:
    where = _("{file}, row {row}").format(file=path.name, row=number)
    return BadInput("calendar.unreadable", _("'{text}' cannot be read").format(text=written), where, remedy=remedy)
