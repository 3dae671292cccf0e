"""Which version a directory of group tables holds, and the counts that were published of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from fenming.grouping.tables.layout import MODES
from fenming.kernel import BadInput, Finding
from fenming.kernel.language import _

_KEYS = {"version", "label", "source", "grade", "counts", "procedure_mode", "blank_means_none"}
COUNTS = ("mdc", "adrg", "drg", "surgical_drg")
BLANKS = ("icu_hours", "ventilation_hours")


@dataclass(frozen=True, slots=True)
class Version:
    """What version.yaml says. `blank_means_none` names facts of which a blank cell says that there was none."""

    version: str
    label: str
    source: str = ""
    grade: str = ""
    counts: Mapping[str, int] = field(default_factory=dict)
    procedure_mode: str = "principal"
    blank_means_none: tuple[str, ...] = ()


def read_version(folder: Path) -> Version:
    """What `version.yaml` or `published.yaml` of the directory says; else what was published of a version of its name.

    Raises BadInput for a file that says something else.
    """
    written: dict[str, Any] = {}
    for name in ("version.yaml", "published.yaml"):
        if (folder / name).is_file():
            written |= _read(folder / name)
    version = str(written.get("version") or folder.resolve().name)
    told = dict(published().get(version.lower(), {})) | written
    return Version(
        version,
        str(told.get("label") or version),
        str(told.get("source") or ""),
        str(told.get("grade") or ""),
        told.get("counts") or {},
        told.get("procedure_mode") or "principal",
        tuple(told.get("blank_means_none") or ()),
    )


@cache
def published() -> Mapping[str, dict[str, Any]]:
    """The counts published of known versions, with source and grade."""
    text = (files("fenming.grouping") / "published_counts.yaml").read_text("utf-8")
    versions: Mapping[str, dict[str, Any]] = YAML(typ="safe").load(text)
    return versions


def _read(path: Path) -> dict[str, Any]:
    try:
        data = YAML(typ="safe").load(path.read_text("utf-8"))
    except (YAMLError, UnicodeDecodeError) as reason:
        raise _wrong(path, str(reason)) from None
    if not isinstance(data, dict):
        raise _wrong(path, _("it must hold keys and values"))
    unknown = sorted(set(map(str, data)) - _KEYS)
    if unknown:
        raise _wrong(path, _("it has keys nobody reads: {names}").format(names=", ".join(unknown)))
    counts = data.get("counts") or {}
    if not isinstance(counts, dict) or not all(
        name in COUNTS and isinstance(count, int) for name, count in counts.items()
    ):
        raise _wrong(path, _("counts are whole numbers of: {names}").format(names=", ".join(COUNTS)))
    if data.get("procedure_mode", "principal") not in MODES:
        raise _wrong(path, _("procedure_mode is one of: {names}").format(names=", ".join(MODES)))
    if not set(data.get("blank_means_none") or ()) <= set(BLANKS):
        raise _wrong(path, _("blank_means_none names some of: {names}").format(names=", ".join(BLANKS)))
    return data


def _wrong(path: Path, why: str) -> BadInput:
    return BadInput(
        "group_table.version",
        what=_("{name} cannot be used").format(name=path.name),
        where=str(path),
        why=why,
        remedy=_("write keys of: {names}").format(names=", ".join(sorted(_KEYS))),
    )


def count_findings(version: Version, counts: Mapping[str, int], where: str) -> list[Finding]:
    """Where the tables hold another number of groups than was published of their version."""
    return [
        Finding(
            "group_table.count",
            what=_("the tables hold {found} rows of {name}, {published} were published of {version}").format(
                found=counts[name], name=name, published=published, version=version.label
            ),
            where=where,
            why=_("source: {source}, grade {grade}").format(source=version.source or "–", grade=version.grade or "–"),
            remedy=_("look for rows lost or added on import; a local variant says its own counts in version.yaml"),
        )
        for name, published in version.counts.items()
        if counts[name] != published
    ]
