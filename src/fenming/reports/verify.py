"""Is a run folder or bundle what was settled? Everything is worked out again from what lies in it."""

import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb

from fenming.kernel import BadInput, Finding
from fenming.kernel.language import _
from fenming.reports import verification
from fenming.reports.enclosed import Enclosed

UNREADABLE = (OSError, ValueError, KeyError, TypeError, AttributeError, IndexError, ArithmeticError, duckdb.Error)
Rule = Callable[[Enclosed], Iterator[Finding]]


@dataclass(frozen=True, slots=True)
class Verified:
    """One thing that was verified: its name, what it says, and what speaks against it."""

    name: str
    statement: str
    findings: tuple[Finding, ...] = ()

    @property
    def holds(self) -> bool:
        """Nothing speaks against it."""
        return not self.findings


def rules() -> list[tuple[str, str, Rule]]:
    """All that is verified, in order: name, statement, rule."""
    return [
        ("files", _("every file has the digest it was sealed with, and none is missing or new"), verification.files),
        ("identity", _("the run number follows from packs, facts, code and year"), verification.identity),
        ("packs", _("the packs are those of the run"), verification.packs),
        ("parameters", _("every policy number is as the packs write it"), verification.parameters),
        ("scores", _("the scores are what counts, packs and accepted appeals come to"), verification.scores),
        ("tables", _("every figure read from rows is the sum of those rows"), verification.tables),
        ("figures", _("every figure is what its verb makes of its inputs"), verification.figures),
        ("splits", _("the parts of every split sum to its whole"), verification.splits),
        ("shares", _("shares are their figures and sum to what each payee is due"), verification.shares),
        ("journal", _("the journal is unbroken, balances, and books what the figures say"), verification.journal),
        ("checks", _("every recorded equality holds and gives the same again"), verification.checks),
        (
            "again",
            _("the year settled again from the enclosed tables gives the same figures and journal"),
            verification.again,
        ),
    ]


def verify(path: Path, *, digest: str = "", roots: tuple[Path, ...] = ()) -> list[Verified]:
    """What holds and what does not in the run folder or bundle at `path`; needs no workspace.

    `digest` is what `seal` returned, if it was kept; `roots` are the user's own packs, for a folder without packs.
    Nothing raises but BadInput (`verify.nothing`) where there is neither a run nor a bundle.
    """
    try:
        with _opened(path) as folder:
            enclosed = Enclosed(folder, is_bundle=folder != path, roots=roots, digest=digest)
            if not (folder / "manifest.json").is_file():
                return [Verified("files", _("the bundle holds a run"), (_without_manifest(path, enclosed),))]
            return [Verified(name, statement, tuple(_found(rule, enclosed))) for name, statement, rule in rules()]
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError) as damaged:
        return [Verified("files", _("the bundle can be opened"), (_damaged(path, damaged),))]


@contextmanager
def _opened(path: Path) -> Iterator[Path]:
    """The run folder, or the bundle's files laid out in a folder that is then taken away."""
    if (path / "manifest.json").is_file():
        yield path
        return
    if not path.is_file():
        raise BadInput(
            "verify.nothing",
            what=_("there is no run folder or bundle to verify"),
            where=str(path),
            remedy=_("name a run folder (it holds manifest.json) or a bundle made by: fenming seal RUN"),
        )
    with TemporaryDirectory() as opened, zipfile.ZipFile(path) as bundle:
        bundle.extractall(opened)
        yield Path(opened)


def _found(rule: Rule, enclosed: Enclosed) -> Iterator[Finding]:
    """What a rule finds; whatever makes it stumble in changed files is a finding as well."""
    try:
        yield from rule(enclosed)
    except BadInput as refused:
        yield from refused.findings
    except UNREADABLE as broken:
        yield Finding(
            "verify.unreadable",
            what=_("this could not be worked out from the files"),
            where=str(enclosed.folder) if not enclosed.is_bundle else _("the bundle"),
            why=f"{type(broken).__name__}: {broken}".replace(f"{enclosed.folder}/", ""),
            remedy=enclosed.remedy(),
        )


def _without_manifest(path: Path, enclosed: Enclosed) -> Finding:
    return Finding(
        "verify.no_manifest",
        what=_("the bundle holds no manifest.json, so it is no run that can be verified"),
        where=str(path),
        why=_("the file was taken out, or this is not a bundle made by fenming seal"),
        remedy=enclosed.remedy(),
    )


def _damaged(path: Path, damaged: Exception) -> Finding:
    return Finding(
        "verify.damaged",
        what=_("the bundle cannot be opened"),
        where=str(path),
        why=str(damaged),
        remedy=_("ask for the bundle again from where it was sealed; do not use this one"),
    )
