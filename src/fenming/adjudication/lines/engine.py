"""The compiled loop over lines, kept on disk between runs under a name that no change of source can reuse."""

import hashlib
import os
import time
from collections.abc import Callable
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import numpy as np

from fenming.adjudication.lines.line import FeeLine, LineRules, Parts
from fenming.adjudication.lines.loop import judge_line_rows
from fenming.kernel.compiled import machine_code

CALLED = ("kernel", "mechanisms", "adjudication.lines")  # every source file that this compiled code can come from
Loop = Callable[[Any, int, Any, Any], None]


def source_digest() -> str:
    """Fingerprint of all sources the compiled loop can be made of."""
    digest = hashlib.sha256()
    for package in CALLED:
        for entry in sorted(files(f"fenming.{package}").iterdir(), key=lambda entry: entry.name):
            if entry.name.endswith(".py"):
                digest.update(f"{package}/{entry.name}\0".encode())
                digest.update(entry.read_bytes())
    return digest.hexdigest()[:16]


def cache_folder() -> Path | None:
    """Where compiled code of exactly these sources is kept; None where the user's cache cannot be written."""
    home = os.environ.get("XDG_CACHE_HOME") or str(Path.home() / ".cache")
    folder = Path(home) / "fenming" / f"lines-{source_digest()}"
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError:
        return None
    return folder if os.access(folder, os.W_OK) else None


@cache
def compiled_line_loop() -> tuple[Loop, int]:
    """The loop as machine code, and the milliseconds it took to get it."""
    from numba import config

    began = time.perf_counter_ns()
    folder, before = cache_folder(), config.CACHE_DIR  # type: ignore[attr-defined]
    config.CACHE_DIR = str(folder or before)  # type: ignore[attr-defined]
    try:
        loop: Loop = machine_code(judge_line_rows, is_kept=folder is not None)
        loop(*_no_rows())
    finally:
        config.CACHE_DIR = before  # type: ignore[attr-defined]
    return loop, (time.perf_counter_ns() - began) // 1_000_000


def _no_rows() -> tuple[Any, int, Any, Any]:
    """Arguments of the types that every real call has, so that the first call compiles."""
    lines, result = (np.zeros((len(fields), 0), np.int64) for fields in (FeeLine._fields, Parts._fields))
    return lines, 0, np.zeros((1, len(LineRules._fields)), np.int64), result
