"""The year's clearing of case payment on paper: a confirmation for each hospital, and the tables of all."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from fenming.facts.run_tables import Row
from fenming.kernel import Figure, format_yuan
from fenming.kernel.language import _, language
from fenming.reports.adjudicated.table import Heading
from fenming.reports.payee import Payee, payee_name, read_register
from fenming.reports.payment.institutions import KINDS, InstitutionClearing, hospitals_of
from fenming.reports.payment.sheet import About, Line, Listing, Sheet
from fenming.reports.payment.words import method_words, rule_words
from fenming.reports.payment.workbook import Table
from fenming.reports.run_folder import RunFolder
from fenming.reports.share_rule import share_words
from fenming.reports.verification_code import statement_code
from fenming.reports.wording import label_of, points_text, rule_text

SHOWN_GROUPS = 12
SUMMED = ("cases", "points_micro", "total_fen", "billed_fen")


def about_clearing(run: RunFolder) -> About:
    """What stands on every confirmation of the run."""
    manifest = run.manifest
    return About(
        county=manifest["county_label" if language() == "zh" else "county_label_en"],
        title=_("Confirmation of the year's clearing"),
        period=_("1 January to 31 December {year}").format(year=manifest["year"]),
        year=manifest["year"],
        kept=_("run {run} · journal {head}").format(run=manifest["run_id"], head=manifest["journal_head"][:16]),
        is_synthetic=manifest["synthetic"],
    )


def clearing_sheets(run: RunFolder, clearings: Sequence[InstitutionClearing]) -> Iterator[Sheet]:
    """One confirmation for each institution, in the language in use: its cases by points, its other bills, its advances."""
    register, hospitals = read_register(run), hospitals_of(run)
    for one in clearings:
        institution = one.payee.institution_id
        known, figures = register.get(institution), hospitals.get(institution)
        listings = (_months, _rules, _groups) if figures else ()
        yield Sheet(
            id=institution,
            name=payee_name(register, institution),
            kind=known.kind_word if known else "",
            lines=(*(_case_lines(run, institution, figures) if figures else ()), *_lines(one)),
            amount_words=_("To be paid at the clearing; to be returned where negative"),
            fen=one.to_pay.value,
            code=statement_code(run.manifest, f"clearing:{institution}", one.to_pay.value),
            listings=tuple(listing(run, institution) for listing in listings),
        )


def _lines(one: InstitutionClearing) -> Iterator[Line]:
    for method, figure in one.methods.items():
        if method != "drg":
            yield _line(figure)
    yield _line(one.earned, is_sum=True)
    for figure in one.advanced.values():
        if figure.value:
            yield _line(figure)


def _line(figure: Figure, *, is_sum: bool = False) -> Line:
    words = share_words(figure, with_unit=False)
    return Line(words, rule_text(figure), format_yuan(figure.value), figure.name, is_sum)


def _case_lines(run: RunFolder, hospital: str, figures: Mapping[str, Figure]) -> Iterator[Line]:
    counts = run.tables.rows(
        "SELECT sum(cases)::BIGINT AS cases, sum(without_case)::BIGINT AS without_case FROM {points} WHERE institution_id = ?",
        hospital,
    )[0]
    yield Line(_("Cases with a settlement list"), "", f"{counts['cases']:,}")
    if counts["without_case"]:
        rule = _("they earn no points until their settlement lists come")
        yield Line(_("Stays without a settlement list"), rule, f"{counts['without_case']:,}")
    yield Line(
        share_words(figures["points"], with_unit=False),
        rule_text(figures["points"]),
        points_text(figures["points"].value),
    )
    value = run.book["payment.drg.point_value"]
    yield Line(share_words(value, with_unit=False), rule_text(value), points_text(value.value), value.name)
    for kind in KINDS[1:]:
        figure = figures[kind]
        yield Line(
            share_words(figure, with_unit=False),
            rule_text(figure),
            format_yuan(figure.value),
            figure.name,
            kind == "cleared",
        )


def _months(run: RunFolder, hospital: str) -> Listing:
    rows = _summed(run, ("points", "month", "month"), hospital)
    return _listing((_("By month of settlement"), _("month")), [(str(row["month"]), row) for row in rows])


def _rules(run: RunFolder, hospital: str) -> Listing:
    rows = _summed(run, ("hospital_group", "rule", "cases DESC, rule"), hospital)
    return _listing((_("By how cases are paid"), _("paid as")), [(rule_words(row["rule"]), row) for row in rows])


def _groups(run: RunFolder, hospital: str) -> Listing:
    rows = _summed(run, ("hospital_group", "drg", "points_micro DESC, drg"), hospital)
    shown = [(row["drg"] or _("no group"), row) for row in rows[:SHOWN_GROUPS]]
    rest = rows[SHOWN_GROUPS:]
    if rest:
        told = _("{count} more groups").format(count=len(rest))
        shown.append((told, {name: sum(row[name] for row in rest) for name in SUMMED}))
    return _listing((_("By group"), _("case group")), shown)


def _summed(run: RunFolder, asked: tuple[str, str, str], hospital: str) -> list[Row]:
    """A hospital's sums out of a table by one of its columns, in an order."""
    table, by, order = asked
    sums = ", ".join(f"sum({name})::BIGINT AS {name}" for name in SUMMED)
    return run.tables.rows(
        f"SELECT {by}, {sums} FROM {{{table}}} WHERE institution_id = ? GROUP BY {by} ORDER BY {order}", hospital
    )


