"""The budget point value, from the cost and points of the directory's own history."""

from collections import defaultdict
from collections.abc import Mapping

from fenming.grouping.dip.directory import Directory
from fenming.grouping.dip.scoring import weighted_years
from fenming.kernel import Figure, Source
from fenming.mechanisms import Name, collect, derive, given
from fenming.payment.dip.rules import ROOM, Rules

BASE = Name(f"{ROOM}.budget", "DIP预算", "DIP budget")


def budget_value(directory: Directory, rules: Rules) -> Figure | None:
    """Weighted yearly cost ÷ Σ score × cases, over the years of the directory; None where it has no history.

    The directory's cases of all schemes together: a value for one scheme needs a directory of that scheme's cases.
    """
    if not directory.means:
        return None
    costs, points = _history(directory)
    weights = weighted_years([mean.year for mean in directory.means], directory.terms.year_weights)
    last = max(weights)
    chosen = points if rules.budget_points_of == "weighted" else {last: points[last]}
    years = Figure(
        BASE.child("years", "年度权重", "weights of the years").name,
        weights,
        "weight",
        "calendar",
        "年度权重",
        "weights of the years",
    )
    inputs = {
        "costs": _collected("costs", "年度费用", costs),
        "points": _collected("points", "年度总分值", chosen),
        "years": years,
    }
    return derive(
        BASE.child("point_value", "预算点值", "budget point value", "micro_yuan"),
        "budget_point_value",
        inputs,
        rules.basis,
    )


def _history(directory: Directory) -> tuple[dict[str, int], dict[str, int]]:
    scores = {group.group_id: group.score_micro for group in directory.groups}
    costs: dict[str, int] = defaultdict(int)
    points: dict[str, int] = defaultdict(int)
    for mean in directory.means:
        costs[str(mean.year)] += mean.total_fen
        points[str(mean.year)] += scores[mean.group_id] * mean.cases
    return dict(costs), dict(points)


def _collected(what: str, label: str, by_year: Mapping[str, int]) -> Figure:
    unit = "fen" if what == "costs" else "micro_point"
    column = "total_fen" if what == "costs" else "score_micro"
    leaves = {
        year: given(
            BASE.child(f"{what}.{year}", f"{year}年{label}", f"{what} of {year}", unit),
            value,
            Source("means", column, {"year": int(year)}),
        )
        for year, value in sorted(by_year.items())
    }
    return collect(BASE.child(what, label, what, unit), leaves)
