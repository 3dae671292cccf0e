"""The compiled loop, kept on disk between runs under a name that no change of source can reuse."""

import hashlib
import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import numpy as np

from fenming.adjudication.claim import Calendar, Claim, Paid, Place
from fenming.adjudication.loop import adjudicate_rows
from fenming.adjudication.record import record_type
from fenming.adjudication.terms import COVER, SCHEME, Law
from fenming.adjudication.year import YEAR
from fenming.kernel.compiled import lent, machine_code

CALLED = ("kernel", "mechanisms", "adjudication")  # every source file that compiled code can come from
Loop = Callable[[Any, int, Law, tuple[Any, Any], Any], None]


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
    folder = Path(home) / "fenming" / f"kernel-{source_digest()}"
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError:
        return None
    return folder if os.access(folder, os.W_OK) else None


@contextmanager
def _kept_in(folder: Path | None) -> Iterator[None]:
    from numba import config

    before = config.CACHE_DIR  # type: ignore[attr-defined]
    config.CACHE_DIR = str(folder or before)  # type: ignore[attr-defined]
    try:
        yield
    finally:
        config.CACHE_DIR = before  # type: ignore[attr-defined]


def adjudicate_lent(bills: Any, count: int, law: Law, years: tuple[Any, Any], result: Any) -> None:
    """`adjudicate_rows` on arrays that the caller holds until it is done."""
    calendar = Calendar(law.calendar.first_day, lent(law.calendar.year), lent(law.calendar.rule_set))
    rules = Law(calendar, lent(law.covers), lent(law.schemes))
    adjudicate_rows(lent(bills), count, rules, (lent(years[0]), lent(years[1])), lent(result))


@cache
def compiled_loop() -> tuple[Loop, int]:
    """The loop as machine code, ready to run without holding other threads, and the milliseconds it took to get it."""
    began = time.perf_counter_ns()
    folder = cache_folder()
    with _kept_in(folder):
        loop: Loop = machine_code(adjudicate_lent, is_kept=folder is not None)
        loop(*_no_rows())
    return loop, (time.perf_counter_ns() - began) // 1_000_000


def _no_rows() -> tuple[Any, int, Law, tuple[Any, Any], Any]:
    """Arguments of the types that every real call has, so that the first call compiles."""
    bills = np.zeros((len(Place._fields) + len(Claim._fields), 0), np.int64)
    one = np.zeros(1, np.int64)
    calendar = Calendar(0, one, one)
    law = Law(calendar, np.zeros((1, 1), record_type(COVER)), np.zeros((1, 1), record_type(SCHEME)))
    year = np.zeros(1, record_type(YEAR))
    return bills, 0, law, (year, year), np.zeros((len(Paid._fields), 0), np.int64)
