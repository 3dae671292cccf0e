"""The layers above the pool: tiers that nothing reaches, rates that fall as need grows, layers that pay nothing."""

from collections.abc import Iterator
from itertools import pairwise

from fenming.adjudication.checking.on_day import OnDay
from fenming.adjudication.law.forms import is_frame
from fenming.adjudication.law.scheme import by_category
from fenming.adjudication.law.words import CATEGORIES, SCHEMES
from fenming.adjudication.law.written import PREFIX, Written
from fenming.kernel import PPM, Finding, format_ppm, format_yuan
from fenming.kernel.language import _
from fenming.mechanisms.share import share

TIERED = ("critical_illness", "large_amount")
PAYING = {"critical_illness": "tiers", "large_amount": "tiers", "civil_servant": "rate", "medical_aid": "rate"}


def layer_contradictions(rules: OnDay) -> Iterator[Finding]:
    """All layers of all schemes."""
    for scheme in SCHEMES[1:]:
        for layer, paying in PAYING.items():
            written = Written(f"{PREFIX}{scheme}.{layer}", rules.terms.figures)
            names = [name for name in rules.terms.figures if name.startswith(f"{written.path}.")]
            if names and not written.named(paying) and not is_frame(rules.pack):
                yield _pays_nothing(rules, written, names[0], paying)
            if layer in TIERED and written.figure("tiers") is not None:
                yield from _tiers(rules, written)


def _pays_nothing(rules: OnDay, written: Written, name: str, paying: str) -> Finding:
    return Finding(
        "policy.layer_pays_nothing",
        _("{path} has rules but no {paying}").format(path=written.path, paying=paying),
        rules.where(name),
        _("the layer pays nothing, and its other rules do nothing"),
        _("write {file}, with `value: null` and its question if it was never seen").format(
            file=f"{written.path}.{paying}"
        ),
    )


def _tiers(rules: OnDay, written: Written) -> Iterator[Finding]:
    tiers = written.figure("tiers")
    steps = tiers.value["steps"] if tiers is not None else ()
    where = rules.where(written.named("tiers"))
    for (_edge, rate), (above, higher) in pairwise(steps):
        if higher < rate:
            yield Finding(
                "policy.tier_rate_falls",
                _("{name}: above {edge} the rate falls from {rate} to {lower}").format(
                    name=written.named("tiers"),
                    edge=format_yuan(above),
                    rate=format_ppm(rate),
                    lower=format_ppm(higher),
                ),
                where,
                _("the more someone has to bear, the larger the share that is paid"),
                _("compare with the document; edges and rates are easily shifted against each other"),
            )
    yield from _never_reached(rules, written)
    yield from _dearer_for_the_poor(rules, written)


def _never_reached(rules: OnDay, written: Written) -> Iterator[Finding]:
    """Tiers on the absolute amount that end below the deductible, apart from the first, which begins at zero for everyone."""
    axis, tiers = written.figure("tier_axis"), written.figure("tiers")
    if tiers is None or (axis is not None and axis.value == "excess"):
        return
    deductible = by_category(written, "deductible", 0)[0]
    for (_edge, _rate), (above, _higher) in pairwise(tiers.value["steps"]):
        if 0 < above < deductible:
            yield Finding(
                "policy.tier_never_reached",
                _("{name}: the tier up to {edge} lies below the deductible of {deductible}").format(
                    name=written.named("tiers"), edge=format_yuan(above), deductible=format_yuan(deductible)
                ),
                rules.where(written.named("tiers")),
                _("with `tier_axis: absolute` edges measure the year's whole amount, the deductible inside"),
                _("write `tier_axis: excess` if the edges count from the deductible on, or correct the edges"),
            )


def _dearer_for_the_poor(rules: OnDay, written: Written) -> Iterator[Finding]:
    """Categories of aid whose deductible is higher than that of ordinary persons."""
    standards = by_category(written, "deductible", 0)
    factors = written.by_key("deductible_factor_by_category", CATEGORIES, PPM)
    ordinary, *others = (share(standard, factor) for standard, factor in zip(standards, factors, strict=True))
    for category, due in zip(CATEGORIES[1:], others, strict=True):
        if due > ordinary:
            name = written.named("deductible_factor_by_category") or written.named("deductible")
            yield Finding(
                "policy.dearer_for_the_poor",
                _("{name}: {category} has a deductible of {due}, ordinary persons {ordinary}").format(
                    name=name, category=category, due=format_yuan(due), ordinary=format_yuan(ordinary)
                ),
                rules.where(name),
                _("a factor of 50% halves the deductible; −50% in a document is written 50%"),
                _("compare with the document"),
            )
