"""A DIP directory: its groups, its rules, and the files it is kept in."""

import csv
import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field, fields
from io import StringIO
from pathlib import Path
from typing import Any

from fenming.grouping.dip.terms import FORMAT, Terms
from fenming.kernel import BadInput, format_yuan
from fenming.kernel.language import _

TREATMENTS = ("conservative", "diagnostic", "therapeutic", "operation")  # by rank, 0 to 3
CORE_TYPES = ("conservative", "main_only", "main_related")
COMPOSITE_TYPES = ("category", "chapter", "treatment")


@dataclass(frozen=True, slots=True)
class Group:
    """One group. `core`: diagnosis, treatment and procedures; `composite`: what is left of a category, chapter or treatment.

    Codes are cut and written without dots. `founding_mean_fen` decides between groups that match alike; `mean_fen` weighs
    the years; `stay_days` are of all its cases together; `score_micro` in micro-points.
    """

    group_id: str
    kind: str
    type: str
    diagnosis: str
    treatment: str
    main_procedure: str = ""
    related_procedures: str = ""
    founding_mean_fen: int = 0
    cases: int = 0
    stay_days: int = 0
    total_fen: int = 0
    mean_fen: int = 0
    weight_ppm: int = 0
    score_micro: int = 0


@dataclass(frozen=True, slots=True)
class Mean:
    """Cost of one group's cases in one year at one level of care (`care_level` empty where it is not known)."""

    group_id: str
    year: int
    care_level: str
    cases: int
    total_fen: int


@dataclass(frozen=True, slots=True)
class Auxiliary:
    """What cases of a class cost beside the groups they lie in: of one group, or of all (`group_id` empty)."""

    kind: str
    group_id: str
    name: str
    cases: int
    total_fen: int
    expected_fen: int
    coefficient_ppm: int


@dataclass(frozen=True, slots=True)
class Shelf:
    """A retrieval level: a category, or a category under one treatment, and what lies in it."""

    category: str
    treatment: str
    groups: int
    cases: int
    total_fen: int
    mean_fen: int


@dataclass(frozen=True, slots=True)
class Directory:
    """Everything of a directory. `operations` ranks procedure codes (without dots), `comorbidities` levels of diagnosis codes."""

    terms: Terms
    groups: tuple[Group, ...]
    means: tuple[Mean, ...] = ()
    auxiliaries: tuple[Auxiliary, ...] = ()
    first_level: tuple[Shelf, ...] = ()
    second_level: tuple[Shelf, ...] = ()
    operations: Mapping[str, int] = field(default_factory=dict)
    comorbidities: Mapping[str, str] = field(default_factory=dict)
    main_procedure: str = "principal"
    facts: Mapping[str, Any] = field(default_factory=dict)

    def counts(self) -> dict[str, int]:
        """Groups by type, with their sums: `core` and `composite` are sums of their types, `groups` of both."""
        types = dict.fromkeys((*CORE_TYPES, *COMPOSITE_TYPES), 0)
        for group in self.groups:
            types[group.type] += 1
        core, composite = (sum(types[name] for name in part) for part in (CORE_TYPES, COMPOSITE_TYPES))
        operative = types["main_only"] + types["main_related"]
        return types | {"operative": operative, "core": core, "composite": composite, "groups": core + composite}


TABLES: dict[str, tuple[str, type[Any]]] = {
    "groups": ("groups.csv", Group),
    "means": ("means.csv", Mean),
    "auxiliaries": ("auxiliary.csv", Auxiliary),
    "first_level": ("first_level.csv", Shelf),
    "second_level": ("second_level.csv", Shelf),
}


def save(directory: Directory, folder: Path) -> None:
    """Write the directory as CSV files and `manifest.json`; the same directory gives the same bytes."""
    for name, (file, kind) in TABLES.items():
        _write(
            folder / file,
            [one.name for one in fields(kind)],
            (asdict(row).values() for row in getattr(directory, name)),
        )
    _write(
        folder / "operations.csv",
        ["code", "treatment"],
        ((code, TREATMENTS[rank]) for code, rank in sorted(directory.operations.items())),
    )
    _write(folder / "comorbidity.csv", ["code", "level"], sorted(directory.comorbidities.items()))
    manifest = {
        "format": FORMAT,
        "main_procedure": directory.main_procedure,
        "counts": directory.counts(),
        "terms": directory.terms.as_dict(),
        "origin": dict(directory.terms.origin),
        **directory.facts,
        "sha256": {path.name: _digest(path) for path in sorted(folder.glob("*.csv"))},
    }
    text = json.dumps(manifest, ensure_ascii=False, indent=1, sort_keys=True)
    (folder / "manifest.json").write_text(text + "\n", "utf-8")


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _refuse_changed(folder: Path, digests: Mapping[str, str]) -> None:
    """Files that are not those the directory was saved with; one written by hand has no digests."""
    changed = [
        name for name, digest in digests.items() if not (folder / name).is_file() or _digest(folder / name) != digest
    ]
    if changed:
        raise BadInput(
            "dip.changed_directory",
            what=_("files of the DIP directory were changed since it was built: {files}").format(
                files=", ".join(changed)
            ),
            where=str(folder),
            why=_("cases would be paid by groups that nobody worked out"),
            remedy=_("build it again; to set groups by hand on purpose, take `sha256` out of manifest.json"),
        )


