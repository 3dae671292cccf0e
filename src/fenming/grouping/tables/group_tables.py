"""Group tables as the grouper uses them, with what is needed to tell about them."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow.compute as pc

from fenming.grouping.engine.rules import ADRG, DRG, MDC, Rules
from fenming.grouping.tables.code_book import CodeBook
from fenming.grouping.tables.condition import Condition
from fenming.grouping.tables.version import Version
from fenming.kernel import Finding


@dataclass(frozen=True, slots=True)
class GroupRow:
    """A row of mdc.csv, adrg.csv or drg.csv: its code, what it belongs to, its conditions, `file:line`.

    `is_doubtful` groups take cases that rightly fit nowhere (歧义组): their cases are ambiguous.
    """

    code: str
    name: str
    owner: str
    order: int
    where: str
    conditions: tuple[Condition, ...]
    is_doubtful: bool = False


@dataclass(frozen=True, slots=True)
class GroupTables:
    """A checked set of group tables; `rules` are what the engine reads, everything else is for people.

    `words` are the discharge ways and departments that conditions name, with their numbers. `list_words` say which list a number of
    the engine is. `weights` are in ppm, of DRGs that have one.
    `digest` is the fingerprint of all files. `findings` are doubts that do not stand in the way.
    """

    version: Version
    folder: str
    digest: str
    mdc: tuple[GroupRow, ...]
    adrg: tuple[GroupRow, ...]
    drg: tuple[GroupRow, ...]
    rules: Rules
    diagnoses: CodeBook
    procedures: CodeBook
    words: tuple[dict[str, int], ...]
    list_words: tuple[str, ...]
    dx_lists: int
    exclusion_lists: tuple[str, ...]
    code_names: tuple[Any, Any]
    counts: dict[str, int]
    weights: dict[str, int]
    findings: tuple[Finding, ...]

    @property
    def name(self) -> str:
        return self.version.label

    @property
    def lists(self) -> tuple[int, int]:
        """How many lists of diagnoses there are, and of all codes."""
        return self.dx_lists, len(self.list_words)

    def name_of(self, side: int, code: str) -> str:
        """The name of a diagnosis (side 0) or procedure (side 1), or nothing where the tables do not name it."""
        keys, names = self.code_names[side]
        place = pc.index(keys, code.upper()).as_py()
        return names[place].as_py() if place >= 0 else ""

    def line_of(self, row: GroupRow) -> int:
        """The row of the engine that stands for a row of the tables."""
        level = MDC if row in self.mdc else ADRG if row in self.adrg else DRG
        place = (self.mdc, self.adrg, self.drg)[level].index(row)
        return int(np.flatnonzero((self.rules.level == level) & (self.rules.place == place))[0])
