"""Printable statements: one page for each payee and each health unit, to be stamped, signed or disputed."""

from collections.abc import Iterator, Mapping
from contextvars import copy_context
from dataclasses import dataclass, replace
from itertools import groupby
from pathlib import Path
from typing import Any
from urllib.parse import quote

from fenming.kernel import format_yuan
from fenming.kernel.language import _, choose_language, language
from fenming.reports.capital import capital_yuan
from fenming.reports.paper import template
from fenming.reports.payee import Payee, kind_word, level_word, payee_name, read_register
from fenming.reports.run_folder import RunFolder
from fenming.reports.share_rule import share_rule, share_words
from fenming.reports.unit_facts import UnitFacts, read_unit_facts
from fenming.reports.verification_code import statement_code

KINDS = (
    "general",
    "chronic",
    "public_health",
    "family_doctor",
    "public_health_body",
    "referral",
    "drg_general",
    "drg_chronic",
)
LEVELS = ("village", "town", "county")


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a statement: a share, or several of one kind from many units added up (`count` above 1)."""

    words: str
    purpose: str
    capacity: str
    rule: str
    count: int
    fen: int
    figure: str

    @property
    def amount(self) -> str:
        return format_yuan(self.fen)


@dataclass(frozen=True, slots=True)
class Statement:
    """What one payee is due, or what one health unit's year came to. `detail` lists what the lines add up."""

    id: str
    name: str
    kind: str
    file: str
    lines: tuple[Line, ...]
    fen: int
    code: str
    detail: tuple[Line, ...] = ()
    units: tuple[UnitFacts, ...] = ()
    is_unit: bool = False

    @property
    def amount(self) -> str:
        return format_yuan(self.fen)

    @property
    def is_dense(self) -> bool:
        """Whether the page needs small type to stay one page."""
        return len(self.lines) > 9

    @property
    def capitals(self) -> str:
        return capital_yuan(self.fen)


def write_statements(run: RunFolder, folder: Path, lang: str = "zh") -> list[Path]:
    """Write `<payee>.html` and `unit-<unit>.html` for all, an `index.html`, and `all.html` to print everything.

    `lang` is `zh` or `en`. Returns the files written.
    """
    context = copy_context()
    context.run(choose_language, lang)
    return context.run(_write, run, folder)


def _write(run: RunFolder, folder: Path) -> list[Path]:
    folder.mkdir(parents=True, exist_ok=True)
    statements, about = list(read_statements(run)), _about(run)
    page, sheets = template("page.html"), {}
    for one in statements:
        sheets[one.file] = template("sheet.html").render(one=one, about=about)
    files = {
        file: page.render(title=one.name, body=sheets[file], about=about)
        for one, file in zip(statements, sheets, strict=True)
    }
    files["all.html"] = page.render(title=_("All statements"), body="\n".join(sheets.values()), about=about)
    payees, units = ([one for one in statements if one.is_unit is is_unit] for is_unit in (False, True))
    listed = template("index.html").render(payees=payees, units=units, about=about)
    files["index.html"] = page.render(title=_("Statements"), body=listed, about=about)
    for file, text in files.items():
        (folder / file).write_text(text, "utf8")
    return [folder / file for file in files]


def _about(run: RunFolder) -> dict[str, Any]:
    """What stands on every sheet: county, period, run."""
    manifest = run.manifest
    return {
        "county": manifest["county_label" if language() == "zh" else "county_label_en"],
        "year": manifest["year"],
        "run": manifest["run_id"],
        "journal": manifest["journal_head"][:16],
        "is_synthetic": manifest["synthetic"],
    }


def read_statements(run: RunFolder) -> Iterator[Statement]:
    """All statements of a run in the language in use: payees in order of id, then health units."""
    register, units = read_register(run), read_unit_facts(run)
    of_clinic: dict[str, list[UnitFacts]] = {}
    for unit in units:
        of_clinic.setdefault(unit.clinic_id, []).append(unit)
    for payee, shares in groupby(run.shares, key=lambda share: share["payee"]):
        yield _payee_statement(run, register, (payee, list(shares)), tuple(of_clinic.get(payee, ())))
    by_unit = _shares_by_unit(run)
    for unit in units:
        yield _unit_statement(run, register, (unit, by_unit.get(unit.unit_id, [])))


def _shares_by_unit(run: RunFolder) -> dict[str, list[dict[str, Any]]]:
    found: dict[str, list[dict[str, Any]]] = {}
    for share in run.shares:
        words = share["figure"].split(".")
        if words[1] == "unit":
            found.setdefault(words[2], []).append(share)
    return found


def _payee_statement(
    run: RunFolder, register: Mapping[str, Payee], of: tuple[str, list[dict[str, Any]]], units: tuple[UnitFacts, ...]
) -> Statement:
    payee, shares = of[0], sorted(of[1], key=_place)
    total = run.book[f"settlement.payee.{payee}.payable"].value
    detail = tuple(_line(run, [share], with_unit=True) for share in shares)
    lines = tuple(_gathered(run, shares))
    known = register.get(payee)
    return Statement(
        id=payee,
        name=payee_name(register, payee),
        kind=known.kind_word if known else "",
        file=f"{quote(payee, safe='')}.html",
        lines=lines,
        fen=total,
        code=statement_code(run.manifest, payee, total),
        detail=detail if len(detail) > len(lines) else (),
        units=units,
    )


def _unit_statement(
    run: RunFolder, register: Mapping[str, Payee], of: tuple[UnitFacts, list[dict[str, Any]]]
) -> Statement:
    """What the unit's year brought to whom: its clinic, its township hospital, the lead hospital."""
    unit, shares = of
    total = sum(share["fen"] for share in shares)
    return Statement(
        id=unit.unit_id,
        name=unit.name,
        kind=_("health-management unit"),
        file=f"unit-{quote(unit.unit_id, safe='')}.html",
        lines=tuple(
            replace(_line(run, [share]), purpose=payee_name(register, share["payee"]))
            for share in sorted(shares, key=_place)
        ),
        fen=total,
        code=statement_code(run.manifest, f"unit:{unit.unit_id}", total),
        units=(unit,),
        is_unit=True,
    )


def _place(share: Mapping[str, Any]) -> tuple[int, int, str]:
    """Where a share stands on its page: by what it is for, then village, town, county."""
    return (
        KINDS.index(share["kind"]) if share["kind"] in KINDS else len(KINDS),
        LEVELS.index(share["level"]),
        share["figure"],
    )


def _gathered(run: RunFolder, shares: list[dict[str, Any]]) -> Iterator[Line]:
    """Shares of the same kind from many units as one line; those of few stand by themselves."""
    kinds: dict[tuple[str, ...], list[dict[str, Any]]] = {}
    for share in shares:
        words = share["figure"].split(".")
        scope = ".".join([*words[:2], *words[3:]]) if words[1] == "unit" else share["figure"]
        kinds.setdefault((share["kind"], share["level"], scope), []).append(share)
    for alike in kinds.values():
        yield _line(run, alike)


def _line(run: RunFolder, alike: list[dict[str, Any]], *, with_unit: bool = False) -> Line:
    first, count = alike[0], len(alike)
    figure = run.book[first["figure"]]
    words = share_words(figure, with_unit=with_unit)
    return Line(
        words=_("{share} ({count} units)").format(share=words, count=count) if count > 1 else words,
        purpose=kind_word(first["kind"]),
        capacity=level_word(first["level"]),
        rule=share_rule(figure, is_one=count == 1),
        count=count,
        fen=sum(share["fen"] for share in alike),
        figure=first["figure"] if count == 1 else "",
    )
