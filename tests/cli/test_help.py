"""Every command explains itself in both languages, with an example that names real options."""

import ast
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
LISTING = """
import json, sys
from fenming.cli import _choose_language
_choose_language(sys.argv)
from fenming.cli.app import app, import_commands
import_commands()
import click, typer
def walk(command, path):
    if hasattr(command, "commands"):
        for name, lower in command.commands.items():
            yield from walk(lower, [*path, name])
    else:
        context = click.Context(command, info_name=" ".join(["fenming", *path]))
        options = [option for parameter in command.params for option in parameter.opts if option.startswith("-")]
        texts = [parameter.help or "" for parameter in command.params if getattr(parameter, "help", None) is not None]
        yield " ".join(path), {"help": command.help, "epilog": command.epilog, "options": options, "texts": texts}
print(json.dumps(dict(walk(typer.main.get_command(app), []))))
"""


def listed(lang: str) -> dict[str, dict]:
    done = subprocess.run(
        [sys.executable, "-c", LISTING, "--lang", lang], capture_output=True, text=True, encoding="utf8", check=True
    )
    return json.loads(done.stdout)


@pytest.fixture(scope="module")
def english() -> dict[str, dict]:
    return listed("en")


@pytest.fixture(scope="module")
def chinese() -> dict[str, dict]:
    return listed("zh")


def test_every_command_has_help_and_an_example_of_itself(english):
    assert len(english) >= 15
    for name, command in english.items():
        assert command["help"], name
        assert f"fenming {name}" in command["epilog"], name


def test_every_example_names_only_options_that_exist(english):
    for name, command in english.items():
        used = re.findall(r"--[a-z][a-z-]+", command["epilog"])
        assert set(used) <= {*command["options"], "--lang"}, name


def test_help_in_chinese_has_the_same_commands_options_and_examples(english, chinese):
    assert set(chinese) == set(english)
    for name, command in chinese.items():
        assert command["options"] == english[name]["options"]
        example = re.search("`(.*)`", english[name]["epilog"])
        assert example
        assert example.group() in command["epilog"], name


def test_every_help_text_is_chinese_or_a_message_that_waits_for_its_chinese(english, chinese):
    """That none waits any more is what tests/tidy/test_catalog.py holds."""
    messages = {
        node.args[0].value
        for path in (ROOT / "src/fenming").rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text("utf8")))
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "_"
    }
    for name, command in english.items():
        both = zip([command["help"], *command["texts"]], [chinese[name]["help"], *chinese[name]["texts"]], strict=True)
        for text, in_chinese in both:
            assert re.search(r"[\u4e00-\u9fff]", in_chinese) or text in messages, (name, text)
            assert not re.search(r"[\u4e00-\u9fff]", text), (name, text)


@pytest.mark.parametrize(
    ("lang", "words"), [("en", ("Exit codes", "Usage")), ("zh", ("退出码", "用法：", "选项", "显示本说明后退出"))]
)
def test_the_program_itself_tells_its_commands_and_exit_codes(lang, words):
    done = subprocess.run(
        [sys.executable, "-c", "from fenming.cli import main; main()", "--lang", lang, "--help"],
        capture_output=True, text=True, encoding="utf8",
    )  # fmt: skip
    assert done.returncode == 0
    assert all(word in done.stdout for word in words)
    assert all(
        command in done.stdout for command in ("import", "run", "explain", "reconcile", "policy", "seal", "verify")
    )


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("run",), "缺少选项 '--year'"),
        (("run", "--year", "twenty"), "'--year' 的取值无法使用：应为整数"),
        (("run", "--yeer", "2024"), "没有选项 --yeer（可用的选项：--year）"),
        (("verifi",), "没有命令 'verifi'。是否想用 'verify'？"),
        (("explain",), "缺少参数 'RUN'"),
        (("runs", "one", "two"), "多出无法识别的参数（one two）"),
    ],
)
def test_a_misused_command_is_told_in_chinese(arguments, words):
    done = subprocess.run(
        [sys.executable, "-c", "from fenming.cli import main; main()", "--lang", "zh", *arguments],
        capture_output=True, text=True, encoding="utf8", env=os.environ | {"COLUMNS": "200"},
    )  # fmt: skip
    assert done.returncode == 2
    assert words in done.stderr
