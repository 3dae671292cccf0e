"""Loading packs by name: shipped ones and a user's own, read the same way."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from importlib.resources import files
from pathlib import Path
from typing import Any

from fenming.kernel import BadInput, Finding
from fenming.kernel.language import _
from fenming.policy.cases import make_cases
from fenming.policy.codes import cited, merge_codes
from fenming.policy.examples import check_examples
from fenming.policy.folder import REGION, Folder, read_folder
from fenming.policy.inherit import merge_documents, merge_keys, prevailing, prevailing_cards, prevailing_schemes
from fenming.policy.pack import Pack
from fenming.policy.scored import check_scored
from fenming.policy.severity import severity
from fenming.policy.working import Judge, check_cases
from fenming.policy.yaml_text import shown

SHIPPED = Path(str(files("fenming") / "packs"))
Inspect = Callable[[Pack], list[Finding]]
Verbs = Mapping[str, Callable[..., Any]]


def load_pack(region: str, roots: Iterable[Path | str] = (), *, shipped: bool = True) -> Pack:
    """The pack of `region` (such as cn/ah/340621) with all it inherits, every file of it checked.

    `roots` are folders of the user's own packs; where one holds the same file as a shipped pack, it prevails.
    With `shipped` off the shipped packs are left out: the roots hold all there is, as in a sealed bundle.
    Raises BadInput with all findings of the pack, not only the first.
    """
    own = tuple(map(Path, roots))
    absent = tuple(_no_folder(root) for root in own if not root.is_dir())
    if absent:
        raise BadInput(findings=absent)
    pack, findings = _assemble(region, (SHIPPED, *own) if shipped else own)
    errors = tuple(finding for finding in findings if severity(finding) == "error")
    if pack is None or errors:
        raise BadInput(findings=errors)
    return pack


def check_pack(
    folder: Path | str, evaluate: Verbs | None = None, judge: Judge | None = None, inspect: Inspect | None = None
) -> list[Finding]:
    """All findings in `folder`: one pack, or a root that holds packs. `severity` says which of them stop a run.

    `evaluate` maps verb names to functions over plain numbers; with it every parameter's example is also worked out.
    `judge` works out bill examples (see `check_cases`); `inspect` finds what contradicts itself in a pack that loads.
    """
    path = Path(folder)
    if not path.is_dir():
        return [_no_folder(path)]
    root, regions = _packs_in(path)
    if root is None or not regions:
        return [_no_pack_in(path)]
    roots = (SHIPPED,) if root.resolve() == SHIPPED.resolve() else (SHIPPED, root)
    found: list[Finding] = []
    for region in regions:
        pack, findings = _assemble(region, roots)
        found += findings
        if pack is None or any(severity(finding) == "error" for finding in findings):
            continue
        found += check_examples(pack, evaluate) if evaluate is not None else []
        found += check_scored(pack, evaluate, date.today())  # noqa: DTZ011  a calendar day where the user is
        found += check_cases(pack, judge) if judge is not None else []
        found += inspect(pack) if inspect is not None else []
    return list(dict.fromkeys(found))


def pack_names(roots: Iterable[Path | str] = ()) -> list[str]:
    """Every pack that can be loaded."""
    return sorted({region for root in (SHIPPED, *map(Path, roots)) for region in _regions(root)})


def _assemble(region: str, roots: Sequence[Path]) -> tuple[Pack | None, list[Finding]]:
    findings: list[Finding] = []
    if not all(map(REGION.fullmatch, region.split("/"))) or not any((root / region).is_dir() for root in roots):
        return None, [_no_pack(region, roots)]
    folders = list(_chain(region, roots, findings))
    documents, keys = merge_documents(folders, findings), merge_keys(folders)
    parameters = prevailing(folders, documents, keys, findings)
    cards = prevailing_cards(folders, documents, findings)
    schemes = prevailing_schemes(folders, cards, documents, keys, findings)
    codes = merge_codes([folder.codes for folder in folders], keys, findings)
    findings.extend(finding for folder in folders for finding in cited(folder.codes_text, documents))
    by_file = {name: cases for folder in folders if folder.region == region for name, cases in folder.cases.items()}
    cases = make_cases([draft for drafts in by_file.values() for draft in drafts], documents, findings)
    named = next((folder.pack for folder in reversed(folders) if folder.region == region and folder.pack), None)
    used: dict[str, tuple[Path, ...]] = defaultdict(tuple)
    for folder in folders:
        for name, file in folder.files.items():
            used[name] += (file,)
    label, label_en = (named.label, named.label_en) if named else ("", "")
    warnings = tuple(finding for finding in findings if severity(finding) == "warning")
    return Pack(
        region, label, label_en, documents, keys, codes, cases, dict(used), warnings, parameters, cards, schemes
    ), findings


def _chain(region: str, roots: Sequence[Path], findings: list[Finding]) -> Iterator[Folder]:
    """The folders of cn, then the province, then the county; within each, shipped before the user's."""
    parts = region.split("/")
    for depth in range(1, len(parts) + 1):
        name = "/".join(parts[:depth])
        folders = [read_folder(root, name, findings) for root in roots if (root / name).is_dir()]
        if not any((folder.path / "pack.yaml").is_file() for folder in folders):
            findings.append(_no_pack_file(name, roots))
        yield from folders


def _regions(root: Path) -> list[str]:
    if not root.is_dir():
        return []
    folders = [path.relative_to(root) for path in root.rglob("*") if path.is_dir()]
    return sorted(
        path.as_posix() for path in folders if path.parts[0] == "cn" and all(map(REGION.fullmatch, path.parts))
    )


def _packs_in(path: Path) -> tuple[Path | None, list[str]]:
    """The root above (or at) `path` and the regions below it."""
    if (path / "cn").is_dir():
        return path, _regions(path)
    parts = path.resolve().parts
    places = [place for place, part in enumerate(parts) if part == "cn" and all(map(REGION.fullmatch, parts[place:]))]
    if not places:
        return None, []
    root = Path(*parts[: places[0]])
    region = "/".join(parts[places[0] :])
    return root, [name for name in _regions(root) if name == region or name.startswith(f"{region}/")]


def _no_folder(path: Path) -> Finding:
    return Finding(
        "policy.no_folder",
        _("there is no folder {path}").format(path=shown(path)),
        shown(path),
        "",
        _("give the folder that holds the packs"),
    )


def _no_pack_in(path: Path) -> Finding:
    return Finding(
        "policy.no_pack",
        _("there is no pack in {path}").format(path=shown(path)),
        shown(path),
        _("packs lie below a folder `cn`, such as cn/ah/340621"),
        _("give that folder, or the one that holds `cn`"),
    )


def _no_pack(region: str, roots: Sequence[Path]) -> Finding:
    return Finding(
        "policy.no_pack",
        _("there is no pack {region}").format(region=region),
        ", ".join(shown(root) for root in roots),
        _("packs known here: {names}").format(names=", ".join(pack_names(roots))),
        _("choose one of them, or write the folder {region} and give its root with --packs").format(region=region),
    )


def _no_pack_file(region: str, roots: Sequence[Path]) -> Finding:
    folder = next((root / region for root in reversed(roots) if (root / region).is_dir()), roots[-1] / region)
    return Finding(
        "policy.no_pack_file",
        _("{region} has no pack.yaml").format(region=region),
        shown(folder / "pack.yaml"),
        _("it names the place and its level, by which the loader knows what the place may set"),
        _("write pack.yaml with label, label_en and level (national, province, city or county)"),
    )
