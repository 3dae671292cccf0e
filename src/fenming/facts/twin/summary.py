"""What was made: counts, sums, defects; `twin.json` marks the folder as synthetic."""

import json
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

MARKER = "twin.json"


@dataclass(frozen=True, slots=True)
class TwinSummary:
    """`figures` are generated totals (fen, persons, counts, ppm), `wanted` what calibration aimed at, in fen.

    `traps` counts defective bills by kind, `list_traps` defective settlement lists, `care_traps` impossible services and
    readings; `mistakes` lists the bills on which the platform erred by kind.
    """

    profile: str
    profile_sha256: str
    pack: str
    year: int
    seed: int
    scale: str
    files: dict[str, int]
    figures: dict[str, int]
    wanted: dict[str, int]
    traps: dict[str, int]
    mistakes: dict[str, list[str]]
    published: list[dict[str, Any]] = field(default_factory=list)
    list_traps: dict[str, int] = field(default_factory=dict)
    care_traps: dict[str, int] = field(default_factory=dict)
    synthetic: bool = True

    def write(self, folder: Path) -> None:
        text = json.dumps(asdict(self), ensure_ascii=False, indent=1, sort_keys=True)
        (folder / MARKER).write_text(text + "\n", encoding="utf-8")


def read_summary(folder: Path) -> TwinSummary:
    """The summary of the twin in `folder`. Raises OSError or ValueError when there is none."""
    return TwinSummary(**json.loads((folder / MARKER).read_text("utf-8")))
