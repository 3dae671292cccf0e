"""One function, two engines: plain Python as written, machine code inside a compiled loop."""

from collections.abc import Callable
from typing import Any, TypeVar

Verb = TypeVar("Verb", bound=Callable[..., Any])
_marked: list[Callable[..., Any]] = []


def compiled(function: Verb) -> Verb:
    """Let compiled loops call `function`; called from Python it stays the plain function it is.

    The body may use only what both engines understand alike: integers, tuples, named tuples, loops and comparisons.
    """
    _marked.append(function)
    return function


def machine_code(loop: Callable[..., Any], *, is_kept: bool) -> Callable[..., Any]:
    """`loop` as machine code that may call every `compiled` function; `is_kept` keeps it on disk between runs.

    The compiler is imported only here: it takes longer to load than most commands take to run.
    """
    from numba import njit
    from numba.extending import register_jitable

    while _marked:
        register_jitable(_marked.pop())
    return njit(nogil=True, cache=is_kept)(loop)
