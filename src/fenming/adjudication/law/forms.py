"""Whether every parameter below benefits/ is one there is, written in a form and with words that the plan can follow."""

from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from typing import Any

from fenming.adjudication.law.words import CARES
from fenming.adjudication.law.written import PREFIX, benefit_names
from fenming.kernel import Finding
from fenming.kernel.language import _
from fenming.policy import Pack, Parameter, Version
from fenming.policy.benefits import COVERING, KEYS, LAYERS, Form, Meaning, Place, meaning_of, names_beside, place_of
from fenming.policy.vocabulary import SCHEMES
from fenming.policy.written import MONEY

CITY_DEPTH = 2  # cn/js/320700


def is_frame(pack: Pack) -> bool:
    """Whether the pack is a nation's or province's, which may leave to the places below it what is paid."""
    return pack.region.count("/") < CITY_DEPTH


def form_faults(pack: Pack) -> list[Finding]:
    """Findings for names, forms, keys and options that the plan would not follow, and cares for which nothing is paid."""
    found: list[Finding] = []
    for name in benefit_names(pack):
        parameter, place = pack.parameter(name), place_of(name)
        meaning = meaning_of(place) if place is not None else None
        if place is None or meaning is None:
            found.append(_unknown(parameter, place))
        else:
            found += _misfits(pack, parameter, place, meaning)
    return [*found, *_same_as_faults(pack), *(() if is_frame(pack) else _uncovered_cares(pack))]


def _unknown(parameter: Parameter, place: Place | None) -> Finding:
    name = parameter.name
    known = names_beside(place) if place is not None else _paths()
    own = name.rpartition(".")[2] if place is not None else name.removeprefix(PREFIX).rpartition(".")[0]
    near = get_close_matches(own, known, 1)
    return Finding(
        "policy.unknown_benefit",
        _("{name} is no parameter of benefits").format(name=name),
        parameter.file.where(),
        _("nothing reads it, so the rule would be ignored silently"),
        _("did you mean '{key}'?").format(key=near[0])
        if near
        else _("use one of: {known}").format(known=", ".join(known)),
    )


def _paths() -> tuple[str, ...]:
    """Every folder below benefits/ in which parameters stand, as dotted words."""
    return tuple(f"{scheme}.{part}" for scheme in SCHEMES for part in (*CARES[1:], *LAYERS)) + SCHEMES


def _misfits(pack: Pack, parameter: Parameter, place: Place, meaning: Meaning) -> Iterator[Finding]:
    form = next((form for form in meaning.forms if form.fits(parameter.text)), None)
    if form is None:
        yield Finding(
            "policy.benefit_form",
            _("{name} is written as {kind}").format(name=parameter.name, kind=_kind(parameter)),
            parameter.file.where("kind"),
            _("the plan reads it as: {forms}").format(forms=", ".join(map(_told, meaning.forms))),
            _("write it in one of these forms"),
        )
        return
    if form.kind == "tiers" and not MONEY.fullmatch(str(parameter.text.unit["above"] if parameter.text.unit else "")):
        yield Finding(
            "policy.benefit_form",
            _("the edges of {name} are no amounts").format(name=parameter.name),
            parameter.file.where("unit"),
            _("tiers of benefits are tiers of money"),
            _("write `unit: {above: 元, rate: …}` and the edges in yuan"),
        )
    for version in parameter.versions:
        yield from _unknown_words(parameter, version, _allowed(pack, place, form, meaning))


def _kind(parameter: Parameter) -> str:
    return f"{parameter.kind} of {parameter.text.of}" if parameter.kind == "table" else parameter.kind


def _told(form: Form) -> str:
    return f"table of {form.of} by {form.by}" if form.by else form.kind


def _allowed(pack: Pack, place: Place, form: Form, meaning: Meaning) -> tuple[str, ...]:
    """The keys of a table, or the options of a choice."""
    if form.kind == "choice":
        return CARES[1:] if place.name == "same_as" else tuple(meaning.options)
    return KEYS.get(form.by) or tuple(sorted(set(pack.codes["disease"].values())))


def _unknown_words(parameter: Parameter, version: Version, allowed: tuple[str, ...]) -> Iterator[Finding]:
    value: Any = version.value
    words = (
        [value]
        if isinstance(value, str)
        else list(value)
        if isinstance(value, Mapping) and "steps" not in value
        else []
    )
    for word in words:
        if word not in allowed:
            near = get_close_matches(word, allowed, 1)
            yield Finding(
                "policy.benefit_word",
                _("'{word}' is no word of {name}").format(word=word, name=parameter.name),
                version.where,
                _("the plan knows: {known}").format(known=", ".join(allowed)),
                _("did you mean '{key}'?").format(key=near[0]) if near else _("use one of these words"),
            )


def _same_as_faults(pack: Pack) -> Iterator[Finding]:
    """`same_as` that leads to itself, to a care that stands for another one, or to one for which nothing is written."""
    for name in benefit_names(pack):
        if not name.endswith(".same_as"):
            continue
        path = name.removesuffix(".same_as")
        scheme = path.rpartition(".")[0]
        for version in pack.parameter(name).versions:
            behind = f"{scheme}.{version.value}"
            if version.value is None or version.value not in CARES[1:]:
                continue
            if behind == path or pack.has(f"{behind}.same_as"):
                yield _chain(name, behind, version)
            elif not is_frame(pack) and not any(_below(pack, f"{behind}.{one}") for one in COVERING):
                yield _nothing_behind(name, behind, version)


def _below(pack: Pack, name: str) -> bool:
    return pack.has(name) or any(other.startswith(f"{name}.") for other in benefit_names(pack))


def _chain(name: str, behind: str, version: Version) -> Finding:
    return Finding(
        "policy.same_as_chain",
        _("{name} leads to {behind}, which is itself the same as another").format(name=name, behind=behind),
        version.where,
        _("`same_as` goes one step: a chain or a circle would have no rules at its end"),
        _("name the care that stands for itself"),
    )


def _nothing_behind(name: str, behind: str, version: Version) -> Finding:
    return Finding(
        "policy.same_as_nothing",
        _("{name} leads to {behind}, for which no rate is written").format(name=name, behind=behind),
        version.where,
        _("bills of this care are not covered"),
        _("write a rate there or here, or remove `same_as`"),
    )


def _uncovered_cares(pack: Pack) -> Iterator[Finding]:
    """Cares that have rules but neither a rate nor segments, a fixed amount or `same_as`."""
    names = benefit_names(pack)
    places = {name: place for name in names if (place := place_of(name)) is not None and place.care}
    for path in sorted({f"{PREFIX}{place.scheme}.{place.care}" for place in places.values()}):
        if any(_below(pack, f"{path}.{name}") for name in (*COVERING, "same_as")):
            continue
        first = pack.parameter(next(name for name in names if name.startswith(f"{path}.")))
        yield Finding(
            "policy.care_not_covered",
            _("{path} has rules but neither a rate nor segments nor a fixed amount").format(path=path),
            first.file.where(),
            _("bills of this care are not covered, and its other rules do nothing"),
            _("write `rate`, `segments`, `fixed_amount` or `same_as`"),
        )
