"""Reading one YAML file so that every value still knows its line."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from fenming.kernel import Finding
from fenming.kernel.language import _

Key = tuple[str | int, ...]
NOTHING = "tag:yaml.org,2002:null"
BOOLEAN = "tag:yaml.org,2002:bool"
FLOAT = "tag:yaml.org,2002:float"
INTEGER = "tag:yaml.org,2002:int"
DATE = "tag:yaml.org,2002:timestamp"

# What files of this content hold: a pack that changed in one file is read again in one file. Files with findings are not kept.
_READ: dict[str, tuple[Any, Mapping[Key, int]]] = {}


@dataclass(frozen=True, slots=True)
class Text:
    """One file as plain data, with the line of every key path in it."""

    file: Path
    data: Any
    lines: Mapping[Key, int]

    def where(self, *key: str | int) -> str:
        """`file:line` of the value at `key`, or of the nearest thing above it."""
        while key and key not in self.lines:
            key = key[:-1]
        return f"{shown(self.file)}:{self.lines.get(key, 1)}"


def shown(file: Path) -> str:
    """`file` as a user would write it: relative to where they are, when it lies below."""
    absolute, here = file.absolute(), Path.cwd()
    return str(absolute.relative_to(here) if absolute.is_relative_to(here) else absolute)


def read_text(file: Path, findings: list[Finding]) -> Text | None:
    """The file's data, or None when it cannot be read; what is wrong goes to `findings`."""
    try:
        content = file.read_text("utf-8")
        if content in _READ:
            return Text(file, *_READ[content])
        root = YAML(typ="safe", pure=True).compose(content)
    except (YAMLError, UnicodeDecodeError) as error:
        findings.append(_unreadable(file, error))
        return None
    if root is None:
        findings.append(
            Finding(
                "policy.empty", _("the file is empty"), shown(file), "", _("write the parameter or remove the file")
            )
        )
        return None
    lines: dict[Key, int] = {}
    wrong: list[Finding] = []
    data = _Reader(file, lines, wrong).value(root, ())
    findings += wrong
    if not wrong:
        _READ[content] = data, lines
    return Text(file, data, lines)


def _unreadable(file: Path, error: YAMLError | UnicodeDecodeError) -> Finding:
    if isinstance(error, MarkedYAMLError) and error.problem_mark is not None:
        why, where = str(error.problem), f"{shown(file)}:{error.problem_mark.line + 1}"
    else:
        why, where = str(error), shown(file)
    return Finding(
        "policy.not_yaml",
        _("this is not YAML in UTF-8"),
        where,
        why,
        _("check indentation, brackets and quotes at this line; save the file as UTF-8"),
    )


@dataclass(frozen=True, slots=True)
class _Reader:
    file: Path
    lines: dict[Key, int]
    findings: list[Finding]

    def value(self, node: Node, key: Key) -> Any:
        self.lines.setdefault(key, node.start_mark.line + 1)
        if isinstance(node, MappingNode):
            return dict(self._pairs(node, key))
        if isinstance(node, SequenceNode):
            return [self.value(item, (*key, position)) for position, item in enumerate(node.value)]
        assert isinstance(node, ScalarNode)
        return self._scalar(node)

    def _pairs(self, node: MappingNode, key: Key) -> Iterator[tuple[str, Any]]:
        seen: dict[str, int] = {}
        for name_node, value_node in node.value:
            name, line = str(name_node.value), name_node.start_mark.line + 1
            if name in seen:
                self._duplicate(name, line, seen[name])
                continue
            seen[name] = line
            self.lines[(*key, name)] = line
            yield name, self.value(value_node, (*key, name))

    def _duplicate(self, name: str, line: int, first: int) -> None:
        self.findings.append(
            Finding(
                "policy.duplicate_key",
                _("the key '{key}' is written twice").format(key=name),
                f"{shown(self.file)}:{line}",
                _("it already stands at line {line}; one of them would be lost").format(line=first),
                _("keep one"),
            )
        )

    def _scalar(self, node: ScalarNode) -> str | bool | int | date | None:
        written = str(node.value)
        if node.tag == FLOAT:
            self.findings.append(_floating(written, self.where(node)))
        if node.tag == NOTHING:
            return None
        if node.tag == BOOLEAN:
            return written.lower() == "true"
        if node.tag == INTEGER and written.lstrip("+-").isdecimal():
            return int(written)
        return _day(written) if node.tag == DATE else written

    def where(self, node: Node) -> str:
        return f"{shown(self.file)}:{node.start_mark.line + 1}"


def _day(written: str) -> date | str:
    try:
        return date.fromisoformat(written)
    except ValueError:
        return written


def _floating(written: str, where: str) -> Finding:
    return Finding(
        "policy.float",
        _("'{written}' would be read as a floating-point number").format(written=written),
        where,
        _("floating point is not exact, and the unit is missing"),
        _("write the number with its unit, as the document does: 5%, 1050 元, 12 个月"),
    )
