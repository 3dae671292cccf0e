"""A register on disk: lines that are only ever appended, chained by SHA-256, so that nothing in it changes unseen."""

import os
from collections.abc import Iterable
from pathlib import Path
from typing import IO, Any, Self

from fenming.kernel import BadInput
from fenming.kernel.language import _
from fenming.kernel.locking import lock
from fenming.ledger.chain import Line, read_lines


class Register:
    """The lines of one file under one kind (`order`, `frozen`, `appeal`); without a path, in memory only."""

    def __init__(self, path: Path | None, kind: str) -> None:
        self.path, self.kind = path, kind
        self.size = 0  # bytes of the file that were read or written by this register
        self.lines: list[Line] = []

    @classmethod
    def open(cls, path: Path, kind: str) -> Self:
        """The register in `path`, an empty one where there is none. Raises BadInput with all that is damaged.

        A last line that was cut off while it was written was never acknowledged, so it is left out.
        """
        register = cls(path, kind)
        written = path.read_bytes() if path.exists() else b""
        register.size = written.rfind(b"\n") + 1
        register.lines, damage = read_lines(written[: register.size])
        if damage:
            raise BadInput(findings=tuple(damage))
        return register

    @property
    def contents(self) -> list[dict[str, Any]]:
        """What was written, in its order."""
        return [line.content for line in self.lines]

    def append(self, contents: Iterable[dict[str, Any]]) -> None:
        """Add all of `contents` or none. Raises BadInput (`register.changed`) where somebody else wrote meanwhile."""
        lines: list[Line] = []
        for content in contents:
            before = lines[-1:] or self.lines[-1:]
            lines.append(Line.after(before[0] if before else None, self.kind, content))
        if self.path is not None and lines:
            self.size = _append(self.path, self.size, "".join(line.text() for line in lines).encode())
        self.lines += lines


def _append(path: Path, size: int, text: bytes) -> int:
    """Add whole lines behind the `size` bytes that are known; the new size. BadInput where somebody else wrote meanwhile.

    What stands behind the known bytes without a line's end was cut off while it was written, and is written over.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("ab+") as file:
        if not lock(file.fileno()):
            raise _changed(path)
        if file.seek(0, os.SEEK_END) < size or _has_lines(file, size):
            raise _changed(path)
        file.truncate(size)
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    return size + len(text)


def _has_lines(file: IO[bytes], size: int) -> bool:
    file.seek(size)
    return b"\n" in file.read()


def _changed(path: Path) -> BadInput:
    return BadInput(
        "register.changed",
        what=_("somebody else is writing in this register"),
        where=str(path),
        why=_("two at once could enter the same thing twice"),
        remedy=_("read it again and repeat the step"),
    )
