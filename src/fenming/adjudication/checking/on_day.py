"""The benefit rules of a pack as they stand on one day, with the place where each is written."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from fenming.adjudication.law.dated import Terms, disease_words, terms_of
from fenming.adjudication.law.terms import CARE_COUNT
from fenming.adjudication.law.words import CARES, SCHEMES
from fenming.adjudication.law.written import Written, benefit_names
from fenming.kernel import BadInput, Finding
from fenming.policy import Pack

GUIDANCE = "guidance."


@dataclass(frozen=True)
class OnDay:
    """A pack's benefit rules on `day`: the terms the plan works with, and the figures they were made of."""

    pack: Pack
    day: date
    terms: Terms

    def covered(self) -> Iterator[tuple[str, str]]:
        """Scheme and care of everything for which something is paid."""
        for scheme in SCHEMES[1:]:
            for care in CARES[1:]:
                if self.cover(scheme, care).is_covered:
                    yield scheme, care

    def cover(self, scheme: str, care: str) -> Any:
        """The terms of one care."""
        return self.terms.covers[SCHEMES.index(scheme) * CARE_COUNT + CARES.index(care)]

    def scheme(self, scheme: str) -> Any:
        """The terms of one scheme."""
        return self.terms.schemes[SCHEMES.index(scheme)]

    def written(self, scheme: str, care: str) -> Written:
        """What is written of one care, with what `same_as` puts behind it."""
        return Written.of_care(scheme, care, self.terms.figures)

    def where(self, name: str) -> str:
        """File and line of the version in force of the parameter with this full name; empty when there is none."""
        if not self.pack.has(name):
            return ""
        version = self.pack.parameter(name).on(self.day)
        return version.where if version is not None else self.pack.parameter(name).file.where()


def rule_days(pack: Pack, findings: list[Finding]) -> Iterator[OnDay]:
    """The rules on every day from which some benefit parameter, or national guidance, has another value.

    Values that the plan cannot follow become findings, and the day is left out.
    """
    names = benefit_names(pack)
    guidance = [parameter.name for parameter in pack.parameters() if parameter.name.startswith(GUIDANCE)]
    own, above = (
        {version.period.start for name in group for version in pack.parameter(name).versions}
        for group in (names, guidance)
    )
    for day in sorted(own | {day for day in above if own and day > min(own)}):
        try:
            yield OnDay(pack, day, terms_of(_figures(pack, names, day), disease_words(pack)))
        except BadInput as problem:
            findings.extend(_placed(finding, pack, day) for finding in problem.findings)


def _figures(pack: Pack, names: list[str], day: date) -> dict[str, Any]:
    """The figures of the day, None for values never seen; what does not exist that day is left out."""
    policy, figures = pack.on(day), {}
    for name in names:
        version = pack.parameter(name).on(day)
        if version is not None and not version.is_absent:
            figures[name] = policy.get(name)
    return figures


def _placed(finding: Finding, pack: Pack, day: date) -> Finding:
    """A refusal of the plan with the place of the parameter it names."""
    named = [name for name in benefit_names(pack) if f"{name} " in finding.what]
    version = pack.parameter(named[-1]).on(day) if named else None
    return Finding(finding.code, finding.what, version.where if version else finding.where, finding.why, finding.remedy)
