"""A user's mapping: their columns to ours, values the file does not carry, and what they accept.

table: bill
columns: {结算编号: bill_id, 总费用: medfee_sumamt}
fixed: {scheme: "390"}
accept_identity_differences_below: 1.00 元
"""

import hashlib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from fenming.facts.column import Table
from fenming.facts.table import TABLES
from fenming.kernel.finding import BadInput
from fenming.kernel.language import _
from fenming.kernel.money import parse_yuan

_KEYS = {"table", "columns", "fixed", "accept_identity_differences_below"}


@dataclass(frozen=True, slots=True)
class Mapping:
    """`columns`: their header (lower case) → our column; `fixed`: our column → value as it would stand in a file."""

    table: str = ""
    columns: dict[str, str] = field(default_factory=dict)
    fixed: dict[str, str] = field(default_factory=dict)
    accepted_difference_fen: int = 0

    def digest(self) -> str:
        """Fingerprint of everything that changes how a file is read."""
        parts = (self.table, sorted(self.columns.items()), sorted(self.fixed.items()), self.accepted_difference_fen)
        return hashlib.sha256(repr(parts).encode()).hexdigest()


def read_mapping(path: Path) -> Mapping:
    """The mapping in a YAML file. Raises BadInput for a broken file, an unknown key, table or column."""
    try:
        written = YAML(typ="safe").load(path.read_text("utf-8"))
    except (OSError, UnicodeDecodeError, YAMLError) as reason:
        raise _bad(path, _("the mapping cannot be read"), str(reason).splitlines()[0]) from None
    if not isinstance(written, dict) or set(written) - _KEYS:
        raise _bad(
            path,
            _("the mapping has unknown parts"),
            _("it may hold only: {keys}").format(keys=", ".join(sorted(_KEYS))),
        )
    table = str(written.get("table", ""))
    if table and table not in TABLES:
        raise _bad(
            path,
            _("there is no table '{table}'").format(table=table),
            _("tables: {tables}").format(tables=", ".join(TABLES)),
        )
    columns = {_header(theirs): _ours(path, table, str(ours)) for theirs, ours in _pairs(path, written, "columns")}
    fixed = {_ours(path, table, str(ours)): str(value) for ours, value in _pairs(path, written, "fixed")}
    accepted = written.get("accept_identity_differences_below", "0")
    return Mapping(table, columns, fixed, parse_yuan(str(accepted)))


def _pairs(path: Path, written: dict[str, Any], key: str) -> list[tuple[Any, Any]]:
    pairs = written.get(key) or {}
    if not isinstance(pairs, dict) or any(isinstance(value, float | dict | list) for value in pairs.values()):
        raise _bad(path, _("'{key}' is no list of pairs").format(key=key), _('write numbers in quotes: scheme: "390"'))
    return list(pairs.items())


def _ours(path: Path, table: str, name: str) -> str:
    tables: tuple[Table, ...] = (TABLES[table],) if table else tuple(TABLES.values())
    wanted = name.strip().lower()
    for candidate in tables:
        for column in candidate.columns:
            if wanted in (column.name, *column.names):
                return column.name
    raise _bad(
        path, _("there is no column '{name}'").format(name=name), _("columns go by Fenming's or the national name")
    )


def _header(text: object) -> str:
    return str(text).strip(" \t\ufeff\u3000").lower()


def _bad(path: Path, what: str, why: str) -> BadInput:
    return BadInput("mapping.invalid", what=what, where=str(path), why=why, remedy=_("correct the mapping file"))
