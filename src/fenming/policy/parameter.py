"""A parameter as loaded: its versions with days, values and citations."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Any

from fenming.kernel import BadInput, Citation, Finding, Grade, Period
from fenming.kernel.language import _
from fenming.policy.models import CiteText, DocumentText, ExampleText, LabelText, ParameterText, VersionText
from fenming.policy.written import ABSENT, parse, show
from fenming.policy.yaml_text import Text


@dataclass(frozen=True, slots=True)
class Version:
    """One value and the days it holds; the value is None when it was never seen, and when the rule is known not to exist."""

    period: Period
    value: Any
    written: str
    citation: Citation
    checked_on: date
    open_question: str
    settled_by: tuple[str, ...]
    where: str
    is_absent: bool = False


@dataclass(frozen=True, slots=True)
class Draft:
    """A parameter file whose keys fit, before its values are read."""

    name: str
    region: str
    file: Text
    text: ParameterText


@dataclass(frozen=True, slots=True)
class Parameter:
    """A named policy value over time, as the nearest pack in the chain writes it."""

    name: str
    region: str
    text: ParameterText
    versions: tuple[Version, ...]
    file: Text

    @property
    def label(self) -> str:
        return self.text.label

    @property
    def label_en(self) -> str:
        return self.text.label_en

    @property
    def kind(self) -> str:
        return self.text.kind

    @property
    def options(self) -> Mapping[str, LabelText]:
        return self.text.options

    @property
    def examples(self) -> list[ExampleText]:
        return self.text.examples

    def on(self, day: date) -> Version | None:
        """The version in force on `day`, or None: days outside are never filled by guessing."""
        return next((version for version in self.versions if day in version.period), None)


def read_parameter(draft: Draft, documents: Mapping[str, DocumentText], findings: list[Finding]) -> Parameter:
    """The parameter with its versions parsed; every version that cannot be is a finding and is left out."""
    file, text = draft.file, draft.text
    versions = [_version(file, text, position, documents, findings) for position in range(len(text.versions))]
    good = sorted((version for version in versions if version is not None), key=lambda version: version.period.start)
    findings.extend(_over_time(draft.name, good))
    return Parameter(draft.name, draft.region, text, tuple(good), file)


def _version(
    file: Text, parameter: ParameterText, position: int, documents: Mapping[str, DocumentText], findings: list[Finding]
) -> Version | None:
    version, place = parameter.versions[position], ("versions", position)
    citation = _citation(file, version, place, documents, findings)
    findings.extend(_unsettled(file, parameter, version, place, documents))
    value: Any = None
    try:
        period = Period(version.from_, version.to)
        if version.value not in (None, ABSENT):
            value = parse(parameter, version.value)
    except BadInput as problem:
        findings.extend(placed(problem, file.where(*place, "value")))
        return None
    if citation is None:
        return None
    question = version.open_question or parameter.open_question or ""
    settled_by = tuple(documents[key].title for key in _settling(parameter, version) if key in documents)
    written = show(version.value)
    is_absent = version.value == ABSENT
    where = file.where(*place)
    return Version(period, value, written, citation, version.checked_on, question, settled_by, where, is_absent)


def _settling(parameter: ParameterText, version: VersionText) -> list[str]:
    return version.settled_by or parameter.settled_by


def _citation(
    file: Text,
    version: VersionText,
    place: tuple[str, int],
    documents: Mapping[str, DocumentText],
    findings: list[Finding],
) -> Citation | None:
    return citation_of(version.cite, file.where(*place, "cite", "document"), documents, findings)


def citation_of(
    cite: CiteText, where: str, documents: Mapping[str, DocumentText], findings: list[Finding]
) -> Citation | None:
    """The clause with its document's title and grade, or None, and a finding, where no such document is listed."""
    if cite.document not in documents:
        findings.append(unresolved(cite.document, where, documents))
        return None
    document = documents[cite.document]
    grade = Grade[document.grade.upper()]
    return Citation(cite.document, document.title, cite.clause, grade, cite.quote, document.url or "")


def unresolved(key: str, where: str, documents: Mapping[str, DocumentText]) -> Finding:
    """A citation that leads to no document of the pack or one above it."""
    return Finding(
        "policy.unresolved_citation",
        _("the document '{key}' is not listed").format(key=key),
        where,
        _("every number must lead to a source, and sources stand in documents.yaml of this pack or one above it"),
        _("add '{key}' to documents.yaml, or cite one of: {known}").format(key=key, known=", ".join(documents)),
    )


def _unsettled(
    file: Text,
    parameter: ParameterText,
    version: VersionText,
    place: tuple[str, int],
    documents: Mapping[str, DocumentText],
) -> Iterator[Finding]:
    settling = _settling(parameter, version)
    yield from (unresolved(key, file.where(*place), documents) for key in settling if key not in documents)
    if version.value is None and not (settling and (version.open_question or parameter.open_question)):
        yield Finding(
            "policy.null_unexplained",
            _("a null value without its question"),
            file.where(*place, "value"),
            _("whoever needs the number must learn what is unknown and where it would be found"),
            _("add `open_question` and `settled_by` (ids from documents.yaml)"),
        )


def placed(problem: BadInput, where: str) -> Iterator[Finding]:
    """The findings of `problem` with the place where its cause stands."""
    for finding in problem.findings:
        yield Finding(finding.code, finding.what, where, finding.why, finding.remedy)


def _over_time(name: str, versions: list[Version]) -> Iterator[Finding]:
    for earlier, later in pairwise(versions):
        if earlier.period.overlaps(later.period):
            yield Finding(
                "policy.overlap",
                _("two versions of {name} hold on the same days: {earlier} and {later}").format(
                    name=name, earlier=earlier.period, later=later.period
                ),
                later.where,
                _("a day can have only one value"),
                _("end the earlier one with `to: {day}`").format(day=later.period.start),
            )
        elif earlier.period.end != later.period.start:
            yield Finding(
                "policy.gap",
                _("{name} has no value from {start} to {end}").format(
                    name=name, start=earlier.period.end, end=later.period.start
                ),
                later.where,
                _("a year inside the gap will be refused"),
                _("if the value was unknown then, write a version with `value: null` and an open question"),
            )
