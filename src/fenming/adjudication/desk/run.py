"""Bills in, payments out."""

import time
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import duckdb

from fenming.adjudication.desk.desk import Progress, payment_writer
from fenming.adjudication.desk.lookup import marked
from fenming.adjudication.desk.parts import LOCAL, Parts
from fenming.adjudication.desk.sources import Sources
from fenming.adjudication.desk.summary import Summary
from fenming.adjudication.law.dated import Days, dated_rules, has_other_days
from fenming.adjudication.law.forms import form_faults
from fenming.engines.local import parquet
from fenming.kernel import BadInput
from fenming.kernel.language import _
from fenming.policy import Pack, severity

DAYS = "settled_at::DATE, began_on, ended_on"  # each may govern a bill


def adjudicate(
    paths: Path | Sequence[Path],
    pack: Pack,
    out_path: Path,
    *,
    diseases: Sequence[Path] = (),
    accumulators: Sequence[Path] = (),
    progress: Progress | None = None,
    year: int | None = None,
    engine: str = LOCAL,
) -> Summary:
    """Judge every bill of the canonical tables `paths` and write the adjudicated table, row for row, to `out_path`.

    `diseases` are the files of the canonical `chronic` table, `accumulators` those of what persons had used up before their
    first bill here. `progress` is told the number of bills done since it was
    last told; bills settled outside `year`, where one is given, are written as not covered. The file appears whole
    or not at all, with the same bytes on every `engine`: `local`, or the address of a cluster that sees the same files.
    Raises BadInput when `year` has no bills, and for bills of days that the pack does not cover.
    """
    began = time.perf_counter_ns()
    files = [paths] if isinstance(paths, Path) else list(paths)
    unfinished = out_path.with_name(out_path.name + ".part")
    days = days_of(files, pack, year)
    parts = Parts.of(sources_of(files, pack, days, diseases, accumulators), out_path) if days else None
    try:
        with payment_writer(unfinished) as writer:
            writer.add_key_value_metadata(marked(days))
            summary = parts.judged(engine, writer, progress or (lambda _bills: None)) if parts else Summary()
        unfinished.replace(out_path)
    finally:
        unfinished.unlink(missing_ok=True)
    summary.milliseconds = (time.perf_counter_ns() - began) // 1_000_000
    return summary


def sources_of(
    paths: Sequence[Path], pack: Pack, days: Days, diseases: Sequence[Path], accumulators: Sequence[Path]
) -> Sources:
    """All that is needed to judge bills of these days. Raises BadInput for days that the pack does not cover."""
    faults = tuple(fault for fault in form_faults(pack) if severity(fault) == "error")
    if faults:
        raise BadInput(findings=faults)
    return Sources(tuple(paths), tuple(diseases), tuple(accumulators), pack.codes, dated_rules(pack, *days))


def days_of(paths: Sequence[Path], pack: Pack, year: int | None = None) -> Days | None:
    """The days of settlement, in `year` where one is given; with the days of the whole stays where a rule names other days.

    Raises BadInput when there are bills, but none of `year`.
    """
    settled = settled_between(paths, year)
    if settled is None or not has_other_days(pack):
        return Days(*settled) if settled else None
    within = f" WHERE year(settled_at) = {year:d}" if year else ""
    with duckdb.connect() as connection:
        query = f"SELECT min(least({DAYS})), max(greatest({DAYS})) FROM {parquet(*paths)}{within}"
        return Days(*settled, *connection.execute(query).fetchall()[0])


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
