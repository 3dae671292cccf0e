"""Accounts: where money stands, as colon paths that any plain-text ledger tool accepts."""

import re
from dataclasses import dataclass
from typing import Any

from fenming.kernel import BadInput
from fenming.kernel.language import _

ROOTS = {
    "Assets": ("资产", "Assets"),
    "Liabilities": ("负债", "Liabilities"),
    "Income": ("收入", "Income"),
    "Expenses": ("支出", "Expenses"),
    "Equity": ("权益", "Equity"),
}
_NAME = re.compile(rf"(?:{'|'.join(ROOTS)})(?::[A-Z0-9][A-Za-z0-9-]*)+")


@dataclass(frozen=True, slots=True)
class Account:
    """A declared account, e.g. `Liabilities:Payable:H34062100012`, with its Chinese and English label.

    Raises BadInput (`ledger.account_name`) unless the name is one of the five roots and at least one part below it.
    """

    name: str
    label: str
    label_en: str

    def __post_init__(self) -> None:
        if not _NAME.fullmatch(self.name):
            raise BadInput(
                "ledger.account_name",
                what=_("'{name}' is no account name").format(name=self.name),
                why=_("an account is one of {roots} and parts below it, each beginning with a capital or digit").format(
                    roots=", ".join(ROOTS)
                ),
                remedy=_("write it like Liabilities:Payable:H34062100012"),
            )

    @property
    def root(self) -> str:
        return self.name.partition(":")[0]

    def as_dict(self) -> dict[str, Any]:
        return {"name": self.name, "label": self.label, "label_en": self.label_en}


def account_name(root: str, *parts: str) -> str:
    """The account path for ids as they come: `("Liabilities", "Package", "people")` → `Liabilities:Package:People`.

    Characters that ledger tools do not take become `-` and their hexadecimal code point; `_` becomes `-`.
    """
    return ":".join((root, *map(_component, parts)))


def _component(part: str) -> str:
    safe = re.sub(r"[^A-Za-z0-9-]", lambda found: f"-{ord(found.group()):X}", part.replace("_", "-"))
    if safe.startswith("-"):
        safe = f"X{safe}"
    return safe[:1].upper() + safe[1:]
