"""Bills in, payments out."""

import time
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import duckdb

from fenming.adjudication.desk import Desk, Progress, payment_writer
from fenming.adjudication.disease import Registrations
from fenming.adjudication.facts import Facts
from fenming.adjudication.rules import dated_rules
from fenming.adjudication.starts import Starts
from fenming.adjudication.summary import Summary
from fenming.engines.local import parquet
from fenming.kernel import BadInput
from fenming.kernel.language import _
from fenming.policy import Pack

GOVERNING = ".governing_date"


def adjudicate(
    paths: Path | Sequence[Path],
    pack: Pack,
    out_path: Path,
    *,
    diseases: Sequence[Path] = (),
    accumulators: Sequence[Path] = (),
    progress: Progress | None = None,
    year: int | None = None,
) -> Summary:
    """Judge every bill of the canonical tables `paths` and write the adjudicated table, row for row, to `out_path`.

    `diseases` are the files of the canonical `chronic` table, `accumulators` those of what persons had used up before their
    first bill here. `progress` is told the number of bills done since it was
    last told; bills settled outside `year`, where one is given, are written as not covered. The file appears whole
    or not at all. Raises BadInput when `year` has no bills, and for bills of days that the pack does not cover.
    """
    began = time.perf_counter_ns()
    files = [paths] if isinstance(paths, Path) else list(paths)
    summary = Summary()
    unfinished = out_path.with_name(out_path.name + ".part")
    span = days_of(files, pack, year)
    facts = facts_of(pack, span, diseases, accumulators) if span else None
    with payment_writer(unfinished) as writer:
        if facts is not None:
            summary.findings = list(facts.starts.findings)
            desk = Desk(facts, summary)
            desk.work(files, writer, progress or (lambda _bills: None))
    unfinished.replace(out_path)
    summary.milliseconds = (time.perf_counter_ns() - began) // 1_000_000
    return summary


def facts_of(
    pack: Pack, span: tuple[date, date], diseases: Sequence[Path] = (), accumulators: Sequence[Path] = ()
) -> Facts:
    """All that is needed to judge bills of these days. Raises BadInput for days that the pack does not cover."""
    starts = Starts.read(accumulators, pack.codes) if accumulators else Starts.none()
    return Facts(pack.codes, dated_rules(pack, *span), Registrations.read(diseases), starts)


def days_of(paths: Sequence[Path], pack: Pack, year: int | None = None) -> tuple[date, date] | None:
    """The first and the last day that may govern a bill: of settlement, or of the whole stay where a rule names other days.

    Raises BadInput when there are bills, but none of `year`.
    """
    span = settled_between(paths, year)
    if span is None or not any(parameter.name.endswith(GOVERNING) for parameter in pack.parameters()):
        return span
    within = f" WHERE year(settled_at) = {year:d}" if year else ""
    with duckdb.connect() as connection:
        query = f"SELECT min(began_on), max(ended_on) FROM {parquet(*paths)}{within}"
        began, ended = connection.execute(query).fetchall()[0]
    return min(span[0], began), max(span[1], ended)


def settled_between(paths: Sequence[Path], year: int | None = None) -> tuple[date, date] | None:
    """The first and the last day of settlement, in `year` where one is given; None when there are no bills at all.

    Raises BadInput when there are bills, but none of that year.
    """
    within = f" WHERE year(settled_at) = {year:d}" if year else ""
    with duckdb.connect() as connection:
        query = f"SELECT min(settled_at)::DATE, max(settled_at)::DATE FROM {parquet(*paths)}"
        first, last = connection.execute(query + within).fetchall()[0]
    if first is None and year:
        raise BadInput(
            "adjudication.no_bills",
            what=_("no bill was settled in {year}").format(year=year),
            where=_("table bill"),
            why=_("a year without bills would turn the whole package into surplus"),
            remedy=_("import the bills of that year, or run another year"),
        )
    return None if first is None else (first, last)
