"""Style is a test with a ratchet: limits, and what is banned on sight."""

import ast
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from ruamel.yaml import YAML

ROOT = Path(__file__).resolve().parents[2]
LIMITS = {"parameters": 5, "function_lines": 70, "file_lines": 400}
MONEY = ("kernel", "policy", "mechanisms", "ledger", "budget", "adjudication", "payment", "settlement")
DRAWERS = {"utils", "util", "common", "helpers", "misc"}
EXEMPTIONS = {
    measure: {exemption["at"]: exemption for exemption in exemptions}
    for measure, exemptions in YAML(typ="safe").load(Path(__file__).with_name("exemptions.yaml")).items()
}
PYTHON = sorted(path for folder in ("src", "tests", "scripts") for path in (ROOT / folder).rglob("*.py"))
SOURCE = [path for path in PYTHON if (ROOT / "src") in path.parents]
OWN_MARKS = re.compile(r"\b([T]ODO|[F]IXME|[X]XX|[H]ACK)\b")
UNFINISHED = re.compile(r"\b([s]tub|[p]laceholder|[h]ard-?coded|[f]ake)\b", re.IGNORECASE)
OWN_MACHINE = re.compile(r"(?<![\w.])/(?:home|root|work|Users)/\w|\b[A-Z]:\\\\Users")


def named(paths: list[Path]):
    return pytest.mark.parametrize("path", paths, ids=[path.relative_to(ROOT).as_posix() for path in paths])


def functions(node: ast.AST, prefix: str = "") -> Iterator[tuple[str, ast.FunctionDef | ast.AsyncFunctionDef]]:
    """Every function in a module with its dotted name, methods and inner functions too."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef):
            yield prefix + child.name, child
        inner = f"{prefix}{child.name}." if hasattr(child, "name") else prefix
        yield from functions(child, inner)


def parameters(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    arguments = function.args
    names = [argument.arg for argument in (*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs)]
    return len(names) - (names[:1] in (["self"], ["cls"]))


def is_command(function: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    """Whether the function is a command, whose parameters are the options a user types by name."""
    calls = (decorator.func for decorator in function.decorator_list if isinstance(decorator, ast.Call))
    return any(getattr(call, "attr", "") in {"command", "callback"} for call in calls)


def measured(measure: str) -> dict[str, int]:
    """Where a measure is above its limit, and how far."""
    sizes: dict[str, int] = {}
    for path in PYTHON:
        text, at = path.read_text(), path.relative_to(ROOT).as_posix()
        sizes[at] = len(text.splitlines()) if measure == "file_lines" else 0
        for name, function in functions(ast.parse(text)):
            if measure == "function_lines":
                sizes[f"{at}::{name}"] = function.end_lineno - function.lineno + 1
            elif measure == "parameters" and path in SOURCE and not is_command(function):
                sizes[f"{at}::{name}"] = parameters(function)
    return {at: size for at, size in sizes.items() if size > LIMITS[measure]}


@pytest.mark.parametrize("measure", LIMITS)
def test_nothing_is_larger_than_its_limit_or_its_reasoned_exemption(measure):
    allowed = EXEMPTIONS[measure]
    too_large = {at: size for at, size in measured(measure).items() if size > allowed.get(at, {"limit": 0})["limit"]}
    assert not too_large


@pytest.mark.parametrize("measure", LIMITS)
def test_every_exemption_says_why_and_is_as_tight_as_it_can_be(measure):
    sizes = measured(measure)
    for at, exemption in EXEMPTIONS[measure].items():
        assert set(exemption) == {"at", "limit", "why"}
        assert exemption["why"]
        assert sizes.get(at) == exemption["limit"], f"{at} is {sizes.get(at, 'within the limit')}: tighten or drop it"


@named([path for path in SOURCE if path.parent.name in MONEY or path.parent.parent.name in MONEY])
def test_no_float_comes_near_money(path):
    floats = [
        node.lineno
        for node in ast.walk(ast.parse(path.read_text()))
        if (isinstance(node, ast.Name) and node.id in {"float", "round"})
        or (isinstance(node, ast.Constant) and isinstance(node.value, float))
    ]
    assert not floats


def joins_a_path(division: ast.BinOp) -> bool:
    """Whether a `/` stands between a folder and a name written as text."""
    return isinstance(division.right, ast.JoinedStr) or isinstance(getattr(division.right, "value", None), str)


@named([path for path in SOURCE if path.parent.name in {"mechanisms", "budget", "settlement"}])
def test_money_is_divided_only_by_divide_and_split(path):
    divisions = [
        node.lineno
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Div) and not joins_a_path(node)
    ]
    assert not divisions


@named(SOURCE)
def test_modules_are_named_for_what_they_hold(path):
    for part in path.relative_to(ROOT / "src").with_suffix("").parts:
        assert part not in DRAWERS
        assert not re.search(r"_v?\d+$|\d{4}", part), f"{part}: a version or a year is no name"


@named(PYTHON)
def test_code_is_finished_and_general(path):
    text = path.read_text()
    assert not [mark.group() for mark in OWN_MARKS.finditer(text)]
    assert not re.search(r"^\s*from \S+ import \*", text, re.MULTILINE)
    assert path not in SOURCE or not UNFINISHED.search(text)


@named([path for path in PYTHON if (ROOT / "tests") in path.parents])
def test_tests_are_sentences(path):
    names = [name for name, _ in functions(ast.parse(path.read_text())) if name.startswith("test_")]
    assert not [name for name in names if name.count("_") < 3]


@named([path for path in PYTHON if (ROOT / "tests") in path.parents])
def test_money_is_tested_without_tolerance(path):
    called = re.compile(r"\b([a]pprox|[i]sclose|[a]ssertAlmostEqual)\(")
    assert not called.search(path.read_text())


def tracked() -> list[Path]:
    """Files under version control; in an unpacked archive there are none to look at."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True).stdout
    return [ROOT / name for name in listed.split("\0") if name and (ROOT / name).is_file()]


def test_nothing_names_a_place_on_somebodys_machine():
    written = (path for path in tracked() if path.suffix not in {".mo", ".png", ".parquet", ".xlsx", ".lock"})
    found = {
        path.relative_to(ROOT).as_posix(): OWN_MACHINE.findall(path.read_text("utf-8", "replace")) for path in written
    }
    assert not {at: places for at, places in found.items() if places}
