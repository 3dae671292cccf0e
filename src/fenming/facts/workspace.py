"""A workspace is a folder: its county, its facts by version, its runs. Readers come through here."""

import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

from ruamel.yaml import YAML

from fenming.engines.local import parquet
from fenming.kernel.finding import BadInput
from fenming.kernel.language import _
from fenming.kernel.locking import lock

COUNTY = "cn/ah/340621"
DIGEST = "sha256"


@dataclass(frozen=True, slots=True)
class Workspace:
    """The folder of one county: `workspace.yaml`, `key`, `facts/`, `runs/`.

    `facts/manifest.json` names the current file of every canonical table; it is replaced in one step, so a
    reader sees the facts before an import or after it, never between.
    """

    folder: Path
    county: str
    digest: str = DIGEST  # under the HMAC that makes pseudonyms: sha256 or sm3
    needs_registers: bool = True  # else bills stand for themselves: what no register says, they say

    @classmethod
    def create(
        cls, folder: Path | str, county: str | None = None, digest: str | None = None, *, needs_registers: bool = True
    ) -> Self:
        """Open the workspace in `folder`, making an empty one for `county` (a pack id) where there is none.

        `digest` (sha256 or sm3) is what pseudonyms are made with. Both stay what they were at the beginning: None
        takes what is there, COUNTY and DIGEST where nothing is; raises BadInput where the workspace says otherwise.
        A new one that needs no registers (of persons, of institutions) takes bills by themselves.
        """
        folder = Path(folder)
        if not (folder / "workspace.yaml").exists():
            (folder / "runs").mkdir(parents=True, exist_ok=True)
            (folder / "facts").mkdir(exist_ok=True)
            registers = "" if needs_registers else "registers: optional\n"
            replace_text(
                folder / "workspace.yaml", f"county: {county or COUNTY}\npseudonym: {digest or DIGEST}\n{registers}"
            )
        opened = cls.open(folder)
        _check_given(folder, _("county"), county or opened.county, opened.county)
        _check_given(folder, _("digest of pseudonyms"), digest or opened.digest, opened.digest)
        return opened

    @classmethod
    def open(cls, folder: Path | str) -> Self:
        """Open an existing workspace. Raises BadInput where `folder` is none."""
        folder = Path(folder)
        if not (folder / "workspace.yaml").is_file():
            raise BadInput(
                "workspace.none",
                what=_("{folder} is no workspace").format(folder=folder),
                why=_("it holds no workspace.yaml"),
                remedy=_("import files into it first: fenming import FILE… --workspace {folder}").format(folder=folder),
            )
        written = YAML(typ="safe").load(folder / "workspace.yaml")
        needs_registers = written.get("registers") != "optional"
        return cls(folder, str(written["county"]), str(written.get("pseudonym", DIGEST)), needs_registers)

    @property
    def facts(self) -> Path:
        return self.folder / "facts"

    @property
    def runs(self) -> Path:
        return self.folder / "runs"

    @property
    def group_tables(self) -> Path:
        """The county's own group tables, where some were taken in."""
        return self.folder / "group_tables"

    @property
    def temporary(self) -> Path:
        """Where engines overflow to; emptied by the next import."""
        return self.folder / "temporary"

    @property
    def region(self) -> str:
        """Six-digit code of the county: the last part of its pack id."""
        return self.county.rsplit("/", 1)[-1]

    @property
    def is_synthetic(self) -> bool:
        """True when any imported file was marked as synthetic by its maker."""
        return any(batch["is_synthetic"] for batch in self.manifest()["batches"])

    def manifest(self) -> dict[str, Any]:
        """Tables (rows, file, sha256, quarantine, rows per batch), batches (lineage) and quality findings of the current facts."""
        path = self.facts / "manifest.json"
        if not path.exists():
            return {"tables": {}, "batches": [], "findings": [], "key": None}
        manifest: dict[str, Any] = json.loads(path.read_text("utf-8"))
        return manifest

    def has(self, table: str) -> bool:
        return table in self.manifest()["tables"]

    def table_path(self, table: str) -> Path:
        """The Parquet file of a canonical table, in its written order. Raises BadInput when nothing was imported for it."""
        entry = self.manifest()["tables"].get(table)
        if entry is None:
            raise BadInput(
                "facts.no_table",
                what=_("the workspace has no table '{table}'").format(table=table),
                where=str(self.folder),
                why=_("no file of that kind has been imported"),
                remedy=_("import it: fenming import FILE… --workspace {folder}").format(folder=self.folder),
            )
        return self.facts / str(entry["path"])

    def scan(self, table: str) -> str:
        """SQL that reads a canonical table: `connection.sql(f"FROM {workspace.scan('bill')}")`."""
        return parquet(self.table_path(table))

    def quarantine_paths(self) -> list[Path]:
        """The Parquet files of quarantined rows, one per table imported so far."""
        return [self.facts / str(entry["quarantine"]) for entry in self.manifest()["tables"].values()]

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Hold the workspace for one writer. Raises BadInput when another import or run is at work; freed even by kill −9."""
        with (self.folder / ".lock").open("w") as handle:
            if not lock(handle.fileno()):
                raise BadInput(
                    "workspace.busy",
                    what=_("another import or run is at work in this workspace"),
                    where=str(self.folder),
                    why=_("two at once could not both be whole"),
                    remedy=_("wait until it is finished and try again"),
                )
            yield

    def sweep(self) -> None:
        """Remove what unfinished or former imports left: files that the manifest does not name."""
        manifest = self.manifest()
        kept = {
            self.facts / str(entry[part]) for entry in manifest["tables"].values() for part in ("path", "quarantine")
        }
        kept |= {self.facts / str(batch[part]) for batch in manifest["batches"] for part in ("path", "defects_path")}
        kept.add(self.facts / "manifest.json")
        for path in self.facts.rglob("*"):
            if path.is_file() and path not in kept:
                path.unlink()
        shutil.rmtree(self.temporary, ignore_errors=True)


def replace_text(path: Path, text: str) -> None:
    """Put `text` into `path` so that a reader finds the old text or the new, never a part."""
    beside = path.with_name(path.name + ".new")
    with beside.open("w", encoding="utf-8") as handle:
        handle.write(text)
        handle.flush()
        os.fsync(handle.fileno())
    beside.replace(path)


def _check_given(folder: Path, noun: str, given: str, kept: str) -> None:
    if given != kept:
        raise BadInput(
            "workspace.other",
            what=_("the workspace has another {noun} than {given}: {kept}").format(noun=noun, given=given, kept=kept),
            where=str(folder),
            why=_("what was imported before would not fit what is imported now"),
            remedy=_("leave the option out, or begin a new workspace"),
        )
