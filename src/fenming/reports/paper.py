"""Paper: the templates of everything that is printed, stamped and signed."""

from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined, Template

from fenming.kernel import format_yuan
from fenming.kernel.language import _, language


@cache
def _environment() -> Environment:
    found = PackageLoader("fenming.reports", "statements")
    environment = Environment(
        loader=found, autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    environment.globals["_"] = _
    environment.globals["language"] = language
    environment.filters["yuan"] = format_yuan
    return environment


def template(name: str) -> Template:
    """The template of that name; words come in the language in use."""
    return _environment().get_template(name)
