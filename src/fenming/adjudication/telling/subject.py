"""What is being told: one judged bill, with the pack's clauses behind each of its terms."""

from dataclasses import dataclass, replace

from fenming.adjudication.law.words import CARES, SCHEMES
from fenming.adjudication.law.written import PREFIX, Written
from fenming.adjudication.telling.history import Judged
from fenming.adjudication.telling.step import Step
from fenming.kernel import Figure


@dataclass(frozen=True, slots=True)
class Subject:
    """A bill, and the parameters of its care and of its scheme as they stood on its day."""

    bill: Judged
    care: Written
    scheme: Written

    @classmethod
    def of(cls, bill: Judged) -> "Subject":
        """The bill with its own rules."""
        scheme, care = SCHEMES[bill.claim.scheme], CARES[bill.claim.care]
        care_rules = Written.of_care(scheme, care, bill.figures)
        return cls(bill, care_rules, Written(f"{PREFIX}{scheme}", bill.figures))

    @property
    def care_word(self) -> str:
        """The word of the bill's kind of care, empty where no rules name it."""
        return str(CARES[self.bill.claim.care])

    def clauses(self, *names: str) -> tuple[Figure, ...]:
        """The figures of these parameters of the care: its own, or those of the care that it is the same as."""
        return _found(self.care, names)

    def of_scheme(self, *names: str) -> tuple[Figure, ...]:
        """The figures of these parameters of the scheme, such as `critical_illness.tiers`."""
        return _found(self.scheme, names)

    def names(self, parameter: str, key: str) -> bool:
        """Whether the care writes `parameter` so that it says something for `key`."""
        figure = self.care.figure(parameter)
        return figure is not None and says(figure, key)


def says(figure: Figure, key: str) -> bool:
    """Whether the figure has a value for `key`: as a table that names it, or as one value for all."""
    return isinstance(figure.value, int) or key in figure.value


def _found(written: Written, names: tuple[str, ...]) -> tuple[Figure, ...]:
    figures = (written.figure(name) for name in names)
    return tuple(figure for figure in figures if figure is not None)


def ending_in(steps: tuple[Step, ...], name: str, label: str = "") -> tuple[Step, ...]:
    """The steps, the last of them bearing the name (and label) of what they come to."""
    last = replace(steps[-1], name=name, label=label or steps[-1].label)
    return (*steps[:-1], last)
