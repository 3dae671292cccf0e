"""Working out the examples that parameters carry, with verbs the caller brings (they live above this package)."""

from collections.abc import Callable, Iterator, Mapping
from inspect import signature
from typing import Any

from fenming.kernel import BadInput, Finding, format_yuan, parse_ppm, parse_yuan
from fenming.kernel.language import _
from fenming.policy.models import ExampleText
from fenming.policy.pack import Pack
from fenming.policy.parameter import Parameter

VERB_OF = {"rate": "share", "split": "split", "tiers": "tiers"}
Verb = Callable[..., Any]
# Verbs trust their callers; an example may give anything.
WRONG_INPUT = (ArithmeticError, AttributeError, LookupError, TypeError, ValueError)


def check_examples(pack: Pack, verbs: Mapping[str, Verb]) -> list[Finding]:
    """Findings for every example of the pack that its verb does not confirm."""
    return [
        finding
        for parameter in pack.parameters()
        for position, example in enumerate(parameter.examples)
        for finding in _check(parameter, example, parameter.file.where("examples", position), verbs)
    ]


def _check(parameter: Parameter, example: ExampleText, where: str, verbs: Mapping[str, Verb]) -> Iterator[Finding]:
    name = example.verb or VERB_OF.get(parameter.kind, "")
    value = _value(parameter, example)
    try:
        given = {role: number(written) for role, written in example.given.items()}
        expected = number(example.expect)
    except BadInput as problem:
        yield from (Finding(one.code, one.what, where, one.why, one.remedy) for one in problem.findings)
        return
    if name not in verbs or value is None or (inputs := _filled(verbs[name], given, parameter, value)) is None:
        yield _unfit(example, name, where, verbs)
        return
    try:
        got = verbs[name](**inputs)
    except WRONG_INPUT:
        yield _unfit(example, name, where, verbs)
        return
    if got != expected:
        yield _differs(example, expected, got, where)


def number(written: Any) -> Any:
    """What an example writes as plain numbers: `12 万元` in fen, `5%` in ppm, whole numbers as they are."""
    if isinstance(written, dict):
        return {key: number(value) for key, value in written.items()}
    if not isinstance(written, str):
        return written
    if written.strip()[-1:] in ("%", "‰"):
        return parse_ppm(written)
    return parse_yuan(written) if written[:1].lstrip("+-").isdigit() or written[1:2].isdigit() else written


def _value(parameter: Parameter, example: ExampleText) -> Any:
    version = parameter.on(example.on) if example.on else (parameter.versions[-1] if parameter.versions else None)
    return version.value if version else None


def _filled(verb: Verb, given: Mapping[str, Any], parameter: Parameter, value: Any) -> dict[str, Any] | None:
    """The verb's inputs with the parameter in the one place left open; None when it does not go in."""
    open_roles = [role for role in signature(verb).parameters if role not in given]
    if len(open_roles) == 1:
        return {**given, open_roles[0]: value}
    if parameter.kind == "tiers" and set(open_roles) == {"edges", "rates"}:
        edges, rates = zip(*value["steps"], strict=True)
        return {**given, "edges": edges, "rates": rates}
    return None


def _unfit(example: ExampleText, name: str, where: str, verbs: Mapping[str, Verb]) -> Finding:
    return Finding(
        "policy.example_unfit",
        _("the example '{name}' cannot be worked out").format(name=example.name),
        where,
        _("its verb '{verb}' needs every input but the parameter itself under `given`").format(verb=name),
        _("give the inputs by the verb's names; verbs are: {known}").format(known=", ".join(verbs)),
    )


def _differs(example: ExampleText, expected: Any, got: Any, where: str) -> Finding:
    return Finding(
        "policy.example_fails",
        _("the example '{name}' does not hold: expected {expected}, worked out {got}").format(
            name=example.name, expected=_yuan(expected), got=_yuan(got)
        ),
        where,
        _("value, reading and example do not agree"),
        _("correct the one that differs from the document"),
    )


def _yuan(value: Any) -> str:
    if isinstance(value, Mapping):
        return ", ".join(f"{key}: {_yuan(part)}" for key, part in value.items())
    return f"{format_yuan(value)} 元" if isinstance(value, int) else str(value)
