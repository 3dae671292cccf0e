"""Loops as machine code, kept on disk between runs under a name that no change of source can reuse."""

import hashlib
import os
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from importlib.resources import files
from pathlib import Path
from typing import Any

from fenming.kernel.compiled import machine_code

Packages = Sequence[str]  # below fenming, such as `kernel` or `adjudication.plan`


def machine_loop(loop: Callable[..., Any], packages: Packages, arguments: tuple[Any, ...]) -> tuple[Any, int]:
    """`loop` as machine code, ready to run without holding other threads, and the milliseconds it took to get it.

    `packages` hold every source that the code can come from; `arguments` are of the types that every real call has,
    and must give the loop nothing to do: the first call compiles.
    """
    began = time.perf_counter_ns()
    folder = cache_folder(packages)
    with _kept_in(folder):
        compiled = machine_code(loop, is_kept=folder is not None)
        compiled(*arguments)
    return compiled, (time.perf_counter_ns() - began) // 1_000_000


def source_digest(packages: Packages) -> str:
    """Fingerprint of all sources in these packages."""
    digest = hashlib.sha256()
    for package in packages:
        for entry in sorted(files(f"fenming.{package}").iterdir(), key=lambda entry: entry.name):
            if entry.name.endswith(".py"):
                digest.update(f"{package}/{entry.name}\0".encode())
                digest.update(entry.read_bytes())
    return digest.hexdigest()[:16]


def cache_folder(packages: Packages) -> Path | None:
    """Where compiled code of exactly these sources is kept; None where the user's cache cannot be written."""
    home = os.environ.get("XDG_CACHE_HOME") or str(Path.home() / ".cache")
    folder = Path(home) / "fenming" / f"{packages[-1]}-{source_digest(packages)}"
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
