"""Applications for special review and their results, as files that people keep by hand; the queue as a table."""

from collections.abc import Iterable
from pathlib import Path

import pyarrow as pa

from fenming.kernel import BadInput, Finding, parse_yuan
from fenming.kernel.language import _
from fenming.payment.drg.csv_rows import Row, day, rows_of
from fenming.payment.drg.price import Decision
from fenming.payment.drg.reviews import Application, Placed

QUEUE = pa.schema(
    [
        ("case_id", pa.string()),
        ("institution_id", pa.string()),
        ("place", pa.int64()),
        ("is_within", pa.bool_()),
        ("reason", pa.string()),
    ]
)


def read_applications(path: Path) -> list[Application]:
    """Applications in a CSV file with the columns `case_id`, `applied_on` (2024-05-01) and `reason`.

    Raises BadInput with every line that has no case or no day.
    """
    applications, findings = [], []
    for where, row in rows_of(path, ("case_id", "applied_on", "reason")):
        applied_on = day(row["applied_on"], where)
        if isinstance(applied_on, Finding):
            findings.append(applied_on)
        elif not row["case_id"]:
            findings.append(_without_case(where))
        else:
            applications.append(Application(row["case_id"], applied_on, row["reason"]))
    if findings:
        raise BadInput(findings=tuple(findings))
    return applications


def read_results(path: Path) -> dict[str, Decision]:
    """Results by case, from a CSV file with the columns `case_id`, `result` and `cap` (yuan, only where it is `capped`).

    Raises BadInput with every line that has no case, a case that stands there already, or `capped` without an amount.
    """
    results: dict[str, Decision] = {}
    findings = []
    for where, row in rows_of(path, ("case_id", "result", "cap")):
        decision = _decision(row, where, results)
        if isinstance(decision, Finding):
            findings.append(decision)
        else:
            results[row["case_id"]] = decision
    if findings:
        raise BadInput(findings=tuple(findings))
    return results


def queue_table(placed: Iterable[Placed]) -> pa.Table:
    """The queue as a table: case, hospital, place, whether within the quota, and why or why not."""
    rows = [(one.case_id, one.institution_id, one.place, one.is_within, one.reason) for one in placed]
    columns = zip(*rows, strict=True) if rows else [()] * len(QUEUE)
    return pa.table(dict(zip(QUEUE.names, map(list, columns), strict=True)), schema=QUEUE)


def _decision(row: Row, where: str, results: dict[str, Decision]) -> Decision | Finding:
    if not row["case_id"]:
        return _without_case(where)
    if row["case_id"] in results:
        return Finding(
            "drg.result_twice",
            _("case {case} stands here a second time").format(case=row["case_id"]),
            where,
            _("a case has one result"),
            _("remove one of the two lines"),
        )
    if row["result"] != "capped":
        return Decision(row["result"])
    try:
        return Decision("capped", parse_yuan(row["cap"]))
    except BadInput as problem:
        one = problem.findings[0]
        return Finding(one.code, one.what, where, one.why, one.remedy)


def _without_case(where: str) -> Finding:
    return Finding("drg.no_case_id", _("a line without a case"), where, "", _("fill the column case_id"))
