"""Days on which some rules of a pack hold and others say nothing: no bill of such a day can be judged."""

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import zip_longest

from fenming.adjudication.law.written import benefit_names
from fenming.kernel import Finding, Period
from fenming.kernel.language import _
from fenming.policy import Pack, Parameter

NAMED = 5  # so many parameters are named; the others are counted


def uncovered_days(pack: Pack) -> Iterator[Finding]:
    """Findings for spans of days that some benefit parameters cover and others, before they begin or after they end, do not."""
    parameters = [pack.parameter(name) for name in benefit_names(pack) if pack.parameter(name).versions]
    periods = [version.period for parameter in parameters for version in parameter.versions]
    edges = sorted({day for period in periods for day in (period.start, period.end) if day is not None})
    spans: dict[tuple[str, ...], list[Period]] = {}
    for start, end in zip_longest(edges, edges[1:]):
        silent = tuple(parameter.name for parameter in parameters if not _speaks(parameter, start))
        if silent and len(silent) < len(parameters):
            spans.setdefault(silent, []).append(Period(start, end))
    for silent, found in spans.items():
        for span in found:
            yield _uncovered([one for one in parameters if one.name not in silent], silent, span, pack)


def _speaks(parameter: Parameter, day: date) -> bool:
    """Whether the parameter holds on `day`; a gap between two versions is told elsewhere."""
    first, last = parameter.versions[0].period, parameter.versions[-1].period
    return first.start <= day and (last.end is None or day < last.end)


def _uncovered(speaking: Sequence[Parameter], silent: Sequence[str], span: Period, pack: Pack) -> Finding:
    few = [one.name for one in speaking] if len(speaking) < len(silent) else list(silent)
    names = ", ".join(few[:NAMED]) + (" …" if len(few) > NAMED else "")
    parameter = pack.parameter(few[0])
    if len(speaking) < len(silent):
        what = _("for {span} only {count} of {whole} benefit parameters say something: {names}")
    else:
        what = _("for {span} {count} of {whole} benefit parameters say nothing: {names}")
    return Finding(
        "policy.uncovered_days",
        what.format(span=span, count=len(few), whole=len(speaking) + len(silent), names=names),
        parameter.versions[-1 if parameter.versions[0].period.start < span.start else 0].where,
        _("no bill of these days can be judged: what a rule was then is never guessed"),
        _("add versions: the value, `value: absent` if there was no such rule, or `value: null` with an open question"),
    )
