"""The application: its commands by topic, its exit codes, and how a user's mistake is told."""

import os
import sys
from importlib import import_module
from pkgutil import iter_modules
from typing import Annotated

import typer
from typer.exceptions import TyperException
from typer.main import get_command
from typer.rich_utils import rich_format_error

import fenming
from fenming.cli import commands
from fenming.cli.console import complain
from fenming.cli.help_words import mistake_in_words, put_help_into_words
from fenming.kernel import BadInput
from fenming.kernel.language import LANGUAGES, _

OK, FOUND_WRONG, BAD_INPUT, DEFECT = 0, 1, 2, 3

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode="markdown",
    help=_("Fenming: every fen of a county medical consortium, accounted for and explained."),
    epilog=_(
        "Exit codes: 0 done · 1 done, and something was found wrong (quarantined rows, a failed check, a broken pack) · "
        "2 your input cannot be used, the message says why · 3 a defect of Fenming."
    ),
)


def _show_version(is_asked: bool) -> None:
    if is_asked:
        typer.echo(f"fenming {fenming.__version__}")
        raise typer.Exit


@app.callback()
def options(
    lang: Annotated[str, typer.Option(help=_("language of everything shown: zh or en"), metavar="zh|en")] = "",
    version: Annotated[  # noqa: ARG001 - its callback has shown it
        bool, typer.Option("--version", help=_("show the version and stop"), callback=_show_version, is_eager=True)
    ] = False,
) -> None:
    """Options that hold for every command; `lang` was read before the help texts were made."""
    if lang and lang not in LANGUAGES:
        raise BadInput(
            "language.unknown",
            what=_("'{language}' is no language of Fenming").format(language=lang),
            where="--lang",
            remedy=_("choose one of: {languages}").format(languages=", ".join(LANGUAGES)),
        )


def run_app() -> None:
    """Run the command line; a user's mistake ends with a message and exit code 2, never with a traceback."""
    import_commands()
    command = get_command(app)
    put_help_into_words(command)
    try:
        code = command(standalone_mode=False)
        sys.exit(code if isinstance(code, int) else OK)
    except TyperException as misuse:
        said = mistake_in_words(misuse.format_message())
        vars(misuse)["format_message"] = lambda: said
        rich_format_error(misuse)  # type: ignore[arg-type]
        sys.exit(misuse.exit_code)
    except BadInput as mistake:
        complain(mistake)
        sys.exit(BAD_INPUT)
    except ArithmeticError as defect:
        typer.echo(
            _("A check of Fenming itself failed, so nothing was shown as a result: {defect}").format(defect=defect),
            err=True,
        )
        sys.exit(DEFECT)
    except OSError as trouble:
        complain(_file_trouble(trouble))
        sys.exit(BAD_INPUT)
    except Exception as defect:  # whatever else it is, it is ours, and a user is told so in words
        if os.environ.get("FENMING_DEBUG"):
            raise
        words = _("This is a defect of Fenming: {kind}: {defect}. Run it again with FENMING_DEBUG=1 to see where.")
        typer.echo(words.format(kind=type(defect).__name__, defect=defect), err=True)
        sys.exit(DEFECT)


def import_commands() -> None:
    """Import every module of `fenming.cli.commands`: a command is registered by being there."""
    for module in iter_modules(commands.__path__):
        import_module(f"{commands.__name__}.{module.name}")


def _file_trouble(trouble: OSError) -> BadInput:
    return BadInput(
        "file.trouble",
        what=_("a file cannot be read or written: {trouble}").format(trouble=trouble.strerror or trouble),
        where=str(trouble.filename or ""),
        remedy=_("check that it exists, that you may use it, and that the disk is not full"),
    )
