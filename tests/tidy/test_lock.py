"""uv.lock pins what pyproject.toml asks for: `uv sync --frozen` installs just that."""

import re
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())
LOCKED = next(one for one in tomllib.loads((ROOT / "uv.lock").read_text())["package"] if one["name"] == "fenming")


def asked(requirements: list[str]) -> set[tuple[str, str]]:
    parts = (re.match(r"([A-Za-z0-9._-]+)(?:\[.*\])?(.*)", requirement).groups() for requirement in requirements)
    return {(name.replace("_", "-").lower(), specifier.replace(" ", "")) for name, specifier in parts}


def locked(requirements: list[dict[str, str]]) -> set[tuple[str, str]]:
    return {(one["name"], one.get("specifier", "")) for one in requirements}


def test_the_lock_answers_every_requirement():
    optional = [one for extra in PROJECT["project"]["optional-dependencies"].values() for one in extra]
    assert locked(LOCKED["metadata"]["requires-dist"]) == asked(PROJECT["project"]["dependencies"] + optional)
    assert locked(LOCKED["metadata"]["requires-dev"]["dev"]) == asked(PROJECT["dependency-groups"]["dev"])
