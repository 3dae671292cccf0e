"""A year's cases scored and cleared by a directory, and the files that come of it."""

import csv
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from fenming.engines.folder import replaced
from fenming.grouping.dip.directory import Directory
from fenming.kernel import BadInput, Book, Figure
from fenming.kernel.language import _
from fenming.payment.dip.clearing import Earned, SchemeClearing, check_sums, clear_scheme
from fenming.payment.dip.history import budget_value
from fenming.payment.dip.price import Case, DipTerms, price_case
from fenming.payment.dip.pricing import WAITING, case_points, points, review_queue


@dataclass(frozen=True, slots=True)
class Scored:
    """What scoring gives: `cases` (case_points), `points` (their sums), clearings by scheme, the queue of the experts."""

    cases: pa.Table
    points: pa.Table
    earned: Mapping[str, Mapping[str, Earned]]
    clearings: Mapping[str, SchemeClearing]
    queue: Sequence[Mapping[str, object]]
    budget: Figure | None

    def rules(self) -> dict[str, int]:
        """How many cases were scored by each rule."""
        counted = self.cases.column("rule").value_counts().to_pylist()
        return {one["values"]: one["counts"] for one in sorted(counted, key=lambda one: str(one["values"]))}

    @property
    def waiting(self) -> int:
        """Cases without a group or that experts must decide."""
        return sum(self.rules().get(rule, 0) for rule in WAITING)


def score_cases(cases: Iterable[Case], directory: Directory, terms: DipTerms, funds: Mapping[str, int]) -> Scored:
    """Score `cases` and clear each scheme that has a fund in `funds` (fen by scheme). Raises BadInput for a fund without cases."""
    priced = [price_case(case, terms) for case in cases]
    table = case_points(priced)
    summed = points(table)
    earned = _earned(summed)
    if missing := sorted(set(funds) - set(earned)):
        raise _no_cases(missing, sorted(earned))
    clearings = {
        scheme: clear_scheme(scheme, fund, earned[scheme], terms.rules) for scheme, fund in sorted(funds.items())
    }
    for clearing in clearings.values():
        check_sums(clearing)
    queue = review_queue(priced, terms.rules.review_share_ppm)
    return Scored(table, summed, earned, clearings, queue, budget_value(directory, terms.rules))


def _earned(summed: pa.Table) -> dict[str, dict[str, Earned]]:
    """Sums by scheme and institution, both in order of their ids."""
    keys, sums = ["scheme", "institution_id"], ["cases", "points_micro", "total_fen", "person_fen"]
    whole = summed.group_by(keys).aggregate([(name, "sum") for name in sums])
    found: dict[str, dict[str, Earned]] = {}
    for row in sorted(whole.to_pylist(), key=lambda row: (row["scheme"], row["institution_id"])):
        found.setdefault(row["scheme"], {})[row["institution_id"]] = Earned(*(row[f"{name}_sum"] for name in sums))
    return found


def _no_cases(missing: list[str], known: list[str]) -> BadInput:
    return BadInput(
        "dip.no_scheme",
        what=_("there is a fund and no case for: {schemes}").format(schemes=", ".join(missing)),
        where="--fund",
        why=_("schemes of the cases: {schemes}").format(schemes=", ".join(known)),
        remedy=_("name the scheme as the cases do, or hand in its cases too"),
    )


INSTITUTION_COLUMNS = (
    "scheme",
    "institution_id",
    "cases",
    "points_micro",
    "total_fen",
    "person_fen",
    "standard_fen",
    "fund_fen",
)


def institution_rows(scored: Scored) -> list[dict[str, Any]]:
    """One row per scheme and institution; the worth of its points and the fund's part stay empty where no fund was given."""
    rows = []
    for scheme, by_institution in scored.earned.items():
        clearing = scored.clearings.get(scheme)
        for name, one in by_institution.items():
            sides = (clearing.standards, clearing.funds) if clearing else ({}, {})
            standard, fund = (side[name].value if name in side else "" for side in sides)
            values = (scheme, name, one.cases, one.points_micro, one.total_fen, one.person_fen, standard, fund)
            rows.append(dict(zip(INSTITUTION_COLUMNS, values, strict=True)))
    return rows


def book_of(scored: Scored) -> Book:
    """All figures of the clearings, each with what made it."""
    book = Book(figure for clearing in scored.clearings.values() for figure in clearing.figures())
    if scored.budget is not None:
        book.add(scored.budget)
    return book


QUEUE_COLUMNS = ("institution_id", "case_id", "group_id", "rule", "total_fen", "ratio_ppm", "quota", "is_within_quota")


def write_scored(scored: Scored, folder: Path, about: Mapping[str, Any]) -> None:
    """Write all files beside `folder` and rename: what was there is replaced only by a whole result."""
    if folder.exists() and not (folder / "dip_score.json").is_file() and any(folder.iterdir()):
        raise BadInput(
            "dip.folder_taken",
            what=_("{folder} holds something that is no DIP result").format(folder=folder),
            where="--out",
            remedy=_("choose an empty or new folder; nothing was written"),
        )
    with replaced(folder) as making:
        _write_all(scored, making, about)


def _write_all(scored: Scored, folder: Path, about: Mapping[str, Any]) -> None:
    pq.write_table(scored.cases, folder / "case_points.parquet")
    pq.write_table(scored.points, folder / "points.parquet")
    _write(folder / "institutions.csv", INSTITUTION_COLUMNS, institution_rows(scored))
    _write(folder / "review.csv", QUEUE_COLUMNS, scored.queue)
    (folder / "figures.json").write_text(book_of(scored).to_json(), "utf-8")
    text = json.dumps({**about, "rules": scored.rules()}, ensure_ascii=False, indent=1, sort_keys=True)
    (folder / "dip_score.json").write_text(text + "\n", "utf-8")


def _write(path: Path, columns: Sequence[str], rows: Iterable[Mapping[str, object]]) -> None:
    text = StringIO()
    writer = csv.DictWriter(text, columns, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    path.write_text(text.getvalue(), "utf-8")
