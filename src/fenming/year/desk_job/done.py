"""What a desk job came to: rows and where they went, differences, changes, and the files written."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from fenming.adjudication import Summary
from fenming.kernel import Finding
from fenming.reports.adjudicated.changes import Changes
from fenming.reports.adjudicated.differences import Differences
from fenming.reports.adjudicated.lines import LineDifferences


@dataclass(frozen=True, slots=True)
class Rows:
    """Rows of bills: handed in = judged + set aside; of those judged, `left_out` were not asked for."""

    handed_in: int
    quarantined: int
    written: int

    @property
    def judged(self) -> int:
        return self.handed_in - self.quarantined

    @property
    def left_out(self) -> int:
        return self.judged - self.written


@dataclass(frozen=True, slots=True)
class Done:
    """A finished job. `written` are the files by what they are: output, differences, quarantine, changes."""

    pack: str
    pack_label: str
    rows: Rows
    summary: Summary
    differences: Differences
    findings: tuple[Finding, ...]
    changes: Changes | None = None
    lines: LineDifferences | None = None
    is_synthetic: bool = False
    written: Mapping[str, Path] = field(default_factory=dict)

    @property
    def is_clean(self) -> bool:
        """No row was set aside, and no bill and no fee line differs from the platform."""
        are_lines_clean = self.lines is None or not self.lines.differing
        return not self.rows.quarantined and not self.differences.differing and are_lines_clean

    def as_dict(self) -> dict[str, Any]:
        """For other programs: plain numbers (fen) and words."""
        return {
            "pack": self.pack,
            "synthetic": self.is_synthetic,
            "rows": {
                "handed_in": self.rows.handed_in,
                "quarantined": self.rows.quarantined,
                "judged": self.rows.judged,
                "left_out": self.rows.left_out,
                "written": self.rows.written,
            },
            "differences": self.differences.as_dict(),
            "lines": self.lines.as_dict() if self.lines else None,
            "changes": self.changes.as_dict() if self.changes else None,
            "findings": [finding.as_dict() for finding in self.findings],
            "files": {what: str(path) for what, path in self.written.items()},
            "milliseconds": self.summary.milliseconds,
        }
