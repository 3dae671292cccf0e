"""What a run is the result of: packs, facts, code. The same three give the same run id."""

import hashlib
import json
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable

from fenming.facts.workspace import Workspace
from fenming.policy import Pack

SOURCES = (".py", ".yaml", ".j2", ".html", ".css", ".js", ".mo", ".csv")


@cache
def code_digest() -> str:
    """SHA-256 over Fenming's own sources, packs left out: they have their own digest."""
    whole = hashlib.sha256()
    for name, entry in sorted(_sources(files("fenming"), "")):
        whole.update(name.encode() + b"\0" + entry.read_bytes())
    return whole.hexdigest()


def _sources(folder: Traversable, path: str) -> list[tuple[str, Traversable]]:
    found: list[tuple[str, Traversable]] = []
    for entry in folder.iterdir():
        name = f"{path}/{entry.name}"
        if entry.is_dir():
            found += [] if entry.name in ("packs", "__pycache__") else _sources(entry, name)
        elif entry.name.endswith(SOURCES):
            found.append((name, entry))
    return found


def facts_digest(workspace: Workspace) -> str:
    """SHA-256 over the names and contents of all canonical tables, and of the county's own group tables."""
    tables = workspace.manifest()["tables"]
    named = {name: table["sha256"] for name, table in sorted(tables.items())}
    for path in sorted(workspace.group_tables.glob("*")):
        named[f"group_tables/{path.name}"] = hashlib.sha256(path.read_bytes()).hexdigest()
    return hashlib.sha256(json.dumps(named).encode()).hexdigest()


def identity_of(workspace: Workspace, pack: Pack, year: int, assessment_id: str = "") -> dict[str, str | int]:
    """What a run's id is the fingerprint of, by the keys it has in the manifest; `assessment_id` where one is frozen."""
    made_of: dict[str, str | int] = {
        "county": pack.region,
        "year": year,
        "pack_digest": pack.digest(),
        "facts_digest": facts_digest(workspace),
        "code_digest": code_digest(),
    }
    return made_of | ({"assessment_id": assessment_id} if assessment_id else {})


def assessment_identity(
    workspace: Workspace, pack: Pack, year: int, corrections: list[dict[str, str | int]]
) -> dict[str, str | int]:
    """What an assessment's id is the fingerprint of: as a run's, and the corrections that accepted appeals stand for."""
    return identity_of(workspace, pack, year) | {
        "appeals_digest": hashlib.sha256(json.dumps(corrections).encode()).hexdigest()
    }
