"""What the command line shows: mistakes, progress, tables, JSON."""

import json
import sys
from collections.abc import Callable, Container, Iterator
from contextlib import contextmanager
from typing import Any

from rich.box import SIMPLE_HEAD
from rich.cells import cell_len
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeElapsedColumn
from rich.table import Table

from fenming.kernel import BadInput, Finding
from fenming.kernel.language import _

WORDS = 26  # cells that a column of words keeps when the window is narrow
out = Console(soft_wrap=True, highlight=False)
err = Console(stderr=True, soft_wrap=True, highlight=False)


def complain(mistake: BadInput) -> None:
    """Each finding as what, where, why, what to do, one part a line."""
    for finding in mistake.findings:
        show_finding(finding)


def show_finding(finding: Finding, mark: str = "✗") -> None:
    """One finding on the error stream, after a mark that says how much it matters."""
    err.print(f"{mark} {finding.what}", style="bold", markup=False)
    parts = ((_("where"), finding.where), (_("why"), finding.why), (_("what to do"), finding.remedy))
    for word, text in parts:
        if text:
            err.print("  " + _("{word}: {text}").format(word=word, text=text), markup=False)


def show_json(value: Any) -> None:
    """`value` as JSON on the output stream."""
    json.dump(value, sys.stdout, ensure_ascii=False, indent=1)
    sys.stdout.write("\n")


def show_tabbed(rows: list[list[str]]) -> None:
    """Rows for other programs: one a line, cells apart by tabs, nothing folded or cut."""
    for row in rows:
        sys.stdout.write("\t".join(" ".join(cell.split()) for cell in row) + "\n")


def show_table(
    title: str,
    headings: list[str],
    rows: list[list[str]],
    numbers: Container[int] = range(1, 99),
    unbroken: Container[int] = (),
) -> None:
    """A table; columns whose places are in `numbers` are set to the right; neither they nor those in `unbroken` fold."""
    table = Table(title=title, title_justify="left", title_style="bold", header_style="dim", box=SIMPLE_HEAD)
    for place, heading in enumerate(headings):
        widest = max((cell_len(row[place]) for row in rows), default=0)
        is_whole = place in numbers or place in unbroken
        table.add_column(
            heading,
            justify="right" if place in numbers else "left",
            overflow="fold",
            min_width=widest if is_whole else min(widest, WORDS),
        )
    for row in rows:
        table.add_row(*row)
    out.print(table)


@contextmanager
def progress_bars(words: dict[str, str]) -> Iterator[Callable[[str, int, int], None]]:
    """Bars by stage: call the yielded function with stage, done, whole. `words` names the stages for people."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=err) as bars:
        tasks: dict[str, TaskID] = {}

        def advance(stage: str, done: int, whole: int) -> None:
            if stage not in tasks:
                tasks[stage] = bars.add_task(words.get(stage, stage), total=whole)
            bars.update(tasks[stage], completed=done, total=whole)

        yield advance
