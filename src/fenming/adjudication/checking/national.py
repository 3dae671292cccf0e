"""National floors and limits (packs/cn/guidance) that a place's rules break."""

from collections.abc import Iterator

from fenming.adjudication.checking.on_day import OnDay
from fenming.adjudication.checking.rates import rate_name
from fenming.adjudication.law.terms import ALWAYS, NOT_WRITTEN
from fenming.adjudication.law.words import LEVELS, LOCAL, SCHEMES
from fenming.kernel import Figure, Finding, format_ppm
from fenming.kernel.language import _

OUTPATIENT_FLOOR = "guidance.outpatient_rate_min"
LONG_PRESCRIPTION = "guidance.long_prescription_months_max"
MONTH_DAYS_MAX = 31


def broken_floors(rules: OnDay) -> Iterator[Finding]:
    """Ordinary outpatient rates below the national floor, and prescriptions longer than the national limit."""
    policy = rules.pack.on(rules.day)
    floor, longest = policy.get(OUTPATIENT_FLOOR), policy.get(LONG_PRESCRIPTION)
    for scheme in SCHEMES[1:]:
        if floor is not None and scheme in floor.value:
            yield from _below_floor(rules, scheme, floor)
    for scheme, care in rules.covered():
        days = rules.cover(scheme, care).supply_days_max
        if longest is not None and longest.value * MONTH_DAYS_MAX < days < ALWAYS:
            yield _too_long(rules, rules.written(scheme, care).named("supply_days_max"), days, longest)


def _below_floor(rules: OnDay, scheme: str, floor: Figure) -> Iterator[Finding]:
    cover = rules.cover(scheme, "outpatient")
    for level in range(len(LEVELS)) if cover.is_covered else ():
        rates = [rate for rate in cover.rates[LOCAL][level] if rate != NOT_WRITTEN]
        least = rates[0] if rates else 0
        if 0 < least < floor.value[scheme]:
            name = rate_name(rules, scheme, "outpatient", LOCAL, level)
            yield Finding(
                "policy.below_national_floor",
                _("{name}: {level} pays {rate}, the national floor is {floor}").format(
                    name=name, level=LEVELS[level], rate=format_ppm(least), floor=format_ppm(floor.value[scheme])
                ),
                rules.where(name),
                _source(floor),
                _("compare with the document; if it says so, keep it and expect the question"),
            )


def _too_long(rules: OnDay, name: str, days: int, longest: Figure) -> Finding:
    return Finding(
        "policy.above_national_limit",
        _("{name}: {days} days are more than the national limit of {months} months").format(
            name=name, days=days, months=longest.value
        ),
        rules.where(name),
        _source(longest),
        _("compare with the document; if it says so, keep it and expect the question"),
    )


def _source(figure: Figure) -> str:
    return f"{figure.cite.title} · {figure.cite.clause}" if figure.cite else figure.name
