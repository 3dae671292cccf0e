"""Lines chained by SHA-256: each carries the digest of the one before, so that no line can change unseen."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from typing import Any, Self

from fenming.kernel import Finding
from fenming.kernel.language import _

START = "0" * 64


def canonical(content: Any) -> str:
    """The one JSON text of `content`: keys sorted, no spaces, Chinese as it is."""
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def digest_of(content: Any) -> str:
    """SHA-256, in hexadecimal, over the canonical JSON of `content`."""
    return sha256(canonical(content).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Line:
    """Line `number` (from 1) of a journal: `content` under its kind (account, entry or checkpoint)."""

    number: int
    kind: str
    content: dict[str, Any]
    previous: str
    digest: str

    @classmethod
    def after(cls, last: "Line | None", kind: str, content: dict[str, Any]) -> Self:
        """The line that carries `content` on from `last`, or begins the chain."""
        number, previous = (last.number + 1, last.digest) if last else (1, START)
        return cls(number, kind, content, previous, _digest(number, kind, content, previous))

    @property
    def is_sealed(self) -> bool:
        """Whether the digest is that of the content."""
        return self.digest == _digest(self.number, self.kind, self.content, self.previous)

    def text(self) -> str:
        return canonical(_linked(self.number, self.kind, self.content, self.previous) | {"digest": self.digest}) + "\n"


def _linked(number: int, kind: str, content: dict[str, Any], previous: str) -> dict[str, Any]:
    return {"number": number, kind: content, "previous": previous}


def _digest(number: int, kind: str, content: dict[str, Any], previous: str) -> str:
    return digest_of(_linked(number, kind, content, previous))


def read_lines(written: bytes) -> tuple[list[Line], list[Finding]]:
    """Lines of a journal file, and a finding with its line number for each that is damaged, changed or missing.

    A changed line, a broken link and a gap in the numbers are told apart; unreadable lines are left out.
    """
    lines: list[Line] = []
    findings: list[Finding] = []
    for at, raw in enumerate(written.splitlines(keepends=True), 1):
        line = _parse(raw)
        if line is None:
            findings.append(
                damaged_line("ledger.unreadable", _("a line cannot be read"), _("journal line {line}").format(line=at))
            )
            continue
        findings.extend(_faults(at, lines[-1] if lines else None, line))
        lines.append(line)
    return lines, findings


def _parse(raw: bytes) -> Line | None:
    """The line in `raw` if these are exactly the bytes that Fenming writes for it."""
    try:
        written = json.loads(raw)
        (kind,) = set(written) - {"number", "previous", "digest"}
        line = Line(written["number"], kind, written[kind], written["previous"], written["digest"])
        return line if _is_typed(line) and line.text().encode() == raw else None
    except (ValueError, TypeError, KeyError):
        return None


def _is_typed(line: Line) -> bool:
    texts = isinstance(line.previous, str) and isinstance(line.digest, str)
    return texts and type(line.number) is int and isinstance(line.content, dict)


def _faults(at: int, last: Line | None, line: Line) -> Iterator[Finding]:
    expected, previous = (last.number + 1, last.digest) if last else (1, START)
    where = _("journal line {line}").format(line=at)
    remedy = _("restore the journal from a copy; correct amounts only by new entries")
    if not line.is_sealed:
        yield Finding(
            "ledger.changed",
            what=_("a booked line was changed"),
            where=where,
            why=_("its content does not give its digest"),
            remedy=remedy,
        )
    if line.number != expected:
        yield Finding(
            "ledger.missing_line",
            what=_("lines are missing or out of order"),
            where=where,
            why=_("it is numbered {number} where {expected} follows").format(number=line.number, expected=expected),
            remedy=remedy,
        )
    elif line.previous != previous:
        yield Finding(
            "ledger.broken_chain",
            what=_("the chain is broken"),
            where=where,
            why=_("it does not carry the digest of the line before it"),
            remedy=remedy,
        )


def damaged_line(code: str, what: str, where: str) -> Finding:
    """The finding on a line that Fenming did not write so."""
    return Finding(
        code,
        what=what,
        where=where,
        why=_("it is not written as Fenming writes lines: changed by hand, or cut off"),
        remedy=_("restore the journal from a copy; correct amounts only by new entries"),
    )
