"""The command line: one county-year from files to explained payments."""

import os
import sys
from itertools import pairwise

from fenming.kernel.language import LANGUAGES, choose_language


def main() -> None:
    """Entry point of `fenming`. The language is chosen before any help text is made."""
    _choose_language(sys.argv)
    from fenming.cli.app import run_app

    run_app()


def _choose_language(arguments: list[str]) -> None:
    for option, value in pairwise(arguments):
        if option == "--lang" and value in LANGUAGES:
            choose_language(value)
    for argument in arguments:
        if argument.startswith("--lang=") and argument[7:] in LANGUAGES:
            choose_language(argument[7:])
    os.environ.setdefault("PYTHONIOENCODING", "utf-8")
