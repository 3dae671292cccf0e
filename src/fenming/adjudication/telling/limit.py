"""The caps on what the pool pays: of the visit, day, month, disease and year of one care, and of the scheme's year."""

from collections.abc import Iterator
from dataclasses import dataclass

from fenming.adjudication.law.terms import CAP_ON_PAYMENT, NEVER_FEN
from fenming.adjudication.plan.judge import care_annual_cap
from fenming.adjudication.telling.step import Named, Step, by_verb, taken
from fenming.adjudication.telling.subject import Subject
from fenming.kernel import Figure, format_yuan
from fenming.kernel.language import _


@dataclass(frozen=True, slots=True)
class Limit:
    """A cap of some span, what earlier bills have used of it, and the clauses it rests on; words as in `within …`, `left of …`."""

    name: str
    within: str
    left: str
    cap_fen: int
    used_fen: int
    clauses: tuple[Figure, ...]
    before: tuple[Step, ...] = ()  # how the cap itself came about

    @property
    def left_fen(self) -> int:
        """What the cap still allows."""
        return self.cap_fen - self.used_fen

    def steps(self, amount: int) -> Iterator[Step]:
        """The amount within the cap, after what is left of it."""
        yield from self.before
        clauses = self.clauses
        if self.used_fen:
            inputs = {"whole": self.cap_fen, "part": self.used_fen}
            yield by_verb(Named(f"{self.name}_left_fen", self.left), "difference", inputs, clauses)
            clauses = ()
        inputs = {"amount": amount, "limit": self.left_fen}
        yield by_verb(Named(f"within_{self.name}_fen", self.within), "cap", inputs, clauses)


def care_limits(subject: Subject) -> tuple[Limit, ...]:
    """The care's own caps in the order of the plan."""
    claim, cover, year = subject.bill.claim, subject.bill.cover, subject.bill.year
    care, clauses = claim.care, subject.clauses
    of_day = year.day_pool_fen[care] if year.day[care] == claim.day else 0
    of_month = year.month_pool_fen[care] if year.month[care] == claim.month else 0
    visit, day = _("within the cap per visit"), _("within the cap per day")
    month, disease = _("within the cap per month"), _("within the yearly cap of the disease")
    return (
        Limit("visit_cap", visit, "", cover.visit_cap_fen, 0, clauses("visit_cap")),
        Limit("day_cap", day, _("left of the cap per day"), cover.day_cap_fen, of_day, clauses("day_cap")),
        Limit("month_cap", month, _("left of the cap per month"), cover.month_cap_fen, of_month, clauses("month_cap")),
        Limit(
            "disease_cap",
            disease,
            _("left of the yearly cap of the disease"),
            cover.disease_cap_fen[claim.disease],
            year.disease_pool_fen[claim.disease],
            clauses("disease_cap"),
        ),
        _of_year(subject),
    )


def _of_year(subject: Subject) -> Limit:
    """The care's yearly cap, raised for further registered diseases."""
    claim, cover, year = subject.bill.claim, subject.bill.cover, subject.bill.year
    raised = tuple(_raised(subject))
    return Limit(
        "care_cap",
        _("within this care's yearly cap"),
        _("left of this care's yearly cap"),
        care_annual_cap(claim, cover),
        year.care_pool_fen[claim.care],
        () if raised else subject.clauses("annual_cap"),
        raised,
    )


def _raised(subject: Subject) -> Iterator[Step]:
    claim, cover = subject.bill.claim, subject.bill.cover
    further, extra = max(claim.diseases - 1, 0), cover.extra_disease_cap_fen
    if cover.annual_cap_fen == NEVER_FEN or not further * extra:
        return
    raised = cover.annual_cap_fen + further * extra
    named = Named("care_cap_fen", _("yearly cap for {count} registered diseases").format(count=claim.diseases))
    formula = f"{format_yuan(cover.annual_cap_fen)} + {further} × {format_yuan(extra)}"
    yield taken(named, formula, raised, subject.clauses("annual_cap", "extra_disease_cap"))
    if raised > cover.annual_cap_max_fen:
        inputs = {"amount": raised, "limit": cover.annual_cap_max_fen}
        highest = Named("care_cap_fen", _("yearly cap, at most the highest"))
        yield by_verb(highest, "cap", inputs, subject.clauses("annual_cap_max"))


def scheme_limit(subject: Subject) -> Limit:
    """The scheme's yearly cap on what the pool pays; one that nothing reaches where it does not count here."""
    bill = subject.bill
    counts = bill.scheme.annual_cap_on == CAP_ON_PAYMENT and bill.cover.counts_to_annual_cap
    return Limit(
        "annual_cap",
        _("within the pool's yearly cap"),
        _("left of the pool's yearly cap"),
        bill.scheme.annual_cap_fen if counts else NEVER_FEN,
        bill.year.pool_fen if counts else 0,
        subject.of_scheme("annual_cap"),
    )
