"""What Typer itself says, headings of help and misused options, in the language in use."""

import re
from typing import Any

from rich.console import Group
from rich.table import Table
from typer import rich_utils

from fenming.kernel.language import _


def put_help_into_words(command: Any) -> None:
    """Headings, the usage line and the option `--help` of `command`, a command or group of Typer, and all below it."""
    rich_utils.ARGUMENTS_PANEL_TITLE = _("Arguments")
    rich_utils.OPTIONS_PANEL_TITLE = _("Options")
    rich_utils.COMMANDS_PANEL_TITLE = _("Commands")
    rich_utils.ERRORS_PANEL_TITLE = _("Error")
    rich_utils.DEFAULT_STRING = _("[default: {}]")
    rich_utils.REQUIRED_LONG_STRING = _("[required]")
    rich_utils.RICH_HELP = _("Try [blue]'{command_path} {help_option}'[/] for help.")
    vars(rich_utils).update(Table=FoldingTable, Columns=stacked)
    command.context_class.formatter_class = _usage_in_words(command.context_class.formatter_class)
    _put_option_into_words(command)


class FoldingTable(Table):
    """A table whose cells run on over lines: Chinese has no spaces to break at, and was cut off."""

    def add_row(self, *cells: Any, **options: Any) -> None:
        super().add_row(*cells, **options)
        for column in self.columns:
            column.overflow = "fold"


def stacked(parts: list[Any]) -> Group:
    """The help of an option and its default, one below the other."""
    return Group(*parts)


def _usage_in_words(formatter: Any) -> Any:
    class Formatter(formatter):  # type: ignore[misc]
        def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
            super().write_usage(prog, args, prefix or _("Usage: "))

    return Formatter


def _put_option_into_words(command: Any) -> None:
    option = command.get_help_option(command.context_class(command))
    if option is not None:
        option.help = _("Show this message and exit.")
    for below in getattr(command, "commands", {}).values():
        _put_option_into_words(below)


def mistake_in_words(message: str) -> str:
    """What Typer says of a mistake, in the language in use; a sentence that is not known stays as it is."""
    for pattern, sentence in _sentences():
        found = re.fullmatch(pattern, message)
        if found:
            words = {name: mistake_in_words(text) for name, text in found.groupdict().items()}
            return sentence.format(**words)
    return message


def _sentences() -> tuple[tuple[str, str], ...]:
    return (
        (r"Missing argument (?P<name>.+)\.", _("Missing argument {name}.")),
        (r"Missing option (?P<name>.+)\.", _("Missing option {name}.")),
        (r"Missing command\.", _("Missing command.")),
        (r"No such command (?P<name>\S+)\.", _("No such command {name}.")),
        (r"No such option: (?P<name>\S+)", _("No such option: {name}")),
        (
            r"No such option: (?P<name>\S+) \(Possible options: (?P<options>.+)\)",
            _("No such option: {name} (Possible options: {options})"),
        ),
        (
            r"No such command (?P<name>\S+?)\.+ Did you mean (?P<names>.+)\?",
            _("No such command {name}. Did you mean {names}?"),
        ),
        (r"Got unexpected extra argument\(s\) \((?P<names>.+)\)", _("Got unexpected extra argument(s) ({names})")),
        (r"Option (?P<name>\S+) requires an argument\.", _("Option {name} requires an argument.")),
        (r"(?:Value error, )?(?P<name>'.*') is not one of (?P<names>.+)\.", _("{name} is not one of: {names}")),
        (r"Invalid value for (?P<name>.+?): (?P<why>.+)", _("Invalid value for {name}: {why}")),
        (
            r"Input should be a valid integer, unable to parse string as an integer",
            _("Input should be a valid integer, unable to parse string as an integer"),
        ),
        (
            r"Input should be greater than or equal to (?P<least>\S+)",
            _("Input should be greater than or equal to {least}"),
        ),
        (r"Input should be less than or equal to (?P<most>\S+)", _("Input should be less than or equal to {most}")),
    )
