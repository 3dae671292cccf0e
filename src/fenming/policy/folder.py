"""One pack folder of one root: its pack.yaml, documents.yaml, keys.yaml, codes.yaml, bill examples, cards, schemes and parameter files."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from fenming.kernel import Finding
from fenming.kernel.language import _
from fenming.policy import cards, schemes
from fenming.policy.card_models import CardText, SchemeText
from fenming.policy.cards import CardDraft
from fenming.policy.cases import CaseDraft, is_case_file, read_cases
from fenming.policy.codes import CodeText, read_codes
from fenming.policy.models import DocumentText, LabelText, PackText, ParameterText, Strict
from fenming.policy.parameter import Draft
from fenming.policy.schemes import SchemeDraft
from fenming.policy.shape import fit
from fenming.policy.yaml_text import Text, read_text, shown

REGION = re.compile(r"cn|[a-z]{2}|\d{6}")
NAME = re.compile(r"[a-z][a-z0-9_]{2,}")
SPECIAL = ("pack", "documents", "keys", "codes")
OWN_KIND = (cards.FOLDER, schemes.FOLDER)  # folders whose files are no parameters
Model = TypeVar("Model", bound=Strict)


@dataclass(frozen=True, slots=True)
class Folder:
    """What one folder holds; `files` are all files read, for the digest."""

    region: str
    path: Path
    pack: PackText | None = None
    documents: dict[str, DocumentText] = field(default_factory=dict)
    keys: dict[str, LabelText] = field(default_factory=dict)
    codes: tuple[CodeText, ...] = ()
    codes_text: Text | None = None
    cases: dict[str, list[CaseDraft]] = field(default_factory=dict)
    drafts: tuple[Draft, ...] = ()
    cards: tuple[CardDraft, ...] = ()
    schemes: tuple[SchemeDraft, ...] = ()
    files: dict[str, Path] = field(default_factory=dict)


def read_folder(root: Path, region: str, findings: list[Finding]) -> Folder:
    """The folder `region` below `root`, with all that is wrong in it added to `findings`."""
    path = root / region
    files = dict(_files(path, path, findings))
    texts = {name: text for name, file in files.items() if (text := read_text(file, findings)) is not None}
    return Folder(
        region,
        path,
        pack=fit(texts["pack"], PackText, findings) if "pack" in texts else None,
        documents=_mapping(texts.get("documents"), DocumentText, findings),
        keys=_mapping(texts.get("keys"), LabelText, findings),
        codes=read_codes(texts.get("codes"), findings),
        codes_text=texts.get("codes"),
        cases=read_cases(texts, findings),
        drafts=tuple(_drafts(region, texts, findings)),
        cards=tuple(
            CardDraft(name, region, text, card) for name, text, card in _within(texts, cards.FOLDER, CardText, findings)
        ),
        schemes=tuple(
            SchemeDraft(name, region, text, scheme)
            for name, text, scheme in _within(texts, schemes.FOLDER, SchemeText, findings)
        ),
        files={f"{region}/{file.relative_to(path).as_posix()}": file for file in files.values()},
    )


def _files(path: Path, folder: Path, findings: list[Finding]) -> Iterator[tuple[str, Path]]:
    for entry in sorted(folder.iterdir()):
        if entry.is_dir():
            if not REGION.fullmatch(entry.name) and not entry.name.startswith((".", "__")):
                yield from _files(path, entry, findings)
        elif entry.suffix in (".yaml", ".yml"):
            relative = entry.relative_to(path)
            if entry.suffix == ".yml" or not all(NAME.fullmatch(part) for part in relative.with_suffix("").parts):
                findings.append(_bad_name(entry))
                continue
            yield ".".join(relative.with_suffix("").parts), entry


def _bad_name(file: Path) -> Finding:
    return Finding(
        "policy.file_name",
        _("'{name}' is no name for a parameter file").format(name=file.name),
        shown(file),
        _("the path is the parameter's name, so it is written in small letters, digits and underscores"),
        _("rename it like settlement/risk_corridor.yaml"),
    )


def _drafts(region: str, texts: dict[str, Text], findings: list[Finding]) -> Iterator[Draft]:
    for name, text in texts.items():
        if name in SPECIAL or is_case_file(name) or name.partition(".")[0] in OWN_KIND:
            continue
        if (parameter := fit(text, ParameterText, findings)) is not None:
            yield Draft(name, region, text, parameter)


def _within(
    texts: dict[str, Text], folder: str, model: type[Model], findings: list[Finding]
) -> Iterator[tuple[str, Text, Model]]:
    """The files of `folder` by their own names, with what they say; a file in a folder below it is a finding."""
    for whole_name, text in texts.items():
        kind, _dot, name = whole_name.partition(".")
        if kind != folder or not name:
            continue
        if "." in name:
            findings.append(_too_deep(text.file, folder))
        elif (fitted := fit(text, model, findings)) is not None:
            yield name, text, fitted


def _too_deep(file: Path, folder: str) -> Finding:
    return Finding(
        "policy.file_name",
        _("'{name}' lies in a folder below {folder}/").format(name=file.name, folder=folder),
        shown(file),
        _("cards and schemes go by the name of their file alone"),
        _("move it up into {folder}/").format(folder=folder),
    )


def _mapping(text: Text | None, model: type[Model], findings: list[Finding]) -> dict[str, Model]:
    if text is None:
        return {}
    if not isinstance(text.data, dict):
        findings.append(
            Finding(
                "policy.bad_value",
                _("this file must map ids to entries"),
                text.where(),
                "",
                _("see the guide beside the packs, README.md"),
            )
        )
        return {}
    fitted = {str(key): fit(text, model, findings, (key,)) for key in text.data}
    return {key: value for key, value in fitted.items() if value is not None}
