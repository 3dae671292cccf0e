"""What lies in a run folder or an opened bundle, for verification: read when asked for, settled again when needed."""

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from fenming.kernel import Book, Finding
from fenming.kernel.language import _
from fenming.ledger import Journal
from fenming.policy import Pack, load_pack
from fenming.reports.run_folder import RunFolder
from fenming.settlement import (
    Settlement,
    book,
    read_monthly_spend,
    settle_tables,
)


@dataclass
class Enclosed:
    """A run's files and what they give: `roots` are packs of the user's own where none are enclosed."""

    folder: Path
    is_bundle: bool
    roots: tuple[Path, ...] = ()
    digest: str = ""

    @cached_property
    def run(self) -> RunFolder:
        return RunFolder(self.folder)

    @cached_property
    def manifest(self) -> dict[str, Any]:
        return self.run.manifest

    @cached_property
    def book(self) -> Book:
        return self.run.book

    @cached_property
    def loaded_journal(self) -> tuple[Journal, tuple[Finding, ...]]:
        return Journal.load(self.folder / "journal.jsonl", self.manifest["journal_head"])

    @cached_property
    def has_packs(self) -> bool:
        return (self.folder / "packs").is_dir()

    @cached_property
    def pack(self) -> Pack:
        layers = tuple(sorted((self.folder / "packs").iterdir())) if self.has_packs else self.roots
        return load_pack(self.manifest["county"], layers, shipped=not self.has_packs)

    @cached_property
    def settled_again(self) -> Settlement:
        """The year settled from the enclosed tables by the enclosed packs."""
        return settle_tables(self.pack, self.run.tables, self.manifest["year"])

    @cached_property
    def monthly_again(self) -> dict[tuple[str, str, str], Any]:
        return read_monthly_spend(self.run.tables)

    def journal_again(self) -> Journal:
        return book(self.settled_again, self.monthly_again, self.manifest["year"], self.run.tables.called())

    def remedy(self) -> str:
        """What to do about anything that was changed."""
        if self.is_bundle:
            return _("ask for the bundle again from where it was sealed; do not use this one")
        return _("run the year again; do not use this folder")
