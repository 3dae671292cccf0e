"""Contracts and family-doctor fees as workbooks to hand on: by payer, township and unit, what is withheld and why."""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from fenming.facts.workspace import Workspace
from fenming.kernel import Figure, Finding, format_ppm
from fenming.kernel.language import _, language
from fenming.policy import load_pack
from fenming.primary_care.family_doctor import FamilyYear
from fenming.primary_care.family_doctor.fees import PackageFee
from fenming.primary_care.family_doctor.totals import FeeSums, UnitFees
from fenming.reports.adjudicated.table import Heading
from fenming.reports.payment.sheet import About
from fenming.reports.payment.workbook import Table, write_payment_workbook

Place = tuple[Workspace, int, Sequence[Path]]


def write_fees_workbook(found: FamilyYear, place: Place, path: Path) -> None:
    """Write the fees of a year to `path`; `place` is the workspace, the year and the folders of packs.

    Sheets: payers, townships, units, every package of every unit by payer, what is withheld and why, notes.
    """
    tables = [_payers(found), _townships(found), _units(found), _packages(found), _withheld(found)]
    if found.personal:
        tables.append(_personal(found))
    write_payment_workbook(path, _about(place, _("Family-doctor fees")), [*tables, _notes(found.findings)])


def write_contracts_workbook(found: FamilyYear, place: Place, path: Path) -> None:
    """Write the contracts of a year to `path`: by state, coverage by township and by unit, notes."""
    states = [[state_words()[state], count] for state, count in sorted(found.states.items())]
    headings = [Heading(_("state"), 40, "wrapped"), Heading(_("contracts"), 14, "whole")]
    tables = [
        Table(_("Contracts"), _("Contracts by state"), headings, states),
        _covered(found, "township.", _("Townships")),
        _covered(found, "unit.", _("Units")),
        _notes(found.findings),
    ]
    write_payment_workbook(
        path, _about(place, _("Contracts with family doctors")), tables, _("Unit: contracts, persons")
    )


def _about(place: Place, title: str) -> About:
    workspace, year, packs = place
    pack = load_pack(workspace.county, tuple(packs))
    return About(
        county=pack.label if language() == "zh" else pack.label_en,
        title=title,
        period=_("year {year}").format(year=year),
        year=year,
        kept=_("workspace {folder}").format(folder=workspace.folder.name),
        is_synthetic=workspace.is_synthetic,
    )


def _money() -> list[Heading]:
    return [Heading(words, 18, "fen") for words in (_("fee"), _("fee released"), _("withheld"))]


def _payer_headings(found: FamilyYear) -> list[Heading]:
    return [Heading(payer_words().get(one, one), 18, "fen") for one in found.county.by_payer]


def _payers(found: FamilyYear) -> Table:
    """Each payer's part; nothing is released or withheld of a package whose services due are not known."""
    fees = [fee for unit in found.units.values() for fee in unit.packages]
    rows = [
        [
            payer_words().get(payer, payer),
            paid.value,
            *(_of_payer(fees, payer, kind) for kind in ("released", "withheld")),
        ]
        for payer, paid in found.county.by_payer.items()
    ]
    title = _("Family-doctor fees by payer")
    return Table(_("Payers"), title, [Heading(_("payer"), 26), *_money()], rows)


def _of_payer(fees: Iterable[PackageFee], payer: str, kind: str) -> int:
    parts = (getattr(fee, kind).get(payer) for fee in fees)
    return sum(int(figure.value) for figure in parts if figure is not None)


def _amounts(found: FamilyYear, sums: FeeSums) -> list[int]:
    payers = [sums.by_payer[one].value if one in sums.by_payer else 0 for one in found.county.by_payer]
    return [*payers, sums.paid.value, sums.released.value, sums.withheld.value]


def _townships(found: FamilyYear) -> Table:
    headings = [Heading(_("township hospital"), 28), Heading(_("code"), 16), *_payer_headings(found), *_money()]
    rows = [[_name(sums.paid), key, *_amounts(found, sums)] for key, sums in found.townships.items()]
    return Table(_("Townships"), _("Family-doctor fees by township"), headings, rows)


def _units(found: FamilyYear) -> Table:
    headings = [Heading(_("unit"), 26), Heading(_("code"), 16), Heading(_("township hospital"), 28)]
    rows = [[*_unit_cells(found, key), *_amounts(found, unit.sums)] for key, unit in found.units.items()]
    title = _("Family-doctor fees by health unit")
    return Table(_("Units"), title, [*headings, *_payer_headings(found), *_money()], rows)


def _unit_cells(found: FamilyYear, key: str) -> list[str]:
    row = found.units[key].row
    town = str(row["township_hospital_id"])
    return [str(row["name"]), key, _name(found.townships[town].paid) if town in found.townships else town]