def _write(path: Path, header: list[str], rows: Iterable[Iterable[Any]]) -> None:
    text = StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(rows)
    path.write_text(text.getvalue(), "utf-8")


def load(folder: Path) -> Directory:
    """The directory in `folder`. Raises BadInput where there is none or a file of it cannot be read."""
    path = folder / "manifest.json"
    if not path.is_file():
        raise BadInput(
            "dip.no_directory",
            what=_("there is no DIP directory in {folder}").format(folder=folder),
            why=_("a directory has groups.csv and manifest.json"),
            remedy=_("build one with: fenming dip build, or write an official one as docs/dip.md says"),
        )
    try:
        manifest = json.loads(path.read_text("utf-8"))
        _refuse_changed(folder, manifest.get("sha256", {}))
        tables = {name: tuple(_read(folder / file, kind)) for name, (file, kind) in TABLES.items()}
        terms = Terms.from_dict(manifest["terms"], manifest.get("origin", {}))
        operations = {row["code"]: TREATMENTS.index(row["treatment"]) for row in _rows(folder / "operations.csv")}
        comorbidities = {row["code"]: row["level"] for row in _rows(folder / "comorbidity.csv")}
    except (KeyError, TypeError, ValueError) as trouble:
        raise BadInput(
            "dip.broken_directory",
            what=_("the DIP directory cannot be read"),
            where=str(folder),
            why=str(trouble),
            remedy=_("build it again, or correct the file after docs/dip.md"),
        ) from None
    told = {"format", "main_procedure", "counts", "terms", "origin", "sha256"}
    facts = {key: value for key, value in manifest.items() if key not in told}
    return Directory(
        terms, operations=operations, comorbidities=comorbidities,
        main_procedure=manifest.get("main_procedure", "principal"), facts=facts, **tables,
    )  # fmt: skip


def _rows(path: Path) -> list[dict[str, str]]:
    if not path.is_file():
        return []
    with path.open(encoding="utf-8-sig", newline="") as text:
        return list(csv.DictReader(text))


def _read(path: Path, kind: type[Any]) -> Iterable[Any]:
    """Rows as `kind`; of a group only what names it must be filled, numbers left blank are nothing."""
    whole = {one.name for one in fields(kind) if one.type in (int, "int")}
    for row in _rows(path):
        known = {one.name: row.get(one.name) or "" for one in fields(kind)}
        yield kind(**{name: int(text or 0) if name in whole else text for name, text in known.items()})


def shown_diagnosis(code: str) -> str:
    """A cut diagnosis as people write it: K358 → K35.8, I10X → I10.x."""
    return f"{code[:3]}.{code[3:].lower()}" if len(code) > 3 else code


def shown_procedure(code: str) -> str:
    """A cut procedure as people write it: 4701 → 47.01."""
    return f"{code[:2]}.{code[2:].lower()}" if len(code) > 2 else code


def describe(group: Group) -> str:
    """The group in one line: diagnosis, treatment, procedures, mean."""
    procedures = "+".join(shown_procedure(code) for code in _codes(group))
    parts = (shown_diagnosis(group.diagnosis), treatment_words().get(group.treatment, group.treatment), procedures)
    return " · ".join(filter(None, (*parts, format_yuan(group.mean_fen))))


def _codes(group: Group) -> list[str]:
    return [code for code in (group.main_procedure, *group.related_procedures.split("+")) if code]


def treatment_words() -> dict[str, str]:
    """What the treatments are called."""
    return {
        "conservative": _("conservative treatment"),
        "diagnostic": _("diagnostic procedure"),
        "therapeutic": _("therapeutic procedure"),
        "operation": _("operation"),
    }
