"""Where one fen or one day more makes a jump in points, and how large it is."""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from fenming.kernel import PPM
from fenming.mechanisms.low_points import low_points
from fenming.mechanisms.readmission_points import readmission_points
from fenming.payment.drg.price import Exact, high
from fenming.payment.drg.terms import DrgTerms, Sheet


@dataclass(frozen=True, slots=True)
class Jump:
    """A discontinuity of a group's price at a hospital.

    `at` is the cost in fen, or the days, where it lies; `unit` fen or day; `before` and `after` are exact micro-points on
    either side. `after` None: a review decides, and until then nothing changes.
    """

    parameter: str
    at: Exact
    unit: str
    before: Exact
    after: Exact | None

    @property
    def amount(self) -> Exact | None:
        """Micro-points gained (or lost) at the jump; None where a review decides."""
        return None if self.after is None else self.after - self.before


def jumps(sheet: Sheet, terms: DrgTerms) -> list[Jump]:
    """Every place where the price of an ordinary stay of the sheet's group is not continuous, by cost and then by days.

    A formula that joins at its cut, as that of high outliers does, is not in the list; nor is a low cut at 100 %.
    """
    return [jump for jump in (*_by_cost(sheet, terms), *_by_days(sheet, terms)) if jump.amount != 0]


def _by_cost(sheet: Sheet, terms: DrgTerms) -> Iterator[Jump]:
    rule = terms.rules.outlier
    if sheet.low_below is not None and rule.low_cut_ppm is not None:
        edge = sheet.measure_fen * rule.low_cut_ppm / PPM
        yield Jump("low_cut", edge, "fen", low_points(sheet.full, edge, sheet.measure_fen), sheet.full)
    if rule.high_cut_ppm is not None:
        edge = sheet.measure_fen * rule.high_cut_ppm / PPM
        decided = None if rule.high == "review" else high(edge, sheet, terms)
        yield Jump("high_cut", edge, "fen", sheet.full, decided)
    if rule.extreme_cut_ppm is not None:
        edge = sheet.measure_fen * rule.extreme_cut_ppm / PPM
        yield Jump("extreme_cut", edge, "fen", high(edge, sheet, terms), None)


def _by_days(sheet: Sheet, terms: DrgTerms) -> Iterator[Jump]:
    """Days of stay at which a case leaves payment by group, and days after discharge until which a return cuts points."""
    stay, readmission = terms.rules.stay, terms.rules.readmission
    nothing = Fraction(0)
    if stay.left_out_at_most_days is not None:
        yield Jump("left_out_at_most", stay.left_out_at_most_days, "day", nothing, sheet.full)
    if stay.left_out_at_least_days is not None:
        yield Jump("left_out_at_least", stay.left_out_at_least_days, "day", sheet.full, nothing)
    if readmission is not None:
        kept = readmission_points(sheet.full, readmission.kept_ppm)
        yield Jump("readmission_window", readmission.window_days, "day", kept, sheet.full)
