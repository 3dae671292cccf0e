"""A layer that pays by tiers on the year's amount: what is due with this bill, less what was due before it."""

from collections.abc import Iterator
from dataclasses import dataclass

from fenming.adjudication.law.terms import NEVER_FEN
from fenming.adjudication.law.words import CATEGORIES
from fenming.adjudication.plan.layers import rise_of_tiers
from fenming.adjudication.telling.step import Named, Step, by_verb, taken
from fenming.adjudication.telling.subject import Subject, says
from fenming.kernel import Figure, format_ppm, format_yuan
from fenming.kernel.language import _
from fenming.mechanisms.tiers import tiers

EDGES = ("deductible", "tier_axis", "deductible_factor_by_category")
RATES = ("tiers", "addition_by_category")
BY_CATEGORY = "_by_category"


@dataclass(frozen=True, slots=True)
class Tiered:
    """A layer by its word in the pack and its name for people; its tiers on the year's amount; (before, this bill's)."""

    key: str
    called: str
    edges: list[int]
    rates: list[int]
    amounts: tuple[int, int]

    def steps(self, subject: Subject, cap_left: int, paid: int) -> Iterator[Step]:
        """From the year's amount to what the layer pays, at most `cap_left`."""
        before, base = self.amounts
        named = Named(f"{self.key}_fen", _("paid by {layer}").format(layer=self.called))
        if before + base <= self.edges[0]:
            yield taken(named, self._not_reached(), 0, self._clauses(subject, EDGES))
            return
        if before:
            label = _("the same over the year, with {before} before this bill").format(before=format_yuan(before))
            yield by_verb(Named(f"{self.key}_year_fen", label), "total", {"before": before, "bill": base})
        label = _("{layer} pays on what exceeds, over the year").format(layer=self.called)
        first = Named(f"{self.key}_first_edge_fen", label)
        yield taken(first, self._edges_text(), self.edges[0], self._clauses(subject, EDGES))
        yield from self._risen(subject, named, cap_left, paid)

    def _clauses(self, subject: Subject, rules: tuple[str, ...]) -> tuple[Figure, ...]:
        """The figures of these rules; what is written by category only where it says something of the bill's."""
        category = CATEGORIES[subject.bill.claim.category]
        found = subject.of_scheme(*(f"{self.key}.{rule}" for rule in rules))
        return tuple(figure for figure in found if not figure.name.endswith(BY_CATEGORY) or says(figure, category))

    def _not_reached(self) -> str:
        """That the year's amount stays below the first tier."""
        before, base = (format_yuan(amount) for amount in self.amounts)
        amount = f"{before} + {base}" if self.amounts[0] else base
        return _("{amount} does not exceed {edge}").format(amount=amount, edge=format_yuan(self.edges[0]))

    def _risen(self, subject: Subject, named: Named, cap_left: int, paid: int) -> Iterator[Step]:
        before, base = self.amounts
        rise = rise_of_tiers(before, base, self.edges, self.rates)
        is_cut = rise > paid
        clauses = self._clauses(subject, RATES)
        if before <= self.edges[0]:
            step = Named(f"{self.key}_uncut_fen", _("due by tiers")) if is_cut else named
            yield taken(step, self._parts_text(before + base), rise, clauses)
        else:
            yield from self._twice(clauses)
            due = {"whole": self._due(before + base), "part": self._due(before)}
            rise_step = Named(f"{self.key}_uncut_fen", _("due for this bill")) if is_cut else named
            yield by_verb(rise_step, "difference", due)
        if is_cut:
            yield from self._within(subject, named, (rise, cap_left, paid))

    def _twice(self, clauses: tuple[Figure, ...]) -> Iterator[Step]:
        before, base = self.amounts
        with_bill = Named(f"{self.key}_with_bill_fen", _("due on the year's cost with this bill"))
        yield taken(with_bill, self._parts_text(before + base), self._due(before + base), clauses)
        already = Named(f"{self.key}_before_fen", _("due on the year's cost before"))
        yield taken(already, self._parts_text(before), self._due(before))

    def _within(self, subject: Subject, named: Named, amounts: tuple[int, int, int]) -> Iterator[Step]:
        """Within what is left of the yearly cap, and never above the cost that the layer counts."""
        rise, cap_left, paid = amounts
        if cap_left < rise:
            clauses = subject.of_scheme(f"{self.key}.annual_cap")
            left = Named(f"{self.key}_cap_left_fen", _("left of the layer's yearly cap"))
            yield taken(left, _("the cap less what was paid before"), cap_left, clauses)
            yield by_verb(named, "cap", {"amount": rise, "limit": cap_left})
        if paid < min(rise, max(cap_left, 0)):
            yield by_verb(named, "cap", {"amount": min(rise, max(cap_left, 0)), "limit": paid})

    def _edges_text(self) -> str:
        tiers_text = (
            _("above {edge}: {rate}").format(edge=format_yuan(edge), rate=format_ppm(rate))
            for edge, rate in zip(self.edges, self.rates, strict=True)
            if edge < NEVER_FEN
        )
        return _("; ").join(tiers_text)

    def _due(self, amount: int) -> int:
        return int(tiers(amount, self.edges, self.rates))

    def _parts_text(self, amount: int) -> str:
        """What lies in each tier, times its rate."""
        uppers = [*self.edges[1:], amount]
        parts = [
            (min(amount, upper) - edge, rate)
            for edge, upper, rate in zip(self.edges, uppers, self.rates, strict=True)
            if min(amount, upper) > edge
        ]
        return " + ".join(f"{format_yuan(part)} × {format_ppm(rate)}" for part, rate in parts) or format_yuan(0)
