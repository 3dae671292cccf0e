"""`fenming dip assign`, `fenming dip score`: cases put into a directory's groups, scored and cleared."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Annotated, Any

import typer

from fenming.cli.app import FOUND_WRONG
from fenming.cli.choosing import JsonOption, PacksOption, example
from fenming.cli.commands.dip import (
    NATION,
    CasesOption,
    DayOption,
    DirectoryOption,
    FileOption,
    PackOption,
    day_of,
    dip_app,
)
from fenming.cli.commands.imports import expand
from fenming.cli.console import err, out, progress_bars, show_json, show_table
from fenming.grouping.dip.assign import assigned, matched_cases, status_counts
from fenming.grouping.dip.directory import Directory, load
from fenming.grouping.dip.output import write_table
from fenming.grouping.dip.telling import tell_case
from fenming.kernel import BadInput, format_yuan, parse_yuan
from fenming.kernel.language import _
from fenming.payment.dip.price import Case, DipTerms, dip_terms, price_case
from fenming.payment.dip.reading import cases_of, read_decisions, read_institutions, read_primary_groups, year_of
from fenming.payment.dip.rules import Rules, read_rules
from fenming.payment.dip.scored import Scored, institution_rows, score_cases, write_scored
from fenming.payment.dip.telling import points_text, tell_money, tell_price
from fenming.policy import Pack, load_pack
from fenming.reports.payment.words import scheme_words

SHOWN = 8  # institutions named


@dip_app.command(
    help=_(
        "Put each case into a group of a directory, with status and steps; --explain tells why, and why not elsewhere."
    ),
    epilog=example("fenming dip assign --directory directory --cases 2025.csv --out groups.csv"),
)
def assign(
    directory: DirectoryOption,
    cases: CasesOption,
    out_path: Annotated[
        Path | None, typer.Option("--out", help=_("the file to write: .csv, .xlsx or .parquet"), metavar="FILE")
    ] = None,
    explain: Annotated[str, typer.Option(help=_("tell of this case only"), metavar="CASE")] = "",
    as_json: JsonOption = False,
) -> None:
    held = load(directory)
    with _bars() as advance, matched_cases(held, expand(cases), advance=advance) as matched:
        told = tell_case(held, matched, explain) if explain else None
        table = None if explain else assigned(matched)
    if told is not None:
        _show_told(told, as_json)
        return
    assert table is not None
    if out_path is not None:
        write_table(table, out_path)
    counts = status_counts(table)
    if as_json:
        show_json({"rows": table.num_rows, "status": counts, "file": str(out_path or "")})
    else:
        show_table(
            _("Cases by status"),
            [_("status"), _("cases")],
            [[status_words()[name], f"{count:,}"] for name, count in counts.items()],
        )
    if counts["grouped"] < table.num_rows:
        raise typer.Exit(FOUND_WRONG)


def status_words() -> dict[str, str]:
    """What the statuses are called."""
    return {
        "grouped": _("in a group"),
        "ungrouped": _("in no group"),
        "invalid_code": _("no valid principal diagnosis"),
        "needs_data": _("id, day of discharge or cost missing"),
        "ambiguous": _("several rows with one id"),
    }


def _show_told(told: Any, as_json: bool, price: list[str] | None = None) -> None:
    if as_json:
        group = told.group.group_id if told.group else ""
        why_not = [{"group": name, "why": reason} for name, reason in told.why_not]
        show_json(
            {
                "case_id": told.case_id,
                "group": group,
                "steps": list(told.steps),
                "why_not": why_not,
                "price": price or [],
            }
        )
        return
    for number, step in enumerate((*told.steps, *(price or ())), 1):
        out.print(f"{number:>3}  {step}", markup=False)
    out.print(_("Why not elsewhere:"))
    for name, reason in told.why_not:
        out.print("  " + _("{what}: {why}").format(what=name, why=reason), markup=False)


@dip_app.command(
    help=_(
        "Score a year's cases and clear each scheme's fund: point values, every institution's part, what experts must decide."
    ),
    epilog=example(
        "fenming dip score --directory directory --cases 2025.csv --fund resident=1200万 --institutions inst.csv --out cleared"
    ),
)
def score(
    directory: DirectoryOption,
    cases: CasesOption,
    out_path: Annotated[Path | None, typer.Option("--out", help=_("folder to write"), metavar="DIR")] = None,
    fund: Annotated[
        list[str] | None,
        typer.Option(
            help=_("a scheme's fund in yuan, as resident=12000000; may be given again"), metavar="SCHEME=YUAN"
        ),
    ] = None,
    institutions: Annotated[
        FileOption, typer.Option(help=_("institutions: care_level, coefficient, assessment, support_…"), metavar="FILE")
    ] = None,
    primary_groups: Annotated[
        FileOption, typer.Option(help=_("groups of primary care, one price for all levels"), metavar="FILE")
    ] = None,
    decisions: Annotated[
        FileOption, typer.Option(help=_("what experts decided: case_id, points"), metavar="FILE")
    ] = None,
    explain: Annotated[str, typer.Option(help=_("tell of this case only"), metavar="CASE")] = "",
    year: Annotated[int | None, typer.Option(help=_("year of discharge, where the files hold several"))] = None,
    pack: PackOption = NATION,
    on: DayOption = "",
    packs: PacksOption = None,
    as_json: JsonOption = False,
) -> None:
    held, named = load(directory), load_pack(pack, tuple(packs or ()))
    register = read_institutions(institutions) if institutions else {}
    primary = read_primary_groups(primary_groups) if primary_groups else frozenset()
    decided = read_decisions(decisions) if decisions else {}
    funds = _funds(fund or [])
    levels = {name: one.care_level for name, one in register.items() if one.care_level}
    with _bars() as advance, matched_cases(held, expand(cases), levels, advance) as matched:
        of_year = year_of(matched, year)
        rules = read_rules(named.on(day_of(on, date(of_year, 12, 31))))
        terms = dip_terms(held, rules, register, primary, decided)
        scored = cases_of(matched, _schemes(named), of_year)
        if explain:
            told = tell_case(held, matched, explain)
            _show_told(told, as_json, _priced_steps(explain, list(scored), held, terms, funds))
            return
        done = score_cases(scored, held, terms, funds)
        read = matched.loaded
    counted = {"rows": read.rows, "set_aside": read.set_aside, "other_years": read.good - done.cases.num_rows}
    about = {
        "pack": pack,
        "pack_digest": named.digest(),
        "year": of_year,
        "input": counted | {"digest": read.digest},
        "synthetic": read.is_synthetic,
    }
    if out_path is not None:
        write_scored(done, out_path, about)
    _say_missing(register, terms, done)
    _show_scored(done, rules, about, as_json)
    if read.set_aside or done.rules().get("ungrouped"):
        raise typer.Exit(FOUND_WRONG)


def _priced_steps(
    case_id: str, cases: list[Case], held: Directory, terms: DipTerms, funds: Mapping[str, int]
) -> list[str]:
    """How a case came to its points and, where its scheme's fund was given, to its money; nothing for a case of another year."""
    case = next((one for one in cases if one.case_id == case_id), None)
    if case is None:
        return []
    priced = price_case(case, terms)
    steps = list(tell_price(priced, terms.rules))
    if case.scheme in funds:
        clearing = score_cases(cases, held, terms, funds).clearings[case.scheme]
        steps += tell_money(priced, clearing, terms.rules)
    return steps


