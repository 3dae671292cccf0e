"""A judged line told step by step, so that a reader can recompute it."""

from collections.abc import Callable, Iterator, Mapping

from fenming.adjudication.lines.judge import counted_quantity, parts_of, rate_of
from fenming.adjudication.lines.line import COPAY_FIRST, EACH_ON_TOTAL, NONE, WHOLE_PPM, FeeLine, LineRules, Parts
from fenming.adjudication.lines.reason import LineReason
from fenming.adjudication.telling.step import Named, Step, by_verb, taken
from fenming.kernel import Figure, format_yuan
from fenming.kernel.language import _
from fenming.mechanisms import verb

Clauses = Mapping[str, tuple[Figure, ...]]  # by the parameter's last word; empty where the pack does not write it
UNIT = 10_000
MICRO = 1_000_000


def line_steps(line: FeeLine, rules: LineRules, parts: Parts, figures: Mapping[str, Figure]) -> list[Step]:
    """The steps that lead from the line to its `parts`; `figures` are the pack's, by the names of their parameters."""
    clauses = {name.rsplit(".", 1)[1]: (figure,) for name, figure in figures.items()}
    if LineReason(parts.reason).is_as_printed:
        steps = [_charged(line), *_as_printed(parts)]
    else:
        steps = [_charged(line), *_rate(line, rules, clauses), *_charge(line, rules, clauses)]
        if line.total_fen < 0:
            steps += _mirrored(line, rules)
    theirs = {"whole": parts.eligible_fen, "part": line.platform_eligible_fen}
    return [*steps, by_verb(Named("difference_fen", _("eligible: ours less the platform's")), "difference", theirs)]


def show_quantity(quantity: int) -> str:
    """A quantity as people write it: 30000 → `3`, 12500 → `1.25`."""
    whole, part = divmod(quantity, UNIT)
    return f"{whole:,}" + (f".{part:04}".rstrip("0") if part else "")


def show_price(price: int) -> str:
    """A unit price in yuan with at least two decimals and as many as it has: 4520000 → `4.52`, 333300 → `0.3333`."""
    whole, part = divmod(price, MICRO)
    decimals = f"{part:06}"
    return f"{whole:,}.{decimals[:2]}{decimals[2:].rstrip('0')}"


def _priced(named: Named, verb_name: str, inputs: Mapping[str, int], clauses: tuple[Figure, ...] = ()) -> Step:
    """The step that a verb over unit prices and quantities makes, each shown in its own unit."""
    found = verb(verb_name)
    showing: dict[str, Callable[[int], str]] = {"quantity": show_quantity, "part": show_quantity, "whole": format_yuan}
    shown = {role: showing.get(role, show_price)(value) for role, value in inputs.items()}
    return Step(named.name, named.label, _(found.explain).format(**shown), found.function(**inputs), "fen", clauses)


def _charged(line: FeeLine) -> Step:
    named = Named("total_fen", _("charged for this item"))
    quantity = show_quantity(line.quantity)
    if line.price == NONE:
        formula = _("as printed, quantity {quantity}").format(quantity=quantity)
    elif line.total_fen < 0:
        formula = _("as printed, given back: {price} × {quantity}").format(
            price=show_price(line.price), quantity=quantity
        )
    else:
        formula = _("as printed, {price} × {quantity}").format(price=show_price(line.price), quantity=quantity)
    return taken(named, formula, line.total_fen)


def _as_printed(parts: Parts) -> Iterator[Step]:
    words = LineReason(parts.reason).words
    for name, label in _part_labels().items():
        yield taken(Named(name, label), words, getattr(parts, name))


def _part_labels() -> dict[str, str]:
    return {
        "excluded_fen": _("paid by the person in full"),
        "over_limit_fen": _("above the price limit"),
        "upfront_copay_fen": _("paid first by the person"),
        "eligible_fen": _("eligible"),
    }


def _rate(line: FeeLine, rules: LineRules, clauses: Clauses) -> Iterator[Step]:
    named = Named("upfront_copay_ppm", _("share that the person pays first"), "ppm")
    if line.rate != NONE:
        yield taken(named, _("as the line states"), line.rate)
        return
    words = (_("class A (甲)"), _("class B (乙)"), _("class C (self-paid)"))
    rests_on = clauses.get("copay_by_class", ())
    yield taken(named, words[line.item_class], rate_of(line, rules), rests_on)


def _charge(line: FeeLine, rules: LineRules, clauses: Clauses) -> Iterator[Step]:
    """The steps of a charge, or of the charge that a refund mirrors."""
    whole = abs(line.total_fen)
    if line.total_fen < 0:
        yield taken(Named("charge_fen", _("the charge that is given back")), _("without the sign"), whole)
    excluded = Named("excluded_fen", _("paid by the person in full"))
    if rate_of(line, rules) == WHOLE_PPM:
        yield taken(excluded, _("the person pays all of such an item first"), whole)
    elif line.is_limited_use == 1 and rules.excludes_limited_use == 1:
        yield taken(excluded, _("an item of limited use whose conditions are not met"), whole, clauses["limited_use"])
    else:
        yield from _listed(line, rules, clauses)


