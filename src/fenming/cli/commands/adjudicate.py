"""`fenming adjudicate`: a user's own bills judged by any pack, beside what the platform printed."""

from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from fenming.cli.app import FOUND_WRONG, app
from fenming.cli.choosing import JsonOption, PacksOption, example
from fenming.cli.commands.imports import expand
from fenming.cli.console import out, progress_bars, show_json, show_table
from fenming.kernel import BadInput, format_yuan
from fenming.kernel.language import _
from fenming.reports.adjudicated.changes import Changes
from fenming.reports.adjudicated.columns import column_words, layer_words
from fenming.reports.adjudicated.differences import Differences
from fenming.reports.adjudicated.lines import LineDifferences, line_reason_words
from fenming.reports.adjudicated.reason import reason_words
from fenming.year.desk_job import Asked, Done, adjudicate_files

FilesOption = list[Path] | None


@app.command(
    help=_(
        "Judge your own bills by any pack: one row per bill with every layer's amount, and what differs from the platform."
    ),
    epilog=example("fenming adjudicate --pack cn/ah/340621 --bills setl_d.csv --out judged.xlsx"),
)
def adjudicate(
    pack: Annotated[str, typer.Option(help=_("id of a pack, or a folder with a pack of your own"), metavar="ID|DIR")],
    bills: Annotated[
        list[Path], typer.Option(help=_("your bills, with national field names; may be given again"), metavar="FILE")
    ],
    out_path: Annotated[
        Path, typer.Option("--out", help=_("the file to write: .csv, .xlsx or .parquet"), metavar="FILE")
    ],
    lines: Annotated[
        FilesOption, typer.Option(help=_("fee lines of the bills; may be given again"), metavar="FILE")
    ] = None,
    year_state: Annotated[
        FilesOption,
        typer.Option(help=_("what persons had used up before the first bill (accumulators of 5206)"), metavar="FILE"),
    ] = None,
    diseases: Annotated[FilesOption, typer.Option(help=_("registrations of chronic diseases"), metavar="FILE")] = None,
    against: Annotated[
        Path | None, typer.Option(help=_("an earlier output or run: also report what changed since"), metavar="OLD")
    ] = None,
    person: Annotated[
        str, typer.Option(help=_("report only this person: the number as in the bills, or a label"), metavar="P")
    ] = "",
    first_day: Annotated[
        str, typer.Option("--from", help=_("report bills settled from this day on"), metavar="DAY")
    ] = "",
    last_day: Annotated[str, typer.Option("--to", help=_("report bills settled up to this day"), metavar="DAY")] = "",
    mapping: Annotated[
        Path | None, typer.Option(help=_("YAML file that says which of your columns is which"), metavar="FILE")
    ] = None,
    key: Annotated[
        Path | None,
        typer.Option(
            help=_("file with your key for pseudonyms; else each output has labels of its own"), metavar="FILE"
        ),
    ] = None,
    packs: PacksOption = None,
    as_json: JsonOption = False,
) -> None:
    asked = Asked(
        pack,
        tuple(expand(bills)),
        out_path,
        tuple(expand(lines or [])),
        tuple(expand(year_state or [])),
        tuple(expand(diseases or [])),
        against,
        person,
        _day(first_day, "--from"),
        _day(last_day, "--to"),
        tuple(packs or ()),
        mapping,
        key,
    )
    done = _with_progress(asked)
    if as_json:
        show_json(done.as_dict())
    else:
        _show(done)
    if not done.is_clean:
        raise typer.Exit(FOUND_WRONG)


def _day(written: str, option: str) -> date | None:
    if not written:
        return None
    try:
        return date.fromisoformat(written)
    except ValueError:
        raise BadInput(
            "day.unreadable",
            what=_("'{day}' is no day").format(day=written),
            where=option,
            remedy=_("write it as 2024-06-30"),
        ) from None


def _with_progress(asked: Asked) -> Done:
    words = {
        "read": _("read files"),
        "settle": _("check and sort tables"),
        "lines": _("judge fee lines"),
        "adjudication": _("adjudicate bills"),
        "join": _("put bills into the order of the files"),
        "write": _("write the output"),
        "reports": _("write reports"),
        "changes": _("compare with the earlier output"),
    }
    with progress_bars(words) as advance:
        return adjudicate_files(asked, advance)


