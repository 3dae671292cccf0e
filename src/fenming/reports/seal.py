"""A run sealed into one file that proves itself: aggregates, figures, journal, packs and digests, never a person or bill."""

import hashlib
import zipfile
from collections.abc import Iterable, Mapping
from pathlib import Path

import pyarrow.parquet as pq

from fenming.facts.table import TABLES
from fenming.kernel import BadInput
from fenming.kernel.language import _
from fenming.policy import Pack, load_pack
from fenming.reports.run_folder import RunFolder

SUMS = "SHA256SUMS"
RECORDS = ("manifest.json", "figures.json", "journal.jsonl", "findings.json", "checks.json", "adjudication.json")
ASSESSMENT = "assessment"  # of a run by a frozen assessment: the counts that its scores come from
LEFT_OUT = frozenset({"adjudicated", "case_points", "grouped", "review_queue"})
FIXED_TIME = (1980, 1, 1, 0, 0, 0)
PERSONAL = {column.name for table in TABLES.values() for column in table.columns if column.type == "person"}
PERSONAL |= {"bill_id", "visit_id", "refund_of", "refund_row", "case_id"}


def seal(run: RunFolder, path: Path, roots: Iterable[Path] = ()) -> str:
    """Write the bundle of `run` to `path` (a .zip) and return its digest, to be kept or published elsewhere.

    `roots` are the user's own packs that the run used. The same run gives the same bytes. Raises BadInput
    when the packs are no longer those of the run (`seal.packs_changed`) or a table holds persons (`seal.person_data`).
    """
    files = {name: (run.folder / name).read_bytes() for name in RECORDS if (run.folder / name).is_file()}
    files |= {f"tables/{table.name}": table.read_bytes() for table in _aggregates(run.folder / "tables")}
    files |= {f"{ASSESSMENT}/{table.name}": table.read_bytes() for table in _aggregates(run.folder / ASSESSMENT)}
    files |= enclosed_packs(run, roots)
    sums = sums_of(files)
    _write_zip(path, files | {SUMS: sums})
    return hashlib.sha256(sums).hexdigest()


def sums_of(files: Mapping[str, bytes]) -> bytes:
    """One line for each file, as `sha256sum -c` reads it."""
    return "".join(f"{hashlib.sha256(files[name]).hexdigest()}  {name}\n" for name in sorted(files)).encode()


def pack_files(pack: Pack) -> dict[str, bytes]:
    """The pack's files by the name they have in a bundle: `packs/0/cn/…`; one that prevails over another lies in `packs/1`."""
    return {
        f"packs/{layer}/{name}": path.read_bytes()
        for name, paths in pack.files.items()
        for layer, path in enumerate(paths)
    }


def enclose_pack(pack: Pack, folder: Path) -> None:
    """Copy the pack's files into the run folder, so that the run can be verified where the packs have moved on."""
    for name, content in pack_files(pack).items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)


def enclosed_packs(run: RunFolder, roots: Iterable[Path]) -> dict[str, bytes]:
    """The pack files that lie in the run folder, or else those now on this machine if they are the run's."""
    inside = {path.relative_to(run.folder).as_posix(): path.read_bytes() for path in run.folder.glob("packs/**/*.yaml")}
    if inside:
        return inside
    pack = load_pack(run.manifest["county"], roots)
    if pack.digest() != run.manifest["pack_digest"]:
        raise BadInput(
            "seal.packs_changed",
            what=_("the packs on this machine are not those of run {run}").format(run=run.manifest["run_id"]),
            where=run.manifest["county"],
            why=_("their digest is {now}, the run's was {then}").format(
                now=pack.digest()[:16], then=run.manifest["pack_digest"][:16]
            ),
            remedy=_("name the folder of the packs that the run used, or run the year again"),
        )
    return pack_files(pack)


def _aggregates(folder: Path) -> list[Path]:
    found = [path for path in sorted(folder.glob("*.parquet")) if path.stem not in LEFT_OUT]
    for path in found:
        personal = sorted(PERSONAL & set(pq.read_schema(path).names))
        if personal:
            raise BadInput(
                "seal.person_data",
                what=_("table {table} holds persons or bills and cannot be sealed").format(table=path.stem),
                where=str(path),
                why=_("its columns {columns} belong to single persons").format(columns=", ".join(personal)),
                remedy=_("take the table out of the run folder; a bundle holds sums only"),
            )
    return found


def _write_zip(path: Path, files: Mapping[str, bytes]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(path, "w") as bundle:
        for name in sorted(files):
            entry = zipfile.ZipInfo(name, FIXED_TIME)
            entry.compress_type, entry.create_system, entry.external_attr = zipfile.ZIP_DEFLATED, 3, 0o644 << 16
            bundle.writestr(entry, files[name], compresslevel=9)