def _listed(line: FeeLine, rules: LineRules, clauses: Clauses) -> Iterator[Step]:
    whole, quantity = abs(line.total_fen), counted_quantity(line)
    listed = whole
    if quantity != line.quantity:
        allowed = {"whole": whole, "part": quantity, "quantity": line.quantity}
        within = _priced(Named("listed_fen", _("for the quantity that the list allows")), "by_quantity", allowed)
        yield within
        listed = within.value
        beyond = {"whole": whole, "part": listed}
        yield by_verb(Named("excluded_fen", _("paid by the person in full")), "difference", beyond)
    if line.price_limit == NONE:
        yield from _copay(listed, rate_of(line, rules), Named("eligible_fen", _("eligible")))
        return
    order = clauses.get("ceiling_order", ())
    if rules.ceiling_order == COPAY_FIRST:
        yield from _copay_first(line, rules, (listed, quantity), order)
    elif rules.ceiling_order == EACH_ON_TOTAL:
        yield from _each_on_total(line, rules, (listed, quantity), order)
    else:
        yield from _ceiling_first(line, rules, (listed, quantity), order)


def _copay(amount: int, rate: int, left: Named) -> Iterator[Step]:
    """The copay of an amount, and what it leaves."""
    first = by_verb(Named("upfront_copay_fen", _("paid first by the person")), "share", {"whole": amount, "rate": rate})
    yield first
    yield by_verb(left, "difference", {"whole": amount, "part": first.value})


def _ceiling_first(
    line: FeeLine, rules: LineRules, listed: tuple[int, int], order: tuple[Figure, ...]
) -> Iterator[Step]:
    steps = tuple(_over(line, listed, order))
    yield from steps
    within = {"whole": listed[0], "part": steps[-1].value}
    left = by_verb(Named("within_limit_fen", _("within the price limit")), "difference", within)
    yield left
    yield from _copay(left.value, rate_of(line, rules), Named("eligible_fen", _("eligible")))


def _copay_first(line: FeeLine, rules: LineRules, listed: tuple[int, int], order: tuple[Figure, ...]) -> Iterator[Step]:
    amount, quantity = listed
    steps = tuple(_copay(amount, rate_of(line, rules), Named("after_copay_fen", _("left after the copay"))))
    yield from steps
    left = steps[-1].value
    above = tuple(_above_allowed(line, left, quantity, order))
    yield from above
    rest = {"whole": left, "part": above[-1].value}
    yield by_verb(Named("eligible_fen", _("eligible")), "difference", rest)


def _each_on_total(
    line: FeeLine, rules: LineRules, listed: tuple[int, int], order: tuple[Figure, ...]
) -> Iterator[Step]:
    copay = tuple(_copay(listed[0], rate_of(line, rules), Named("after_copay_fen", _("left after the copay"))))
    yield from copay
    over = tuple(_over(line, listed, order))
    yield from over
    within = by_verb(
        Named("over_limit_fen", _("not more than is left")), "cap", {"amount": over[-1].value, "limit": copay[-1].value}
    )
    yield within
    yield by_verb(Named("eligible_fen", _("eligible")), "difference", {"whole": copay[-1].value, "part": within.value})


def _over(line: FeeLine, listed: tuple[int, int], order: tuple[Figure, ...]) -> Iterator[Step]:
    """What is above the price limit of the whole amount, and never more than it."""
    amount, quantity = listed
    if line.price == NONE:
        yield from _above_allowed(line, amount, quantity, order)
        return
    named = Named("over_limit_fen", _("above the price limit"))
    inputs = {"price": line.price, "limit": line.price_limit, "quantity": quantity}
    over = _priced(named, "over_limit", inputs, order)
    yield over
    if over.value > amount:
        yield by_verb(
            Named("over_limit_fen", _("not more than the amount")), "cap", {"amount": over.value, "limit": amount}
        )


def _above_allowed(line: FeeLine, amount: int, quantity: int, order: tuple[Figure, ...]) -> Iterator[Step]:
    """What of an amount exceeds the quantity at its limit."""
    named = Named("allowed_fen", _("the quantity at its price limit"))
    allowed = _priced(named, "at_price", {"price": line.price_limit, "quantity": quantity}, order)
    yield allowed
    above = {"amount": amount, "limit": allowed.value}
    yield by_verb(Named("over_limit_fen", _("above the price limit")), "excess", above)


def _mirrored(line: FeeLine, rules: LineRules) -> Iterator[Step]:
    """The parts of a refund: each the exact negative of the charge's."""
    charge = parts_of(line, rules, rules.ceiling_order)
    for (name, label), amount in zip(_part_labels().items(), charge, strict=True):
        yield by_verb(Named(name, _("given back: {part}").format(part=label)), "negative", {"amount": amount})
