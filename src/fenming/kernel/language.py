"""Chinese and English: message ids are English, the zh_CN catalog is complete (a test says so)."""

import gettext
import locale
import os
from contextvars import ContextVar
from functools import cache
from importlib.resources import files

LANGUAGES = ("en", "zh")
_current: ContextVar[str] = ContextVar("language", default="")


@cache
def _catalog(language: str) -> gettext.NullTranslations:
    if language != "zh":
        return gettext.NullTranslations()
    with (files("fenming") / "locale/zh_CN/LC_MESSAGES/fenming.mo").open("rb") as catalog:
        return gettext.GNUTranslations(catalog)


@cache
def _machine_language() -> str:
    named = (os.environ.get(name, "") for name in ("FENMING_LANG", "LC_ALL", "LANG"))
    chosen = next(filter(None, named), "") or locale.getlocale()[0] or ""
    return "zh" if chosen.lower().startswith("zh") else "en"


def language() -> str:
    """`zh` or `en`: what was chosen, else FENMING_LANG, else the locale of the machine."""
    return _current.get() or _machine_language()


def choose_language(name: str) -> None:
    """Use `zh` or `en` from here on in this context."""
    _current.set(name)


def _(message: str) -> str:
    """`message` in the current language."""
    return _catalog(language()).gettext(message)
