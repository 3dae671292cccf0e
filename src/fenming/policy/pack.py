"""A loaded pack, and the view of it on one day."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from fenming.kernel import BadInput, Figure, Finding, Period, Reading
from fenming.kernel.language import _, language
from fenming.policy.cards import Card
from fenming.policy.cases import Case
from fenming.policy.models import DocumentText, LabelText
from fenming.policy.parameter import Parameter, Version
from fenming.policy.schemes import Scheme
from fenming.policy.written import unit_of


@dataclass(frozen=True, slots=True, eq=False)
class Pack:
    """The rules of one place, with all it inherits. `region` is its path, such as cn/ah/340621.

    `codes` maps sections (scheme, care, disease …) to codes and the words they stand for; `codes.word_of` looks one up.
    `cases` are the bill examples of its own folder; those of the folders above are theirs to keep.
    `cards` are indicators and `schemes` are assessments, by the names of their files.
    """

    region: str
    label: str
    label_en: str
    documents: Mapping[str, DocumentText]
    keys: Mapping[str, LabelText]
    codes: Mapping[str, Mapping[str, str]]
    cases: tuple[Case, ...]
    files: Mapping[str, tuple[Path, ...]]
    warnings: tuple[Finding, ...]
    _parameters: Mapping[str, Parameter]
    cards: Mapping[str, Card] = field(default_factory=dict)
    schemes: Mapping[str, Scheme] = field(default_factory=dict)

    def parameters(self) -> Iterable[Parameter]:
        """Every parameter, by name."""
        return self._parameters.values()

    def has(self, name: str) -> bool:
        """Whether any file of the pack writes `name`, for whatever days."""
        return name in self._parameters

    def parameter(self, name: str) -> Parameter:
        """The parameter called `name`. Raises BadInput `policy.unknown`."""
        if name not in self._parameters:
            raise BadInput(
                "policy.unknown",
                _("the pack {region} has no parameter {name}").format(region=self.region, name=name),
                self.region,
                _("neither this pack nor one above it writes it, and Fenming never assumes a rule"),
                _("write {file} after the county's own document, or choose another pack").format(
                    file=f"{self.region}/{name.replace('.', '/')}.yaml"
                ),
            )
        return self._parameters[name]

    @property
    def dates_covered(self) -> Period:
        """From the first day of any parameter written below the nation to the last day of any at all; open where one is open.

        What the nation wrote before says nothing of how the place was run then, and goes on to hold after the place's last.
        A pack that inherits all it has begins with the nation. Raises BadInput `policy.empty_pack`.
        """
        periods = [version.period for parameter in self.parameters() for version in parameter.versions]
        if not periods:
            raise BadInput(
                "policy.empty_pack", _("the pack {region} has no parameters").format(region=self.region), self.region
            )
        ends = [period.end for period in periods if period.end is not None]
        return Period(self._begins(), max(ends) if len(ends) == len(periods) else None)

    def _begins(self) -> date:
        nation = self.region.partition("/")[0]
        starts = [(one.region != nation, version.period.start) for one in self.parameters() for version in one.versions]
        own = [start for is_own, start in starts if is_own]
        return min(own or [start for _is_own, start in starts])

    def on(self, day: date) -> "Policy":
        """The rules on `day`. Raises BadInput `policy.not_covered` when the pack says nothing about that day."""
        if day not in self.dates_covered:
            raise BadInput(
                "policy.not_covered",
                _("the pack {region} says nothing about {day}").format(region=self.region, day=day),
                self.region,
                _("it covers {period}").format(period=self.dates_covered),
                _("choose a day inside, or add versions for that time"),
            )
        return Policy(self, day)

    def digest(self) -> str:
        """SHA-256 over the names and bytes of all files that made this pack."""
        whole = hashlib.sha256()
        for name, paths in sorted(self.files.items()):
            for path in paths:
                whole.update(name.encode() + b"\0" + hashlib.sha256(path.read_bytes()).digest())
        return whole.hexdigest()


@dataclass(frozen=True, slots=True, eq=False)
class Policy:
    """A pack on one day: `policy["settlement.risk_corridor"]` is a Figure with value, clause and grade."""

    pack: Pack
    day: date

    @property
    def labels(self) -> dict[str, tuple[str, str]]:
        """Chinese and English words for the keys of splits and tables."""
        return {key: (words.label, words.label_en) for key, words in self.pack.keys.items()}

    def schemes(self) -> tuple[Scheme, ...]:
        """The assessments that hold on this day, by id."""
        return tuple(scheme for scheme in self.pack.schemes.values() if self.day in scheme.period)

    def scheme(self, scheme_id: str) -> Scheme:
        """The assessment called `scheme_id`. Raises BadInput `policy.unknown_scheme`, and `policy.not_covered` on other days."""
        known = self.pack.schemes
        if scheme_id not in known:
            raise BadInput(
                "policy.unknown_scheme",
                _("the pack {region} has no scheme {scheme}").format(region=self.pack.region, scheme=scheme_id),
                self.pack.region,
                _("schemes known here: {names}").format(names=", ".join(known) or "–"),
                _("choose one of them, or write schemes/{scheme}.yaml").format(scheme=scheme_id),
            )
        scheme = known[scheme_id]
        if self.day not in scheme.period:
            raise BadInput(
                "policy.not_covered",
                _("the scheme {scheme} says nothing about {day}").format(scheme=scheme_id, day=self.day),
                scheme.file.where("from"),
                _("it covers {period}").format(period=scheme.period),
                _("choose a day inside, or correct `from` and `to` after the document"),
            )
        return scheme

    def __contains__(self, name: str) -> bool:
        """Whether `name` has a value on this day."""
        version = self.pack.parameter(name).on(self.day) if self.pack.has(name) else None
        return version is not None and version.value is not None

    def get(self, name: str, *, strictly: bool = False) -> Figure | None:
        """The value of an optional parameter, or None where there is no such rule.

        There is none where no file writes it and where its version of this day is `absent`. What is written but has no
        value for this day gives None too, unless asked `strictly`: then BadInput `policy.missing` or `policy.not_covered`.
        """
        if not self.pack.has(name):
            return None
        version = self.pack.parameter(name).on(self.day)
        if version is not None and version.is_absent:
            return None
        return self[name] if strictly or name in self else None

    def __getitem__(self, name: str) -> Figure:
        """The value as a Figure with verb `parameter`.

        Raises BadInput: `policy.unknown` (no such parameter), `policy.not_covered` (no version on this day),
        `policy.missing` (a version, but its value was never seen), `policy.absent` (known not to exist).
        """
        parameter = self.pack.parameter(name)
        version = parameter.on(self.day)
        if version is None:
            raise _not_covered(parameter, self.day)
        if version.is_absent:
            raise _absent(parameter, version)
        if version.value is None:
            raise _missing(parameter, version)
        return _figure(parameter, version)

    def cell(self, name: str, key: str) -> Figure:
        """One cell of a table or split as a Figure of its own, named `<parameter>.<key>`; raises as `policy[name]` does.

        Raises BadInput `policy.unknown_key` where the parameter has no such key.
        """
        whole = self[name]
        parameter = self.pack.parameter(name)
        if not isinstance(whole.value, Mapping) or key not in whole.value:
            raise BadInput(
                "policy.unknown_key",
                _("{name} has no key '{key}'").format(name=name, key=key),
                parameter.file.where("versions"),
                _("keys it has: {known}").format(
                    known=", ".join(whole.value) if isinstance(whole.value, Mapping) else "–"
                ),
                _("name one of its keys, or add '{key}' to it after the document").format(key=key),
            )
        label, label_en = self.labels.get(key, (key, key))
        return replace(
            whole,
            name=f"{name}.{key}",
            value=whole.value[key],
            unit=unit_of(parameter.text),
            label=f"{whole.label}·{label}",
            label_en=f"{whole.label_en}: {label_en}",
            written="",
        )


def _figure(parameter: Parameter, version: Version) -> Figure:
    chosen, question = parameter.text.reading or "", version.open_question
    option = parameter.options.get(version.value) if isinstance(version.value, str) else None
    return Figure(
        parameter.name,
        version.value,
        unit_of(parameter.text),
        "parameter",
        parameter.label,
        parameter.label_en,
        cite=version.citation,
        reading=Reading(chosen, question) if chosen or question else None,
        written=option.label if option else version.written,
    )


def _label(parameter: Parameter) -> str:
    return parameter.label if language() == "zh" else parameter.label_en


def _not_covered(parameter: Parameter, day: date) -> BadInput:
    covered = ", ".join(str(version.period) for version in parameter.versions)
    return BadInput(
        "policy.not_covered",
        _("{name} ({label}) has no value for {day}").format(name=parameter.name, label=_label(parameter), day=day),
        parameter.file.where("versions"),
        _("it is written for {covered}; other days are never guessed").format(covered=covered),
        _("add a version for that day after the document then in force"),
    )


def _absent(parameter: Parameter, version: Version) -> BadInput:
    return BadInput(
        "policy.absent",
        _("{name} ({label}) does not exist here").format(name=parameter.name, label=_label(parameter)),
        version.where,
        _("its version of this day says `absent`: the document has no such rule"),
        _("write a value if a document gives one, or do not use what needs it"),
    )


def _missing(parameter: Parameter, version: Version) -> BadInput:
    return BadInput(
        "policy.missing",
        _("{name} ({label}) is not known").format(name=parameter.name, label=_label(parameter)),
        version.where,
        version.open_question,
        _("it would be settled by: {documents}. Write the value into this file, with its clause").format(
            documents="; ".join(version.settled_by)
        ),
    )
