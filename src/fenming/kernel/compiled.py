"""One function, two engines: plain Python as written, machine code inside a compiled loop."""

from collections.abc import Callable
from typing import Any, TypeVar

from numba.extending import register_jitable

Verb = TypeVar("Verb", bound=Callable[..., Any])


def compiled(function: Verb) -> Verb:
    """Let compiled loops call `function`; called from Python it stays the plain function it is.

    The body may use only what both engines understand alike: integers, tuples, named tuples, loops and comparisons.
    """
    return register_jitable(function)
