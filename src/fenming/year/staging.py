"""A folder that is there whole or not at all: written beside, renamed into place."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def staged(folder: Path, *rooms: str) -> Iterator[Path]:
    """A folder beside with empty `rooms`, renamed to `folder` when all is written; whatever an earlier kill left is swept first."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    staging = folder.with_name(f".making-{folder.name}-{os.getpid()}")
    for left in folder.parent.glob(".making-*"):
        shutil.rmtree(left, ignore_errors=True)
    for room in rooms:
        (staging / room).mkdir(parents=True)
    try:
        yield staging
        staging.rename(folder)
    finally:
        shutil.rmtree(staging, ignore_errors=True)
