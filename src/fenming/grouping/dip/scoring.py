"""What the groups of a directory cost: means by year and level, weights, scores, retrieval levels."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace

import duckdb

from fenming.engines.local import run
from fenming.grouping.dip.directory import TREATMENTS, Group, Mean, Shelf
from fenming.grouping.dip.terms import Terms
from fenming.kernel import BadInput, divide
from fenming.kernel.language import _
from fenming.mechanisms.dip_mean import dip_mean
from fenming.mechanisms.dip_score import dip_score
from fenming.mechanisms.dip_score_fixed import dip_score_fixed
from fenming.mechanisms.dip_weight import dip_weight

Yearly = dict[str, list[int]]
YUAN = 100


def weighted_years(years: Sequence[int], weights: Sequence[int]) -> dict[str, int]:
    """The last years of the history with their weights, the last one the last weight: 2022, 2023, 2024 at 1:2:7."""
    last = max(years)
    return {str(last - place): weight for place, weight in enumerate(reversed(weights))}


def means_of(connection: duckdb.DuckDBPyConnection) -> list[Mean]:
    """Cases and cost by group, year and level of care, from `member`, `keyed` and `care_level`."""
    rows = run(
        connection,
        """SELECT group_id, year, coalesce(level, ''), count(*), CAST(sum(total_fen) AS BIGINT)
        FROM member JOIN keyed USING (row) LEFT JOIN care_level USING (institution_id) WHERE group_id <> '' GROUP BY ALL ORDER BY ALL""",
    )
    return [Mean(*row) for row in rows]


def by_year(means: Sequence[Mean]) -> tuple[dict[str, Yearly], Yearly]:
    """Cost and cases by year: of every group, and of all together."""
    groups: dict[str, Yearly] = defaultdict(lambda: defaultdict(lambda: [0, 0]))
    region: Yearly = defaultdict(lambda: [0, 0])
    for mean in means:
        for held in (groups[mean.group_id][str(mean.year)], region[str(mean.year)]):
            held[0] += mean.total_fen
            held[1] += mean.cases
    return groups, region


def scored(groups: Sequence[Group], means: Sequence[Mean], terms: Terms, stays: Mapping[str, int]) -> list[Group]:
    """`groups` with their cases, means, weights and scores; years weighted as the terms say, those without cases left out."""
    yearly, region = by_year(means)
    years = weighted_years([mean.year for mean in means], terms.year_weights)
    base = _base(yearly, region, terms)
    return [_scored(group, yearly[group.group_id], (region, base, years), terms, stays) for group in groups]


def _base(yearly: Mapping[str, Yearly], region: Yearly, terms: Terms) -> Yearly:
    if not terms.reference:
        return region
    if terms.reference not in yearly:
        raise BadInput(
            "dip.no_reference",
            what=_("there is no group '{group}' to be the reference disease").format(group=terms.reference),
            where="--reference",
            why=_("scores are measured by a group of this very directory"),
            remedy=_(
                "name a group as groups.csv writes it, or leave the option out: then the region's mean is the base"
            ),
        )
    return yearly[terms.reference]


def _scored(
    group: Group,
    yearly: Yearly,
    measures: tuple[Yearly, Yearly, dict[str, int]],
    terms: Terms,
    stays: Mapping[str, int],
) -> Group:
    region, base, years = measures
    return replace(
        group,
        cases=sum(cases for _total, cases in yearly.values()),
        total_fen=sum(total for total, _cases in yearly.values()),
        stay_days=stays[group.group_id],
        mean_fen=dip_mean(yearly, years),
        weight_ppm=dip_weight(yearly, region, years),
        score_micro=_score(yearly, base, years, terms),
    )


def _score(yearly: Yearly, base: Yearly, years: dict[str, int], terms: Terms) -> int:
    if terms.score_unit == "thousand":
        return dip_score(yearly, base, years, 1000)
    return dip_score_fixed(yearly, years, YUAN if terms.score_unit == "yuan" else terms.reference_amount or 0)


def stays_of(connection: duckdb.DuckDBPyConnection) -> dict[str, int]:
    """Days of stay of all cases of a group."""
    return dict(
        run(
            connection,
            "SELECT group_id, CAST(sum(stay_days) AS BIGINT) FROM member JOIN keyed USING (row) GROUP BY ALL",
        )
    )


def shelves_of(connection: duckdb.DuckDBPyConnection, *, by_treatment: bool) -> list[Shelf]:
    """Retrieval levels: categories, or categories under each treatment, with what lies in them."""
    rank = "treatment" if by_treatment else "-1"
    rows = run(
        connection,
        f"""SELECT category, rank, count(DISTINCT group_id), count(*), CAST(sum(total_fen) AS BIGINT)
        FROM (SELECT category, {rank} AS rank, group_id, total_fen FROM member JOIN keyed USING (row)) GROUP BY ALL ORDER BY ALL""",
    )
    return [
        Shelf(category, TREATMENTS[rank] if rank >= 0 else "", groups, cases, total, divide(total, cases))
        for category, rank, groups, cases, total in rows
    ]
