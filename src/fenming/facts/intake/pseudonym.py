"""Persons are keyed pseudonyms: HMAC of the person number, 63 bits; the key stays with the workspace's owner."""

import hashlib
import hmac
import os
import secrets
from pathlib import Path

from fenming.facts.intake.clean import ALPHABET
from fenming.facts.workspace import Workspace
from fenming.kernel.finding import BadInput
from fenming.kernel.language import _

DIGESTS = ("sha256", "sm3")


def person_label(person: int) -> str:
    """`P` and 13 letters for a pseudonym, as people read it."""
    return "P" + "".join(ALPHABET[(person >> shift) & 31] for shift in range(60, -1, -5))


def person_number(label: str) -> int:
    """The pseudonym behind its label. Raises BadInput when `label` is none."""
    letters = label.strip().upper()
    if len(letters) != 14 or letters[0] != "P" or letters[1] not in ALPHABET[:8] or set(letters[1:]) - set(ALPHABET):
        raise BadInput(
            "person.label",
            what=_("'{label}' is no person label").format(label=label),
            why=_("a label is P and 13 letters or digits 2 to 7"),
            remedy=_("copy the label from a report"),
        )
    number = 0
    for letter in letters[1:]:
        number = number << 5 | ALPHABET.index(letter)
    return number


def pseudonym(person_number: str, key: bytes, digest: str = "sha256") -> int:
    """The pseudonym of one person number: the first 63 bits of its HMAC under `key`."""
    return int.from_bytes(hmac.digest(key, person_number.encode(), digest)[:8], "big") >> 1


def read_key(workspace: Workspace, key_file: Path | None) -> tuple[bytes, str]:
    """The key and its fingerprint; made on first need as `key` (mode 600), or read from the user's own `key_file`.

    A user's own key file is never copied. Raises BadInput when facts made under another key are already here.
    """
    digest = workspace.digest
    if digest not in DIGESTS or digest not in hashlib.algorithms_available:
        raise BadInput(
            "key.digest",
            what=_("'{digest}' is not available here").format(digest=digest),
            remedy=_("use sha256 or sm3"),
        )
    path = key_file or workspace.folder / "key"
    if key_file is None and not path.exists():
        _make_key(path)
    try:
        key = bytes.fromhex(path.read_text("ascii").strip())
    except (OSError, ValueError) as reason:
        raise BadInput(
            "key.unreadable",
            what=_("the key cannot be read"),
            where=str(path),
            why=str(reason) if isinstance(reason, OSError) else _("it is not written in hexadecimal digits"),
            remedy=_("give a file holding at least 32 hexadecimal digits"),
        ) from None
    if len(key) < 16:
        raise BadInput(
            "key.short",
            what=_("the key is too short"),
            where=str(path),
            remedy=_("give at least 32 hexadecimal digits"),
        )
    return key, _same_key(workspace, key, digest)


def _make_key(path: Path) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w") as handle:
        handle.write(secrets.token_hex(32) + "\n")
        handle.flush()
        os.fsync(handle.fileno())


def _same_key(workspace: Workspace, key: bytes, digest: str) -> str:
    fingerprint = digest + ":" + hmac.digest(key, b"fenming key fingerprint", digest).hex()[:16]
    known = workspace.manifest()["key"]
    if known is not None and known != fingerprint:
        raise BadInput(
            "key.other",
            what=_("this is not the key that the workspace was begun with"),
            where=str(workspace.folder),
            why=_("one person would get two pseudonyms, and bills would lose their person"),
            remedy=_("give the first key again with --key, or begin a new workspace"),
        )
    return fingerprint