def _packages(found: FamilyYear) -> Table:
    headings = [Heading(words, 20) for words in (_("unit"), _("code"), _("service package"), _("payer"))]
    counted = Heading(_("heads"), 10, "whole")
    rows = [
        [*_unit_cells(found, key)[:2], _package(fee), payer_words().get(payer, payer), fee.heads.value, paid.value]
        + [_value(getattr(fee, kind).get(payer)) for kind in ("released", "withheld")]
        for key, unit in found.units.items()
        for fee in unit.packages
        for payer, paid in fee.paid.items()
    ]
    title = _("Family-doctor fees by unit, package and payer")
    return Table(_("Packages"), title, [*headings, counted, *_money()], rows)


def _withheld(found: FamilyYear) -> Table:
    """One row a package of a unit: services owed and delivered, the quality, and in words why something is withheld."""
    headings = [
        *(Heading(words, 20) for words in (_("unit"), _("code"), _("service package"))),
        *(Heading(words, 14, "whole") for words in (_("services owed"), _("services delivered"))),
        *(Heading(words, 12) for words in (_("fulfilment"), _("quality"))),
        *_money(),
        Heading(_("why"), 60, "wrapped"),
    ]
    rows = [
        [*_unit_cells(found, key)[:2], *_judged(unit, fee)]
        for key, unit in found.units.items()
        for fee in unit.packages
    ]
    return Table(_("Withheld"), _("What is withheld, and why"), headings, rows)


def _judged(unit: UnitFees, fee: PackageFee) -> list[Any]:
    paid, released, withheld = (_all(parts.values()) for parts in (fee.paid, fee.released, fee.withheld))
    if fee.fulfilment is None:
        why = _("services due are not known: nothing is released or withheld")
        return [_package(fee), None, None, "", format_ppm(unit.quality.value), paid, None, None, why]
    owed, delivered = fee.fulfilment.inputs["whole"].value, fee.fulfilment.inputs["part"].value
    rates = [format_ppm(one.value) for one in (fee.fulfilment, unit.quality)]
    return [_package(fee), owed, delivered, *rates, paid, released, withheld, _why(owed - delivered, unit.quality)]


def _why(missing: int, quality: Figure) -> str:
    reasons = []
    if missing > 0:
        reasons.append(_("{count} services owed were not delivered").format(count=f"{missing:,}"))
    if quality.value < 1_000_000:
        reasons.append(_("quality is {rate}").format(rate=format_ppm(quality.value)))
    return _("; ").join(reasons) or _("nothing is withheld")


def _all(figures: Iterable[Figure]) -> int:
    return sum(int(figure.value) for figure in figures)


def _value(figure: Figure | None) -> int | None:
    return None if figure is None else int(figure.value)


def _personal(found: FamilyYear) -> Table:
    headings = [Heading(_("unit"), 26), Heading(_("code"), 16), Heading(_("paid by persons"), 18, "fen")]
    rows = [[*_unit_cells(found, key)[:2], fen] for key, fen in found.personal.items()]
    title = _("Personal packages: the persons' own money, in no sum before")
    return Table(_("Personal packages"), title, headings, rows)


def _covered(found: FamilyYear, kind: str, name: str) -> Table:
    counted = [Heading(_("contracted"), 14, "whole"), Heading(_("residents"), 14, "whole")]
    headings = [Heading(_("unit or township"), 28), Heading(_("code"), 18), *counted, Heading(_("coverage"), 12)]
    rows = [
        [
            _called(found, key),
            key.partition(".")[2],
            one.inputs["part"].value,
            one.inputs["whole"].value,
            format_ppm(one.value),
        ]
        for key, one in found.coverage.items()
        if key.startswith(kind)
    ]
    return Table(name, _("Contracts of residents · {name}").format(name=name), headings, rows)


def _called(found: FamilyYear, key: str) -> str:
    kind, _dot, code = key.partition(".")
    if kind == "unit":
        return str(found.units[code].row["name"])
    return _name(found.townships[code].paid) if code in found.townships else code


def _notes(findings: Sequence[Finding]) -> Table:
    headings = [Heading(words, 40, "wrapped") for words in (_("what"), _("where"), _("why"), _("what to do"))]
    rows = [[one.what, one.where, one.why, one.remedy] for one in findings]
    return Table(_("Notes"), _("What is open or wrong"), headings, rows, is_summed=False)


def _name(figure: Figure) -> str:
    """What the party of a figure is called: the part of its label before the dot."""
    return figure.label.partition("·")[0]


def _package(fee: PackageFee) -> str:
    words = {"insured": _("all insured"), "basic": _("basic package"), "key": _("package for key groups")}
    return words.get(fee.package, fee.package)


def payer_words() -> dict[str, str]:
    """What payers are called."""
    return {"fund": _("insurance fund"), "public_health": _("public-health money"), "person": _("the person")}


def state_words() -> dict[str, str]:
    """What states of contracts are called."""
    return {
        "counted": _("counted"),
        "personal": _("personal package"),
        "renewed": _("renewed later in the year"),
        "moved": _("the person has another team since"),
        "overlapping": _("within another contract with the same team"),
        "two_teams": _("another team at the same time"),
        "expired": _("expired before the year"),
        "not_begun": _("begins after the year"),
        "backwards": _("ends before it begins"),
        "dead": _("the person has died"),
        "unknown_unit": _("unknown team"),
        "unknown_package": _("unknown package"),
    }
