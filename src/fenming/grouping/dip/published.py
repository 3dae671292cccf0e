"""Published counts of official directories beside those of an imported one."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from ruamel.yaml import YAML

from fenming.grouping.dip.directory import Directory
from fenming.kernel import BadInput, Finding
from fenming.kernel.language import _, language


@dataclass(frozen=True, slots=True)
class Published:
    """One official directory's counts with their source and evidence grade."""

    name: str
    label: str
    source: str
    grade: str
    counts: dict[str, int]
    since_before: dict[str, int]
    adds_up: tuple[tuple[str, tuple[str, ...]], ...]


@cache
def _written() -> dict[str, Any]:
    text = (files("fenming.grouping.dip") / "published_counts.yaml").read_text("utf-8")
    return dict(YAML(typ="safe").load(text))


def published(name: str) -> Published:
    """The published counts called `name`, such as dip_2.0. Raises BadInput."""
    written = _written()
    if name not in written:
        raise BadInput(
            "dip.not_published",
            what=_("no published counts are known for '{name}'").format(name=name),
            remedy=_("use one of: {known}").format(known=", ".join(written)),
        )
    one = written[name]
    label = one["label"] if language() == "zh" else one["label_en"]
    sums = tuple((sum_["whole"], tuple(sum_["parts"])) for sum_ in one["adds_up"])
    return Published(name, label, one["source"], one["grade"], one["counts"], one["since_before"], sums)


def published_sums(version: Published) -> Iterator[tuple[str, int, int]]:
    """Every printed whole beside the sum of its printed parts."""
    for whole, parts in version.adds_up:
        yield whole, version.counts[whole], sum(version.counts[part] for part in parts)
    before = version.since_before
    yield "core", version.counts["core"], before["adjusted"] + before["unchanged"]


def _grade_word(grade: str) -> str:
    return {"reported": _("reported by media or meeting")}.get(grade, grade)


def kind_words() -> dict[str, str]:
    """What the published counts are called."""
    return {
        "conservative": _("core groups, conservative"),
        "operative": _("core groups, operative"),
        "main_only": _("core groups, main procedure only"),
        "main_related": _("core groups, main and related procedures"),
        "core": _("core groups together"),
    }


def check_counts(directory: Directory, version: Published) -> list[Finding]:
    """Where the directory's counts by type differ from the published ones."""
    counts = directory.counts()
    return [
        Finding(
            "dip.count_differs",
            _("{kind}: {count} groups in the directory, {published} were published").format(
                kind=kind_words()[kind], count=counts[kind], published=expected
            ),
            version.label,
            _("source: {source} ({grade})").format(source=version.source, grade=_grade_word(version.grade)),
            _("look whether rows were lost or the directory is a local variant"),
        )
        for kind, expected in version.counts.items()
        if counts[kind] != expected
    ]
