"""The compiled loop over fee lines."""

from collections.abc import Callable
from functools import cache
from typing import Any

import numpy as np

from fenming.adjudication.lines.line import FeeLine, LineRules, Parts
from fenming.adjudication.lines.loop import judge_line_rows
from fenming.engines.machine import machine_loop

PACKAGES = ("kernel", "mechanisms", "adjudication.lines")  # every source file that the compiled code can come from
Loop = Callable[[Any, int, Any, Any], None]


@cache
def compiled_line_loop() -> tuple[Loop, int]:
    """The loop as machine code, and the milliseconds it took to get it."""
    return machine_loop(judge_line_rows, PACKAGES, _no_rows())


def _no_rows() -> tuple[Any, int, Any, Any]:
    """Arguments of the types that every real call has, so that the first call compiles."""
    lines, result = (np.zeros((len(fields), 0), np.int64) for fields in (FeeLine._fields, Parts._fields))
    return lines, 0, np.zeros((1, len(LineRules._fields)), np.int64), result
