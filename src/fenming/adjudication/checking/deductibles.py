"""Deductibles and caps that contradict each other: lower at higher levels, above what is paid at most, caps never reached."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from fenming.adjudication.checking.on_day import OnDay
from fenming.adjudication.law.terms import NEVER_FEN, NOT_WRITTEN
from fenming.adjudication.law.words import ADMISSIONS, AREAS, LEVELS, LOCAL
from fenming.kernel import Finding, format_yuan
from fenming.kernel.language import _

CARE_CAPS = ("visit_cap", "day_cap", "month_cap", "annual_cap", "annual_cap_max")  # from the narrowest to the widest


def deductible_contradictions(rules: OnDay, scheme: str, care: str) -> Iterator[Finding]:
    """All of one care: deductibles by level, against caps, by admission, and caps among themselves."""
    yield from _falling_by_level(rules, scheme, care)
    yield from _above_caps(rules, scheme, care)
    yield from _least_above_most(rules, scheme, care)
    yield from _rising_by_admission(rules, scheme, care)
    yield from _caps_never_reached(rules, scheme, care)


def _listed(rules: OnDay, scheme: str, care: str, area: int) -> list[tuple[int, int]]:
    """Level and deductible of every level that the area covers with a deductible of its own, from the lowest up."""
    cover = rules.cover(scheme, care)
    if cover.is_deductible_by_total[area]:
        return []
    rates = cover.rates[area]
    return [
        (level, standard)
        for level, standard in enumerate(cover.deductible_fen[area])
        if standard >= 0 and rates[level][0] != NOT_WRITTEN and any(rates[level])
    ]


def _name(rules: OnDay, scheme: str, care: str, area: int) -> str:
    written = rules.written(scheme, care)
    return (written.named(f"{AREAS[area]}_deductible") if area != LOCAL else "") or written.named("deductible")


def _falling_by_level(rules: OnDay, scheme: str, care: str) -> Iterator[Finding]:
    for area in range(len(AREAS)):
        name = _name(rules, scheme, care, area)
        if area != LOCAL and name == _name(rules, scheme, care, LOCAL):
            continue
        for (level, lower), (above, upper) in pairwise(_listed(rules, scheme, care, area)):
            if upper < lower:
                yield Finding(
                    "policy.deductible_falls",
                    _("{name}: {above} takes {upper}, {level} takes {lower}").format(
                        name=name,
                        above=LEVELS[above],
                        upper=format_yuan(upper),
                        level=LEVELS[level],
                        lower=format_yuan(lower),
                    ),
                    rules.where(name),
                    _("deductibles rise with the level, so that people go to the lowest level that can treat them"),
                    _("compare both with the document; keys of levels are easily exchanged"),
                )


def _caps(rules: OnDay, scheme: str, care: str) -> list[tuple[str, int]]:
    """The caps on what the pool pays in this care that are written, by full name, from the narrowest to the widest."""
    cover, whole = rules.cover(scheme, care), rules.scheme(scheme)
    written = rules.written(scheme, care)
    caps = [(written.named(cap), getattr(cover, f"{cap}_fen")) for cap in CARE_CAPS]
    if cover.counts_to_annual_cap:
        caps.append((f"benefits.{scheme}.annual_cap", whole.annual_cap_fen))
    return [(name, cap) for name, cap in caps if name and cap != NEVER_FEN]


def _above_caps(rules: OnDay, scheme: str, care: str) -> Iterator[Finding]:
    name = _name(rules, scheme, care, LOCAL)
    for level, standard in _listed(rules, scheme, care, LOCAL):
        lowest = min(_caps(rules, scheme, care), key=lambda cap: cap[1], default=("", NEVER_FEN))
        if standard > lowest[1]:
            yield Finding(
                "policy.deductible_above_cap",
                _("{name}: {level} takes {standard} before anything is paid, and {cap} pays {most} at most").format(
                    name=name,
                    level=LEVELS[level],
                    standard=format_yuan(standard),
                    cap=lowest[0],
                    most=format_yuan(lowest[1]),
                ),
                rules.where(name),
                _("hardly anyone would ever be paid"),
                _("compare both with the document: yuan or 万元, per visit or per year"),
            )


def _least_above_most(rules: OnDay, scheme: str, care: str) -> Iterator[Finding]:
    cover, written = rules.cover(scheme, care), rules.written(scheme, care)
    least, most = cover.deductible_least_fen[-1], cover.deductible_most_fen[-1]
    if cover.is_deductible_by_total[-1] and least > most:
        name = written.named("out_of_province_deductible_min")
        yield Finding(
            "policy.least_above_most",
            _("{name}: the least {least} is above the most {most}").format(
                name=name, least=format_yuan(least), most=format_yuan(most)
            ),
            rules.where(name),
            _("no deductible can keep both"),
            _("correct the one that differs from the document"),
        )


def _rising_by_admission(rules: OnDay, scheme: str, care: str) -> Iterator[Finding]:
    cover, written = rules.cover(scheme, care), rules.written(scheme, care)
    for name in ("repeat_deductible", "repeat_factor"):
        values: Sequence[int] = getattr(cover, name if name == "repeat_factor" else f"{name}_fen")
        for place, (earlier, later) in enumerate(pairwise(values), 1):
            if written.named(name) and later > earlier >= 0:
                yield Finding(
                    "policy.repeat_rises",
                    _("{name}: the {place} admission takes more than the one before").format(
                        name=written.named(name), place=ADMISSIONS[place]
                    ),
                    rules.where(written.named(name)),
                    _(
                        "deductibles fall from admission to admission, or stay; the last one named goes on for later ones"
                    ),
                    _("compare with the document"),
                )
                break


def _caps_never_reached(rules: OnDay, scheme: str, care: str) -> Iterator[Finding]:
    for (narrow, small), (wide, large) in pairwise(_caps(rules, scheme, care)):
        if small > large:
            yield Finding(
                "policy.cap_never_reached",
                _("{narrow} is {small}, more than {wide}, which is {large}").format(
                    narrow=narrow, small=format_yuan(small), wide=wide, large=format_yuan(large)
                ),
                rules.where(narrow),
                _("the wider cap cuts first, so the narrower one does nothing"),
                _("compare both with the document: yuan or 万元, per visit or per year"),
            )
