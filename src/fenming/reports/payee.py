"""Who is paid: institutions of the register and public-health bodies, and the words for what they are paid for."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from fenming.kernel.language import _, language
from fenming.reports.run_folder import RunFolder

_PAYABLE = re.compile(r"settlement\.payee\.(.+)\.payable")


@dataclass(frozen=True, slots=True)
class Payee:
    """An institution or body as the register calls it; `kind` is the register's word."""

    id: str
    name: str
    kind: str
    consortium: str

    @property
    def kind_word(self) -> str:
        """What it is, in the current language."""
        words = {
            "lead_hospital": _("lead hospital"),
            "township_hospital": _("township hospital"),
            "village_clinic": _("village clinic"),
            "community_station": _("community station"),
            "public_health_body": _("public-health body"),
        }
        return words.get(self.kind, self.kind)


def payee_of(figure_name: str) -> str:
    """The payee whose payable the figure is, empty where it is none."""
    found = _PAYABLE.fullmatch(figure_name)
    return found[1] if found else ""


def read_register(run: RunFolder) -> dict[str, Payee]:
    """Everyone who may be paid in this run, by id."""
    bodies = {
        row["payee"]: Payee(row["payee"], _body_name(run, row["payee"]), "public_health_body", "")
        for row in run.shares
        if row["kind"] == "public_health_body"
    }
    return bodies | {
        key: Payee(key, row["name"], row["kind"], row["consortium_id"] or "")
        for key, row in run.tables.institutions.items()
    }


def _body_name(run: RunFolder, payee: str) -> str:
    """What the pack calls a body, as its payable is labelled."""
    payable = run.book[f"settlement.payee.{payee}.payable"]
    return payable.label.partition("·")[0] if language() == "zh" else payable.label_en.partition(":")[0]


def payee_name(register: Mapping[str, Payee], payee: str) -> str:
    """The registered name; an id that the register does not hold stands for itself."""
    return register[payee].name if payee in register else payee


def kind_word(kind: str) -> str:
    """What a share is paid for."""
    words = {
        "general": _("package surplus"),
        "chronic": _("chronic surplus"),
        "public_health_body": _("public-health body's part"),
        "family_doctor": _("family-doctor fee"),
        "public_health": _("public-health money"),
        "referral": _("referrals"),
        "drg_general": _("case payment, general pool"),
        "drg_chronic": _("case payment, chronic pool"),
    }
    return words.get(kind, kind)


def level_word(level: str) -> str:
    """In which capacity it is paid."""
    return {"county": _("county"), "town": _("township"), "village": _("village")}.get(level, level)
