"""Finding a verb by its name: function, explanation template, examples."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from importlib.resources import files
from typing import Any

from fenming.kernel import BadInput
from fenming.kernel.language import _


@dataclass(frozen=True, slots=True)
class Verb:
    """A verb with its sides: the function over plain numbers and the sentence that explains it."""

    name: str
    function: Callable[..., Any]
    explain: str


@cache
def verb_names() -> tuple[str, ...]:
    """Names of all verbs: the modules that have a file of examples beside them."""
    folder = files("fenming.mechanisms")
    return tuple(sorted(entry.name.removesuffix(".yaml") for entry in folder.iterdir() if entry.name.endswith(".yaml")))


@cache
def verb(name: str) -> Verb:
    """The verb called `name`. Raises BadInput when there is none."""
    if name not in verb_names():
        raise BadInput(
            "verb.unknown",
            what=_("there is no verb '{name}'").format(name=name),
            remedy=_("use one of: {names}").format(names=", ".join(verb_names())),
        )
    module = import_module(f"fenming.mechanisms.{name}")
    return Verb(name, getattr(module, name), module.EXPLAIN)