def _say_missing(register: Mapping[str, Any], terms: DipTerms, done: Scored) -> None:
    """What the scores took for granted, on the error stream."""
    seen = {name for by_institution in done.earned.values() for name in by_institution}
    unknown = sorted(seen - set(register))
    if unknown:
        said = _("{count} institutions have no coefficient and count with 1: {names}")
        more = [_("… and {count} more").format(count=len(unknown) - SHOWN)] if len(unknown) > SHOWN else []
        names = _(", ").join([*unknown[:SHOWN], *more])
        err.print("! " + said.format(count=len(unknown), names=names), markup=False)
    if terms.primary_groups and terms.rules.primary_ppm is None:
        err.print(
            "! "
            + _(
                "primary-care groups are listed, and the pack has no fixed coefficient for them: they are scored as others"
            ),
            markup=False,
        )


def _show_scored(done: Scored, rules: Rules, about: Mapping[str, Any], as_json: bool) -> None:
    values = {scheme: clearing.point_value.value for scheme, clearing in done.clearings.items()}
    if as_json:
        budget = done.budget.value if done.budget else None
        show_json(
            {
                **about,
                "rules": done.rules(),
                "point_value_micro_yuan": values,
                "budget_point_value_micro_yuan": budget,
                "institutions": institution_rows(done),
            }
        )
        return
    rows = [
        [
            scheme_words(row["scheme"]),
            row["institution_id"],
            f"{row['cases']:,}",
            points_text(row["points_micro"]),
            *(_money(row[name]) for name in ("total_fen", "person_fen", "standard_fen", "fund_fen")),
        ]
        for row in institution_rows(done)
    ]
    headings = [
        _("scheme"),
        _("institution"),
        _("cases"),
        _("score"),
        _("cost"),
        _("paid by persons"),
        _("worth of the points"),
        _("due from the fund"),
    ]
    title = f"DIP · {_('yuan')}" + (f" · {_('synthetic data')}" if about["synthetic"] else "")
    show_table(title, headings, rows, numbers=range(2, 9))
    for scheme, value in values.items():
        out.print(
            _("{scheme}: a point is worth {value} yuan").format(scheme=scheme_words(scheme), value=points_text(value))
        )
    if done.budget is not None:
        out.print(
            _("budget point value of the directory's years: {value} yuan").format(value=points_text(done.budget.value))
        )
    left = about["input"]
    said = _("{rows} rows in = {scored} scored + {aside} set aside + {others} of other years")
    out.print(
        said.format(
            rows=f"{left['rows']:,}",
            scored=f"{done.cases.num_rows:,}",
            aside=f"{left['set_aside']:,}",
            others=f"{left['other_years']:,}",
        )
    )
    out.print(
        _("{count} cases wait for experts; special review takes at most {share} of discharges").format(
            count=f"{done.waiting:,}", share=f"{rules.review_share_ppm // 1000}‰"
        )
    )


def _money(fen: int | str) -> str:
    return "" if fen == "" else format_yuan(int(fen))


def _bars() -> Any:
    return progress_bars({"read": _("read files"), "code": _("cut codes"), "match": _("match groups")})


def _schemes(pack: Pack) -> dict[str, str]:
    return dict(pack.codes.get("scheme", {}))


def _funds(written: list[str]) -> dict[str, int]:
    found: dict[str, int] = {}
    for text in written:
        scheme, mark, amount = text.partition("=")
        if not mark or not scheme or scheme in found:
            raise BadInput(
                "dip.bad_fund",
                what=_("'{text}' names no scheme's fund").format(text=text),
                where="--fund",
                why=_("each scheme is named once, with its money after an equals sign"),
                remedy=_("write it like resident=1200万 or employee=3000000"),
            )
        found[scheme] = parse_yuan(amount)
        if found[scheme] <= 0:
            raise BadInput(
                "dip.no_fund",
                what=_("'{text}' leaves nothing to divide").format(text=text),
                where="--fund",
                why=_("institutions would owe the fund for having treated patients"),
                remedy=_("give the scheme's fund above zero"),
            )
    return found
