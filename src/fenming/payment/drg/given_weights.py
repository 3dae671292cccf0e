"""Weights that a county was given, in a file: groups and their weights as printed."""

from pathlib import Path

from fenming.kernel import BadInput, Finding, parse_ppm
from fenming.kernel.language import _
from fenming.payment.drg.csv_rows import Row, rows_of


def read_weights(path: Path) -> dict[str, int]:
    """Weight in ppm by group, from a CSV file with the columns `drg` and `weight` (`1.0527`; up to six decimals).

    Raises BadInput with every line that cannot be read: no group, no weight or one that is not positive, a group twice.
    """
    weights: dict[str, int] = {}
    findings = []
    for where, row in rows_of(path, ("drg", "weight")):
        if (finding := _read(row, where, weights)) is not None:
            findings.append(finding)
    if findings:
        raise BadInput(findings=tuple(findings))
    return weights


def _read(row: Row, where: str, weights: dict[str, int]) -> Finding | None:
    """Enter one line's weight, or say what is wrong with it."""
    drg = row["drg"].upper()
    if not drg:
        return Finding("drg.weights_line", _("a line without a group"), where, "", _("fill the column drg"))
    if drg in weights:
        return Finding(
            "drg.weights_twice",
            _("group {drg} stands here a second time").format(drg=drg),
            where,
            _("a group has one weight"),
            _("remove one of the two lines"),
        )
    try:
        weights[drg] = parse_ppm(row["weight"])
    except BadInput as problem:
        one = problem.findings[0]
        return Finding(one.code, one.what, where, one.why, one.remedy)
    return None if weights[drg] > 0 else _not_positive(drg, where)


def _not_positive(drg: str, where: str) -> Finding:
    return Finding(
        "drg.weights_line",
        _("the weight of group {drg} is not above zero").format(drg=drg),
        where,
        _("its cases would earn nothing"),
        _("correct it, or take the group out: it is then priced as a new one"),
    )
