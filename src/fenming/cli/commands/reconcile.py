"""`fenming reconcile`: published figures beside ours."""

from typing import Annotated

import typer

from fenming.cli.app import app
from fenming.cli.choosing import JsonOption, example
from fenming.cli.console import out, show_json, show_table
from fenming.kernel.language import _
from fenming.reports.wording import value_text
from fenming.settlement.reconcile import Comparison
from fenming.settlement.reconcile import reconcile as compare


@app.command(
    help=_("Put every published figure beside the one Fenming derives: same, differs, or not derivable, and why."),
    epilog=example("fenming reconcile suixi-2024"),
)
def reconcile(
    name: Annotated[str, typer.Argument(help=_("what was published, e.g. suixi-2024"))], as_json: JsonOption = False
) -> None:
    compared = compare(name)
    if as_json:
        show_json([row.as_dict() for row in compared])
        return
    words = {"same": _("same"), "differs": _("differs"), "not_derivable": _("not derivable"), "given": _("given")}
    rows = [[row.label, row.published, _ours(row), words[row.verdict]] for row in compared]
    show_table(name, [_("figure"), _("published"), _("ours"), _("verdict")], rows)
    for row in compared:
        if row.because:
            out.print("· " + _("{word}: {text}").format(word=row.label, text=row.because), markup=False)
    counts = {verdict: sum(row.verdict == verdict for row in compared) for verdict in words}
    out.print(" · ".join(f"{words[verdict]} {count}" for verdict, count in counts.items()))


def _ours(row: Comparison) -> str:
    return value_text(row.ours) if row.ours else "–"
