"""Civil servants' supplement, medical aid and further aid: a rate above a deductible, over the year or at each visit."""

from collections.abc import Iterator
from dataclasses import dataclass

from fenming.adjudication.law.terms import EACH_VISIT
from fenming.adjudication.plan.layers import Layers, rise_above
from fenming.adjudication.plan.year import civil_base
from fenming.adjudication.telling.step import Named, Step, by_verb, taken
from fenming.adjudication.telling.subject import Subject
from fenming.adjudication.telling.words import category_word
from fenming.kernel import Figure, format_ppm, format_yuan
from fenming.kernel.language import _


@dataclass(frozen=True, slots=True)
class Above:
    """A layer that pays `rate` on what exceeds `deductible_fen`; `amounts` are the year's cost before, and this bill's."""

    key: str
    called: str
    terms: tuple[int, int]
    amounts: tuple[int, int]
    clauses: tuple[Figure, ...]

    def steps(self, paid: int, cap_left: int) -> Iterator[Step]:
        """From the cost that is left to what the layer pays."""
        (deductible, rate), (before, base) = self.terms, self.amounts
        rise = rise_above(before, base, deductible, rate)
        named = Named(f"{self.key}_fen", _("paid by {layer}").format(layer=self.called))
        step = (
            named if rise == paid else Named(f"{self.key}_uncut_fen", _("due from {layer}").format(layer=self.called))
        )
        yield taken(step, self._formula(), rise, self.clauses)
        if rise != paid:
            limit = min(max(cap_left, 0), base)
            yield by_verb(
                Named(named.name, _("{label}, within what is left of its yearly cap").format(label=named.label)),
                "cap",
                {"amount": rise, "limit": limit},
            )

    def _formula(self) -> str:
        """The rise in words: on this bill alone, or over the year less what was due before."""
        (deductible, rate), (before, base) = self.terms, self.amounts
        amount, so_far = format_yuan(before + base), format_yuan(before)
        edge, share = format_yuan(deductible), format_ppm(rate)
        if before + base <= deductible:
            return _("{amount} does not exceed {edge}").format(amount=amount, edge=edge)
        if before <= deductible:
            whole = f"({so_far} + {format_yuan(base)})" if before else amount
            return f"({whole} − {edge}) × {share}" if deductible else f"{whole} × {share}"
        return f"({amount} − {edge}) × {share} − ({so_far} − {edge}) × {share}"


def civil_steps(subject: Subject) -> Iterator[Step]:
    """The supplement of civil servants on what pool, large amount and critical illness left."""
    bill, scheme, year = subject.bill, subject.bill.scheme, subject.bill.year
    base = civil_base(bill.claim, bill.paid)
    if not base or not scheme.civil_rate:
        return
    yield taken(
        Named("civil_servant_base_fen", _("cost left for the civil-servant supplement")),
        _left(subject, ("pool", "large_amount", "critical_illness")),
        base,
    )
    layer = Above(
        "civil_servant",
        _("the civil-servant supplement"),
        (scheme.civil_deductible_fen, scheme.civil_rate),
        (year.civil_base_fen, base),
        subject.of_scheme("civil_servant.deductible", "civil_servant.rate", "civil_servant.annual_cap"),
    )
    yield from layer.steps(bill.paid.civil_servant_fen, scheme.civil_cap_fen - year.civil_fen)


def medical_aid_steps(subject: Subject, layers: Layers) -> Iterator[Step]:
    """Medical aid by the person's category, then further aid on what it leaves."""
    scheme, category = subject.bill.scheme, subject.bill.claim.category
    if layers.aid_base and scheme.aid_rate[category]:
        yield from _medical_aid(subject, layers)
    left = layers.aid_base - layers.aid
    if left and scheme.tilt_rate[category]:
        yield from _tilted_aid(subject, left)


def _medical_aid(subject: Subject, layers: Layers) -> Iterator[Step]:
    scheme, year, category = subject.bill.scheme, subject.bill.year, subject.bill.claim.category
    label = _("cost left for medical aid to {who}").format(who=category_word(category))
    before = ("pool", "large_amount", "critical_illness", "civil_servant")
    yield taken(Named("medical_aid_base_fen", label), _left(subject, before), layers.aid_base)
    layer = Above(
        "medical_aid",
        _("medical aid"),
        (scheme.aid_deductible_fen[category], scheme.aid_rate[category]),
        (0 if scheme.aid_basis == EACH_VISIT else year.aid_base_fen, layers.aid_base),
        subject.of_scheme(
            *(f"medical_aid.{name}" for name in ("deductible", "rate", "deductible_basis", "annual_cap"))
        ),
    )
    yield from layer.steps(layers.aid, scheme.aid_cap_fen[category] - year.aid_fen)


def _tilted_aid(subject: Subject, left: int) -> Iterator[Step]:
    bill, scheme, year = subject.bill, subject.bill.scheme, subject.bill.year
    category = bill.claim.category
    layer = Above(
        "tilted_aid",
        _("further aid on what is left"),
        (scheme.tilt_deductible_fen[category], scheme.tilt_rate[category]),
        (year.tilted_base_fen, left),
        subject.of_scheme(*(f"medical_aid.tilt_{name}" for name in ("deductible", "rate", "annual_cap"))),
    )
    yield from layer.steps(bill.paid.tilted_aid_fen, scheme.tilt_cap_fen[category] - year.tilted_fen)


def _left(subject: Subject, layers: tuple[str, ...]) -> str:
    """The eligible cost less what these layers pay, as a formula."""
    paid = (getattr(subject.bill.paid, f"{layer}_fen") for layer in layers)
    return " − ".join(format_yuan(amount) for amount in (subject.bill.claim.eligible_fen, *filter(None, paid)))
