"""Whether an assessment is still as it was written: every file against the digest in its manifest."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from pathlib import Path

from fenming.kernel import Finding
from fenming.kernel.language import _


def changed_files(folder: Path) -> Iterator[Finding]:
    """A finding for each file of a finished assessment that is not as it was written, is gone, or is new."""
    digests: Mapping[str, str] = json.loads((folder / "manifest.json").read_text("utf8"))["sha256"]
    there = {path.relative_to(folder).as_posix(): path for path in folder.rglob("*") if path.is_file()}
    for name in sorted(digests.keys() | there.keys() - {"manifest.json"}):
        if name not in there:
            yield _changed(name, _("the file is missing"))
        elif name not in digests:
            yield _changed(name, _("the file was not there when the assessment was made"))
        elif sha256_of(there[name]) != digests[name]:
            yield _changed(name, _("its bytes do not give the digest that was recorded"))


def sha256_of(path: Path) -> str:
    """The SHA-256 of a file's bytes, in hexadecimal."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _changed(name: str, why: str) -> Finding:
    return Finding(
        "assessment.changed",
        what=_("a file of the assessment was changed"),
        where=name,
        why=why,
        remedy=_("restore the folder from a copy, or make the assessment again; an assessment is never edited"),
    )
