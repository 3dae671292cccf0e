"""Digests: of every file, of the run's identity, of the packs."""

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path

from fenming.kernel import Finding
from fenming.kernel.language import _
from fenming.reports.enclosed import Enclosed
from fenming.reports.run_folder import run_number
from fenming.reports.seal import LEFT_OUT, SUMS

NOT_RECORDED = ("manifest.json", *(f"tables/{table}.parquet" for table in sorted(LEFT_OUT)), "reports/", "packs/")


def files(enclosed: Enclosed) -> Iterator[Finding]:
    """Bytes against digests, each file told once: of the manifest always, of the bundle's own list where there is one."""
    told: set[str] = set()
    for finding in _changed_files(enclosed):
        if finding.where not in told:
            yield finding
        told.add(finding.where)


def _changed_files(enclosed: Enclosed) -> Iterator[Finding]:
    if enclosed.is_bundle:
        sums = (enclosed.folder / SUMS).read_bytes()
        if enclosed.digest and hashlib.sha256(sums).hexdigest() != enclosed.digest:
            yield _changed(enclosed, SUMS, _("the bundle is not the one whose digest was kept"))
        listed = dict(line.split("  ", 1)[::-1] for line in sums.decode().splitlines())
        yield from _compared(enclosed, listed, "")
    recorded = enclosed.manifest["sha256"]
    yield from _compared(enclosed, recorded, NOT_RECORDED)


def _compared(enclosed: Enclosed, digests: dict[str, str], beside: str | tuple[str, ...]) -> Iterator[Finding]:
    """Files that differ from `digests`, are missing, or are there without one; `beside` names those that need none."""
    for name, digest in digests.items():
        path = enclosed.folder / name
        if not path.is_file():
            yield _changed(enclosed, name, _("the file is missing"))
        elif hashlib.sha256(path.read_bytes()).hexdigest() != digest:
            yield _changed(enclosed, name, _("its bytes do not give the digest that was recorded"))
    for path in sorted(enclosed.folder.rglob("*")):
        name = path.relative_to(enclosed.folder).as_posix()
        if path.is_file() and name not in digests and name != SUMS and not (beside and name.startswith(beside)):
            yield _changed(enclosed, name, _("the file was not there when the run was made"))


def _changed(enclosed: Enclosed, name: str, why: str) -> Finding:
    return Finding("verify.file", what=_("a file was changed"), where=name, why=why, remedy=enclosed.remedy())


def identity(enclosed: Enclosed) -> Iterator[Finding]:
    """The run number is the fingerprint of what the manifest says went in."""
    manifest = enclosed.manifest
    facts = hashlib.sha256(json.dumps(manifest["facts"]).encode()).hexdigest() if "facts" in manifest else None
    if facts is not None and facts != manifest["facts_digest"]:
        yield _unlike(enclosed, "facts_digest", facts, manifest["facts_digest"])
    if run_number(manifest) != manifest["run_id"]:
        yield _unlike(enclosed, "run_id", run_number(manifest), manifest["run_id"])


def _unlike(enclosed: Enclosed, key: str, expected: str, found: str) -> Finding:
    return Finding(
        "verify.identity",
        what=_("the run is not what its manifest says"),
        where=f"manifest.json {key}",
        why=_("it is {found}, what it is made of gives {expected}").format(found=found, expected=expected),
        remedy=enclosed.remedy(),
    )


def packs(enclosed: Enclosed) -> Iterator[Finding]:
    """The enclosed packs, or those of this machine where none are enclosed, are those of the run."""
    if enclosed.pack.digest() != enclosed.manifest["pack_digest"]:
        yield Finding(
            "verify.packs",
            what=_("the packs are not those of the run"),
            where=_("the packs enclosed") if enclosed.has_packs else str(Path(enclosed.manifest["county"])),
            why=_("their digest is {now}, the run's was {then}").format(
                now=enclosed.pack.digest()[:16], then=enclosed.manifest["pack_digest"][:16]
            ),
            remedy=enclosed.remedy()
            if enclosed.has_packs
            else _("name the folder of the packs that the run used, or verify a sealed bundle, which encloses them"),
        )