def _show(done: Done) -> None:
    title = f"{done.pack_label} · {_('yuan')}"
    if done.is_synthetic:
        title += f" · {_('synthetic data')}"
    _show_layers(title, done)
    _show_reasons(done.differences)
    if done.lines:
        _show_lines(done.lines)
    if done.changes:
        _show_changes(done.changes)
    rows = done.rows
    out.print(
        _("{handed_in} rows in = {judged} judged + {quarantined} set aside").format(
            handed_in=f"{rows.handed_in:,}", judged=f"{rows.judged:,}", quarantined=f"{rows.quarantined:,}"
        )
    )
    if rows.left_out:
        said = _("{written} of them are reported, {left_out} were not asked for")
        out.print(said.format(written=f"{rows.written:,}", left_out=f"{rows.left_out:,}"))
    for finding in done.findings:
        out.print("· " + " · ".join(filter(None, (finding.where, finding.what, finding.remedy))), markup=False)
    for what, path in done.written.items():
        out.print(_("{word}: {text}").format(word=_file_words()[what], text=path), markup=False)


def _file_words() -> dict[str, str]:
    return {
        "output": _("every bill"),
        "differences": _("what differs"),
        "quarantine": _("rows set aside, to correct and hand in again"),
        "changes": _("what changed"),
    }


def _show_layers(title: str, done: Done) -> None:
    words = layer_words()
    rows = [
        [
            words[one.name],
            f"{one.bills:,}",
            f"{one.differing:,}",
            *map(format_yuan, (one.ours_fen, one.printed_fen, one.over_fen, one.under_fen)),
        ]
        for one in done.differences.layers
        if (one.ours_fen or one.printed_fen or one.differing) and (done.lines or one.name != "inscp_scp_amt")
    ]
    headings = [_("bills compared"), _("bills that differ"), _("our amount"), _("the platform's")]
    show_table(title, [_("layer"), *headings, _("the platform's is higher by"), _("the platform's is lower by")], rows)


def _show_reasons(found: Differences) -> None:
    words = reason_words()
    rows = [
        [words[one.key], f"{one.bills:,}", f"{one.differing:,}", format_yuan(one.over_fen), format_yuan(one.under_fen)]
        for one in found.reasons
    ]
    rows.append(
        [
            _("together"),
            f"{found.bills:,}",
            f"{found.differing:,}",
            format_yuan(found.over_fen),
            format_yuan(found.under_fen),
        ]
    )
    headings = [
        _("reason"),
        _("bills"),
        _("bills that differ"),
        _("platform paid too much"),
        _("platform paid too little"),
    ]
    show_table(_("What differs, by reason"), headings, rows)


def _show_lines(found: LineDifferences) -> None:
    words = line_reason_words()
    rows = [
        [words[one.key], f"{one.lines:,}", *map(format_yuan, (one.eligible_fen, one.over_fen, one.under_fen))]
        for one in found.reasons
    ]
    headings = [_("reason"), _("lines"), _("eligible, ours")]
    show_table(_("Fee lines"), [*headings, _("the platform's is higher by"), _("the platform's is lower by")], rows)


def _show_changes(changes: Changes) -> None:
    words = column_words()
    rows = [
        [
            words[one.name],
            f"{one.bills:,}",
            *map(format_yuan, (one.before_fen, one.now_fen, one.risen_fen, one.fallen_fen)),
        ]
        for one in changes.amounts
        if one.bills
    ]
    headings = [_("amount"), _("bills that changed"), _("before"), _("now"), _("risen by"), _("fallen by")]
    if rows:
        show_table(_("What changed"), headings, rows)
    counted = _("{same} bills as before, {changed} changed, {came} judged only now, {went} only before")
    out.print(
        counted.format(
            same=f"{changes.same:,}", changed=f"{changes.changed:,}", came=f"{changes.came:,}", went=f"{changes.went:,}"
        )
    )
