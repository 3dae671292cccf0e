"""Weights that a county was given, in a file: groups and their weights as printed."""

import csv
from pathlib import Path

from fenming.kernel import BadInput, Finding, parse_ppm
from fenming.kernel.language import _

COLUMNS = ("drg", "weight")


def read_weights(path: Path) -> dict[str, int]:
    """Weight in ppm by group, from a CSV file with the columns `drg` and `weight` (`1.0527`; up to six decimals).

    Raises BadInput with every line that cannot be read: no group, no weight or one that is not positive, a group twice.
    """
    with path.open(encoding="utf-8-sig", newline="") as lines:
        rows = csv.DictReader(lines)
        missing = [name for name in COLUMNS if name not in (rows.fieldnames or ())]
        if missing:
            raise BadInput(
                "drg.weights_columns",
                _("the file of weights has no column {names}").format(names=", ".join(missing)),
                path.name,
                _("its first line must name the columns"),
                _("let the first line be: drg,weight"),
            )
        weights: dict[str, int] = {}
        findings = [one for row in rows if (one := _read(row, rows.line_num, path.name, weights)) is not None]
    if findings:
        raise BadInput(findings=tuple(findings))
    return weights


def _read(row: dict[str, str], line: int, name: str, weights: dict[str, int]) -> Finding | None:
    """Enter one line's weight, or say what is wrong with it."""
    drg, written = (row["drg"] or "").strip().upper(), (row["weight"] or "").strip()
    where = f"{name}:{line}"
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
        weights[drg] = parse_ppm(written)
    except BadInput as problem:
        one = problem.findings[0]
        return Finding(one.code, one.what, where, one.why, one.remedy)
    if weights[drg] <= 0:
        return Finding(
            "drg.weights_line",
            _("the weight of group {drg} is not above zero").format(drg=drg),
            where,
            _("its cases would earn nothing"),
            _("correct it, or take the group out: it is then priced as a new one"),
        )
    return None
