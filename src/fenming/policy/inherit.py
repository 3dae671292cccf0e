"""Down the chain cn → province → county: who may set what, and which file prevails."""

from collections.abc import Iterator, Mapping, Sequence

from fenming.kernel import Finding
from fenming.kernel.language import _
from fenming.policy.cards import Card, read_card
from fenming.policy.folder import Folder
from fenming.policy.models import DocumentText, LabelText, Level
from fenming.policy.parameter import Draft, Parameter, read_parameter
from fenming.policy.schemes import Scheme, SchemeDraft, overriding, read_scheme
from fenming.policy.yaml_text import shown


def merge_documents(folders: Sequence[Folder], findings: list[Finding]) -> dict[str, DocumentText]:
    """All documents of the chain by id; an id used for two different sources is a finding."""
    documents: dict[str, DocumentText] = {}
    for folder in folders:
        for key, document in folder.documents.items():
            if documents.setdefault(key, document) != document:
                findings.append(
                    Finding(
                        "policy.duplicate_document",
                        _("the document id '{key}' already names another source").format(key=key),
                        shown(folder.path / "documents.yaml"),
                        _("citations could not tell which one is meant"),
                        _("choose another id"),
                    )
                )
    return documents


def merge_keys(folders: Sequence[Folder]) -> dict[str, LabelText]:
    """Labels of the words used as keys in splits and tables; the lower folder's label prevails."""
    return {key: label for folder in folders for key, label in folder.keys.items()}


def levels_of(folders: Sequence[Folder]) -> dict[str, Level]:
    """The level of each region, as its pack.yaml says."""
    return {folder.region: folder.pack.level for folder in folders if folder.pack is not None}


def prevailing(
    folders: Sequence[Folder],
    documents: Mapping[str, DocumentText],
    keys: Mapping[str, LabelText],
    findings: list[Finding],
) -> dict[str, Parameter]:
    """Each parameter as the lowest folder writes it, after checking that it was free to."""
    levels = levels_of(folders)
    found: dict[str, Draft] = {}
    parameters: dict[str, Parameter] = {}
    for draft in (draft for folder in folders for draft in folder.drafts):
        upper = found.get(draft.name)
        if upper is not None and upper.region != draft.region:
            findings.extend(_overriding(upper, draft, levels.get(draft.region)))
        findings.extend(_unlabelled(draft, keys))
        parameters[draft.name] = read_parameter(draft, documents, findings)
        found[draft.name] = draft
    return dict(sorted(parameters.items()))


def prevailing_cards(
    folders: Sequence[Folder], documents: Mapping[str, DocumentText], findings: list[Finding]
) -> dict[str, Card]:
    """Each card as the lowest folder writes it."""
    read = [read_card(draft, documents, findings) for folder in folders for draft in folder.cards]
    return {card.indicator_id: card for card in sorted(filter(None, read), key=_by_id)}


def _by_id(card: Card) -> str:
    return card.indicator_id


def prevailing_schemes(
    folders: Sequence[Folder],
    cards: Mapping[str, Card],
    documents: Mapping[str, DocumentText],
    keys: Mapping[str, LabelText],
    findings: list[Finding],
) -> dict[str, Scheme]:
    """Each scheme as the lowest folder writes it, after checking that it was free to; indicators are looked up after inheritance."""
    levels = levels_of(folders)
    found: dict[str, SchemeDraft] = {}
    for draft in (draft for folder in folders for draft in folder.schemes):
        upper = found.get(draft.name)
        if upper is not None and upper.region != draft.region:
            findings.extend(overriding(upper, draft, levels.get(draft.region)))
        found[draft.name] = draft
        findings.extend(_unlabelled_areas(draft, keys))
    read = {name: read_scheme(draft, cards, documents, findings) for name, draft in sorted(found.items())}
    return {name: scheme for name, scheme in read.items() if scheme is not None}


def _unlabelled_areas(draft: SchemeDraft, keys: Mapping[str, LabelText]) -> Iterator[Finding]:
    for position, item in enumerate(draft.text.items):
        if item.area is not None and item.area not in keys:
            yield _no_label(item.area, draft.file.where("items", position, "area"))


def _overriding(upper: Draft, draft: Draft, level: Level | None) -> Iterator[Finding]:
    if level is not None and level not in upper.text.set_by:
        yield Finding(
            "policy.not_delegated",
            _("{region} may not set {name}").format(region=draft.region, name=draft.name),
            draft.file.where("set_by"),
            _("{upper} lets only these levels set it: {levels}; this folder's level is {level}").format(
                upper=upper.file.where("set_by"), levels=", ".join(upper.text.set_by), level=level
            ),
            _("remove this file, or correct `set_by` above if the document delegates it"),
        )
    if draft.text.kind != upper.text.kind:
        yield Finding(
            "policy.kind_changed",
            _("{name} is a {kind} here and a {upper} above").format(
                name=draft.name, kind=draft.text.kind, upper=upper.text.kind
            ),
            draft.file.where("kind"),
            _("everything that uses the parameter counts on its kind"),
            _("keep the kind of {where}, or choose another name").format(where=upper.file.where("kind")),
        )


def _unlabelled(draft: Draft, keys: Mapping[str, LabelText]) -> Iterator[Finding]:
    if draft.text.kind not in ("split", "table"):
        return
    for position, version in enumerate(draft.text.versions):
        for key in version.value if isinstance(version.value, dict) else {}:
            if key not in keys:
                yield _no_label(key, draft.file.where("versions", position, "value", key))


def _no_label(key: str, where: str) -> Finding:
    return Finding(
        "policy.missing_label",
        _("the key '{key}' has no label").format(key=key),
        where,
        _("reports name every party and level in Chinese and English"),
        _("add '{key}' with label and label_en to keys.yaml").format(key=key),
    )
