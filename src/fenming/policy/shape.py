"""Fitting a file's data to its model; what does not fit becomes findings in the writer's words."""

from collections.abc import Iterable
from difflib import get_close_matches
from typing import Any, TypeVar

from pydantic import ValidationError

from fenming.kernel import Finding
from fenming.kernel.language import _
from fenming.policy.card_models import BandText, CardText, ItemText, PlausibleText, PublishedText, SchemeText
from fenming.policy.case_models import BillText, LineText
from fenming.policy.models import CiteText, ExampleText, LabelText, Strict, VersionText
from fenming.policy.yaml_text import Text

Model = TypeVar("Model", bound=Strict)
BELOW: dict[str, type[Strict]] = {
    "versions": VersionText,
    "examples": ExampleText,
    "cite": CiteText,
    "options": LabelText,
    "bills": BillText,
    "lines": LineText,
    "plausible": PlausibleText,
    "published": PublishedText,
    "items": ItemText,
    "bands": BandText,
}
KEY = "[key]"  # what pydantic calls the key itself where a mapping's key does not fit
EXPECTED = {
    "string_type": "text",
    "string_too_short": "some text, not nothing",
    "list_type": "a list",
    "dict_type": "a mapping of keys to values",
    "model_type": "a mapping of keys to values",
    "too_short": "at least one entry",
}


def fit(text: Text, model: type[Model], findings: list[Finding], key: tuple[str | int, ...] = ()) -> Model | None:
    """The data at `key` as `model`, or None with every misfit in `findings`."""
    data: Any = text.data
    for step in key:
        data = data[step]
    try:
        return model.model_validate(data)
    except ValidationError as error:
        findings.extend(_misfits(text, model, key, error.errors()))
        return None


def _misfits(text: Text, model: type[Strict], key: tuple[str | int, ...], errors: Iterable[Any]) -> Iterable[Finding]:
    for error in errors:
        place = (*key, *error["loc"])
        yield _misfit(model, place, str(error["type"]), text.where(*place), error)


def _misfit(model: type[Strict], place: tuple[str | int, ...], problem: str, where: str, error: Any) -> Finding:
    name = ".".join(str(step) for step in place)
    if problem == "extra_forbidden":
        return _unknown_key(model, place, where)
    if problem == "missing":
        return Finding(
            "policy.missing_key",
            _("the key '{key}' is missing").format(key=name),
            where,
            _why_needed(model),
            _("add '{key}'").format(key=place[-1]),
        )
    if problem.startswith("date"):
        return _bad_date(name, where, error["input"])
    if problem == "literal_error":
        code = "policy.unknown_kind" if place[-1] == "kind" else "policy.unknown_word"
        return Finding(
            code,
            _("'{value}' is not a known {key}").format(value=error["input"], key=_word(place)),
            where,
            "",
            _("use one of: {known}").format(known=error["ctx"]["expected"]),
        )
    return Finding(
        "policy.bad_value",
        _("what stands at '{key}' does not fit").format(key=name),
        where,
        _("expected: {expected}").format(expected=EXPECTED.get(problem, error["msg"])),
        _("see the guide beside the packs, README.md"),
    )


def _why_needed(model: type[Strict]) -> str:
    if model is CardText:
        return _(
            "every card states how it is worked out, whose data it uses, how it could be gamed, who reviewed it and when"
        )
    if model is SchemeText:
        return _("every scheme states whom it assesses, its items with weight and method, its days, and a citation")
    return _("every parameter states its label in both languages, its meaning, kind, who may set it, and a citation")


def _word(place: tuple[str | int, ...]) -> str:
    return str(next(step for step in reversed(place) if isinstance(step, str) and step != KEY))


def _unknown_key(model: type[Strict], place: tuple[str | int, ...], where: str) -> Finding:
    above = [BELOW[step] for step in place[:-1] if isinstance(step, str) and step in BELOW]
    known = [field.alias or name for name, field in (above[-1] if above else model).model_fields.items()]
    near = get_close_matches(str(place[-1]), known, 1)
    return Finding(
        "policy.unknown_key",
        _("'{key}' is no key of this format").format(key=place[-1]),
        where,
        _("a misspelt key would be ignored silently"),
        _("did you mean '{key}'?").format(key=near[0])
        if near
        else _("use one of: {known}").format(known=", ".join(known)),
    )


def _bad_date(name: str, where: str, given: object) -> Finding:
    return Finding(
        "policy.bad_date",
        _("'{value}' at '{key}' is not a date").format(value=given, key=name),
        where,
        _("days are written year-month-day and must exist"),
        _("write it like 2024-01-01"),
    )
