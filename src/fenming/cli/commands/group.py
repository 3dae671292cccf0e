"""`fenming group`: cases into groups by any set of group tables; `fenming group compare`: what moves between two sets."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from fenming.cli.app import FOUND_WRONG, app
from fenming.cli.choosing import JsonOption, example
from fenming.cli.console import out, progress_bars, show_finding, show_json, show_table
from fenming.kernel import BadInput, format_yuan
from fenming.kernel.language import _

if TYPE_CHECKING:
    import pyarrow as pa

    from fenming.grouping.compare import Comparison
    from fenming.grouping.job import Summary
    from fenming.grouping.tables.group_tables import GroupTables
    from fenming.grouping.telling import Told

SHOWN = 20  # rows of a printed table of moves
group_app = typer.Typer(invoke_without_command=True, rich_markup_mode="markdown")
app.add_typer(
    group_app,
    name="group",
    help=_(
        "Put settlement-list cases into groups by any directory of group tables; or compare two directories: `group compare`."
    ),
    epilog=example("fenming group --tables demonstration --cases cases.csv --out grouped.csv"),
)
CasesOption = Annotated[
    list[Path] | None,
    typer.Option("--cases", help=_("your cases: CSV, XLSX or Parquet; may be given again"), metavar="FILE"),
]


@group_app.callback()
def group(
    context: typer.Context,
    tables: Annotated[str, typer.Option(help=_("directory of group tables, or `demonstration`"), metavar="DIR")] = "",
    cases: CasesOption = None,
    out_path: Annotated[
        Path | None, typer.Option("--out", help=_("the file to write: .csv, .xlsx or .parquet"), metavar="FILE")
    ] = None,
    explain: Annotated[
        str, typer.Option(help=_("tell one case: its steps in words, and why not another group"), metavar="CASE")
    ] = "",
    ignore_unknown_codes: Annotated[
        bool,
        typer.Option(
            "--ignore-unknown-codes", help=_("pass over further codes that nobody knows, instead of doubting the group")
        ),
    ] = False,
    as_json: JsonOption = False,
) -> None:
    if context.invoked_subcommand is not None:
        return
    for given, option in ((tables, "--tables"), (cases, "--cases"), (out_path or explain, "--out")):
        if not given:
            raise _missing(option)
    from fenming.grouping.job import open_tables

    read = open_tables(tables)
    if explain:
        told = _tell(read, cases or [], explain, ignore_unknown_codes)
        show_json(told.as_dict()) if as_json else _show_told(told)
    if out_path:
        summary = _group(read, cases or [], out_path, ignore_unknown_codes)
        if as_json and not explain:
            show_json({**_about(read), "out": str(out_path), **summary.as_dict()})
        elif not as_json:
            _show_summary(read, summary, out_path)
        if any(finding.code in _WRONG for finding in summary.findings):
            raise typer.Exit(FOUND_WRONG)


_WRONG = {"cases.ragged", "cases.money", "group_table.count"}


def _missing(option: str) -> BadInput:
    return BadInput(
        "group.what",
        what=_("{option} is missing").format(option=option),
        why=_("grouping needs tables, cases, and a file to write or a case to tell"),
        remedy=_("for example: {command}").format(
            command="fenming group --tables demonstration --cases cases.csv --out grouped.csv"
        ),
    )


def _tell(tables: "GroupTables", paths: list[Path], case: str, ignores_unknown: bool) -> "Told":
    from fenming.grouping.telling import tell_case

    return tell_case(_find(paths, case), tables, ignores_unknown=ignores_unknown)


def _find(paths: list[Path], case: str) -> "pa.Table":
    """The case in the files. Raises BadInput where there is none."""
    import pyarrow.compute as pc

    from fenming.grouping.case.source import CaseFile

    for path in paths:
        for batch in CaseFile(path).batches():
            place = pc.index(pc.utf8_trim_whitespace(batch.column("case_id")), case).as_py()
            if place >= 0:
                return batch.slice(place, 1)
    raise BadInput(
        "group.no_case",
        what=_("there is no case '{case}'").format(case=case),
        where=", ".join(map(str, paths)),
        remedy=_("look for it in column case_id or setl_id"),
    )


def _group(tables: "GroupTables", paths: list[Path], out_path: Path, ignores_unknown: bool) -> "Summary":
    from fenming.grouping.job import group_files

    with progress_bars({"group": _("group cases")}) as advance:
        return group_files(
            tables, paths, out_path, ignores_unknown=ignores_unknown, tell=lambda done: advance("group", done, done)
        )


def _about(tables: "GroupTables") -> dict[str, object]:
    published = dict(tables.version.counts)
    return {
        "tables": tables.name,
        "digest": tables.digest,
        "counts": tables.counts,
        "published": {"counts": published, "source": tables.version.source, "grade": tables.version.grade},
    }


def _show_told(told: "Told") -> None:
    grouped = told.grouped
    place = " · ".join(filter(None, (grouped["mdc"], grouped["adrg"], grouped["drg"])))
    out.print(_("Case {case}: {group}").format(case=grouped["case_id"], group=place or "–"), style="bold", markup=False)
    for step in told.steps:
        out.print(f"  {step}", markup=False)
    if told.missed:
        out.print(_("Why not"), style="bold")
    for missed in told.missed:
        out.print(f"  {missed.code} {missed.name}", markup=False)
        for why in missed.why:
            out.print(f"    · {why}", markup=False)
        for would in missed.would:
            out.print("    → " + _("would have met it: {what}").format(what=would), markup=False)


def _show_summary(tables: "GroupTables", summary: "Summary", out_path: Path) -> None:
    from fenming.grouping.words import status_names

    names = status_names()
    counts = " · ".join(f"{name.upper()} {tables.counts[name]}" for name in ("mdc", "adrg", "drg"))
    checked = _("as published") if tables.version.counts else _("no published counts to check against")
    if any(finding.code == "group_table.count" for finding in tables.findings):
        checked = _("not as published")
    rows = [[names[name], f"{summary.status[name]:,}"] for name in names]
    show_table(f"{tables.name} · {counts} · {checked}", [_("status"), _("cases")], rows)
    labels = {row.code: row.name for row in tables.mdc}
    mdcs = [[name, labels.get(name, ""), f"{count:,}"] for name, count in sorted(summary.mdc.items()) if name]
    show_table(_("Cases by MDC"), [_("MDC"), _("name"), _("cases")], mdcs, numbers=(2,))
    for finding in summary.findings:
        show_finding(finding, "·")
    out.print(_("{cases} cases written to {path}").format(cases=f"{summary.cases:,}", path=out_path), markup=False)


@group_app.command(
    help=_("What moves between two sets of group tables: groups, and with --cases also cases, hospitals and money."),
    epilog=example(
        "fenming group compare --tables chs-drg-1.1 --tables chs-drg-2.0 --cases cases.csv --out moves.xlsx"
    ),
)
def compare(
    tables: Annotated[list[str], typer.Option(help=_("the two directories, the old one first"), metavar="DIR")],
    cases: CasesOption = None,
    out_path: Annotated[
        Path | None, typer.Option("--out", help=_("the workbook to write (.xlsx)"), metavar="FILE")
    ] = None,
    as_json: JsonOption = False,
) -> None:
    if len(tables) != 2:
        raise BadInput(
            "group.compare",
            what=_("two directories are compared, {count} were given").format(count=len(tables)),
            where="--tables",
            remedy=_("give --tables twice, the old directory first"),
        )
    if out_path and out_path.suffix.lower() != ".xlsx":
        raise BadInput(
            "output.ending",
            what=_("'{name}' is no name for a workbook").format(name=out_path.name),
            where="--out",
            remedy=_("end the name in .xlsx"),
        )
    found = _compare(tables, cases or [])
    if out_path:
        from fenming.grouping.compare_workbook import write_comparison

        write_comparison(found, out_path)
    if as_json:
        show_json(found.as_dict())
    else:
        _show_comparison(found)


def _compare(named: list[str], paths: list[Path]) -> "Comparison":
    from fenming.grouping.compare import compare_cases, compare_tables
    from fenming.grouping.job import open_tables

    before, after = (open_tables(name) for name in named)
    if not paths:
        return compare_tables(before, after)
    with progress_bars({"group": _("group cases by both")}) as advance:
        return compare_cases(before, after, paths, lambda done: advance("group", done, done))


def _show_comparison(found: "Comparison") -> None:
    counts = [[name, str(one), str(other)] for name, (one, other) in found.counts.items()]
    show_table(_("Tables"), [_("rows"), found.before, found.after], counts)
    came = sum(not one.before for one in found.changes)
    went = sum(not one.after for one in found.changes)
    renamed = len(found.changes) - came - went
    said = _("{came} groups came, {went} went, {renamed} have another name")
    out.print(said.format(came=came, went=went, renamed=renamed))
    if not found.moves:
        return
    from fenming.grouping.words import status_names

    statuses = [
        [word, f"{found.status['before'][name]:,}", f"{found.status['after'][name]:,}"]
        for name, word in status_names().items()
    ]
    show_table(_("Cases by status"), [_("status"), found.before, found.after], statuses)
    moved = found.moved()
    rows = [[before, after, f"{move.cases:,}", format_yuan(move.total_fen)] for before, after, move in moved[:SHOWN]]
    show_table(_("Moves between groups"), [_("before"), _("after"), _("cases"), _("yuan")], rows, numbers=(2, 3))
    if len(moved) > SHOWN:
        out.print(_("… and {count} more").format(count=len(moved) - SHOWN))
    hospitals = [
        [name or "–", f"{whole.cases:,}", f"{part.cases:,}", format_yuan(part.total_fen)]
        for name, (whole, part) in sorted(found.institutions.items())[:SHOWN]
    ]
    show_table(_("By hospital"), [_("hospital"), _("cases"), _("cases moved"), _("yuan moved")], hospitals)
    changed = sum(found.mdc_moves.values())
    out.print(
        _("{cases} cases, {moved} in another group, {changed} in another MDC").format(
            cases=f"{found.cases:,}", moved=f"{sum(move.cases for *_groups, move in moved):,}", changed=f"{changed:,}"
        )
    )
    for finding in found.findings:
        show_finding(finding, "·")