def _listing(words: tuple[str, str], rows: Sequence[tuple[str, Row]]) -> Listing:
    title, heading = words
    headings = (heading, _("cases"), _("points"), _("total cost"), _("pooled fund on the bills"))
    return Listing(title, headings, [(told, *_amounts(row)) for told, row in rows])


def _amounts(row: Mapping[str, Any]) -> tuple[str, str, str, str]:
    return (
        f"{row['cases']:,}",
        points_text(row["points_micro"]),
        format_yuan(row["total_fen"]),
        format_yuan(row["billed_fen"]),
    )


def clearing_tables(run: RunFolder, clearings: Sequence[InstitutionClearing]) -> list[Table]:
    """The workbook of the clearing: institutions, hospitals by points, groups, and spend proven three ways."""
    register = read_register(run)
    by_points = [_hospital_table(run, register), _group_table(run, register)] if hospitals_of(run) else []
    return [_institution_table(clearings), *by_points, _proof_table(run)]


def _institution_table(clearings: Sequence[InstitutionClearing]) -> Table:
    methods = sorted({method for one in clearings for method in one.methods})
    advanced = {
        ledger: share_words(figure, with_unit=False) for one in clearings[:1] for ledger, figure in one.advanced.items()
    }
    headings = [
        Heading(_("code"), 16),
        Heading(_("institution"), 30),
        *(Heading(_("earned: {method}").format(method=method_words(method)), 16, "fen") for method in methods),
        Heading(_("earned in all"), 18, "fen"),
        *(Heading(words, 16, "fen") for words in advanced.values()),
        Heading(_("to be paid at the clearing"), 18, "fen"),
    ]
    rows = [
        (
            one.payee.institution_id,
            one.payee.label,
            *(one.methods[method].value if method in one.methods else None for method in methods),
            one.earned.value,
            *(one.advanced[ledger].value for ledger in advanced),
            one.to_pay.value,
        )
        for one in clearings
    ]
    return Table(_("Institutions"), _("The year's clearing of each institution"), headings, rows)


def _hospital_table(run: RunFolder, register: Mapping[str, Payee]) -> Table:
    headings = [
        Heading(_("code"), 16),
        Heading(_("hospital"), 30),
        Heading(_("points"), 18, "points"),
        Heading(_("cleared by points"), 18, "fen"),
        Heading(_("pooled fund on the bills"), 18, "fen"),
        Heading(_("cleared less billed"), 18, "fen"),
    ]
    rows = [
        (
            hospital,
            payee_name(register, hospital),
            one["points"].value,
            *(one[kind].value for kind in KINDS[1:]),
        )
        for hospital, one in hospitals_of(run).items()
    ]
    return Table(_("Hospitals"), _("Case payment cleared by points"), headings, rows)


def _group_table(run: RunFolder, register: Mapping[str, Payee]) -> Table:
    headings = [
        Heading(_("code"), 16),
        Heading(_("hospital"), 30),
        Heading(_("case group"), 12),
        Heading(_("paid as"), 20),
        Heading(_("cases"), 10, "whole"),
        Heading(_("points"), 16, "points"),
        Heading(_("total cost"), 18, "fen"),
        Heading(_("pooled fund on the bills"), 18, "fen"),
    ]
    rows = [
        (
            row["institution_id"],
            payee_name(register, row["institution_id"]),
            row["drg"],
            rule_words(row["rule"]),
            row["cases"],
            row["points_micro"],
            row["total_fen"],
            row["billed_fen"],
        )
        for row in run.tables.rows("SELECT * FROM {hospital_group} ORDER BY institution_id, drg, rule")
    ]
    return Table(_("Groups"), _("Groups of each hospital"), headings, rows)


def _proof_table(run: RunFolder) -> Table:
    """Σ by payment method = Σ by budget = Σ by bill, with the clearing of cases between billed and charged."""
    book = run.book
    listed = [figure for figure in book if figure.name.startswith("payment.method.")]
    consortia = sorted(run.tables.consortia())
    rows: list[tuple[Any, ...]] = [(label_of(figure), figure.name, figure.value) for figure in listed]
    rows.append((_("together by payment method"), "", sum(figure.value for figure in listed)))
    billed = [book[f"facts.consortium.{one}.billed"] for one in consortia]
    rows += [(label_of(figure), figure.name, figure.value) for figure in billed]
    rows.append((_("together by budget"), "", sum(figure.value for figure in billed)))
    bills = book["payment.bills"]
    rows.append((label_of(bills), bills.name, bills.value))
    moved = [one["difference"] for one in hospitals_of(run).values()]
    rows.append((_("cleared less billed, all hospitals"), "", sum(figure.value for figure in moved)))
    spent = [book[f"settlement.consortium.{one}.spend"] for one in consortia]
    rows += [(label_of(figure), figure.name, figure.value) for figure in spent]
    rows.append((_("together charged to the packages"), "", sum(figure.value for figure in spent)))
    headings = [Heading(_("what"), 44), Heading(_("figure"), 48), Heading(_("amount"), 20, "fen")]
    return Table(_("Three ways"), _("Spend by payment method = by budget = by bill"), headings, rows, is_summed=False)
