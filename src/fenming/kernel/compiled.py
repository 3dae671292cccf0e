"""One function, two engines: plain Python as written, machine code inside a compiled loop."""

from collections.abc import Callable
from functools import cache
from typing import Any, TypeVar

Verb = TypeVar("Verb", bound=Callable[..., Any])
_marked: list[Callable[..., Any]] = []


def compiled(function: Verb) -> Verb:
    """Let compiled loops call `function`; called from Python it stays the plain function it is.

    The body may use only what both engines understand alike: integers, tuples, named tuples, loops and comparisons.
    """
    _marked.append(function)
    return function


def lent(array: Any) -> Any:
    """The same array. Compiled code does not count who holds it; whoever lends it must hold it until the loop is done.

    Counting, at every call that an array is handed to, takes longer than judging a bill, and hinders other threads.
    """
    return array


def machine_code(loop: Callable[..., Any], *, is_kept: bool) -> Callable[..., Any]:
    """`loop` as machine code that may call every `compiled` function; `is_kept` keeps it on disk between runs.

    What it calls is written into it: handing a bill's thirty numbers from function to function takes longer than
    working with them. The compiler is imported only here: it takes longer to load than most commands take to run.
    """
    from numba import njit
    from numba.extending import register_jitable

    _teach_lending()
    while _marked:
        register_jitable(forceinline=True)(_marked.pop())
    return njit(nogil=True, cache=is_kept)(loop)


@cache
def _teach_lending() -> None:
    """Let the compiler know what `lent` does."""
    from numba.core import cgutils
    from numba.extending import intrinsic, overload

    nobody: Any = cgutils.get_null_value

    def without_owner(_context: Any, array: Any) -> Any:
        def code(context: Any, builder: Any, signature: Any, given: Any) -> Any:
            view = context.make_array(signature.args[0])(context, builder, given[0])
            view.meminfo = nobody(view.meminfo.type)
            return view._getvalue()  # noqa: SLF001 - how every intrinsic of the compiler ends

        return array(array), code

    lend: Any = intrinsic(without_owner)

    def lending(array: Any) -> Any:
        return lend(array)

    def lending_of(array: Any) -> Any:  # noqa: ARG001 - the compiler asks with the array's type
        return lending

    overload(lent)(lending_of)
