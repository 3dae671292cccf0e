"""Bills by month of care and months until they were settled: the run-off triangle of one scheme and area."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from fenming.engines.local import connect, literal, run
from fenming.facts.workspace import Workspace
from fenming.kernel import BadInput
from fenming.kernel.language import _
from fenming.policy import Pack
from fenming.policy.codes import word_of

AREAS = ("in_county", "out_of_county", "unknown_area")
MONTHS = 12


def month_number(month: str) -> int:
    """Months since year 0 of `2024-03`. Raises BadInput."""
    try:
        year, number = map(int, month.split("-"))
    except ValueError:
        year, number = 0, 0
    if not (1 <= number <= MONTHS and year > 0):
        raise BadInput(
            "estimate.month", what=_("'{text}' is no month").format(text=month), remedy=_("write it like 2024-03")
        )
    return year * MONTHS + number - 1


def month_text(number: int) -> str:
    """`2024-03` of a number of months since year 0."""
    return f"{number // MONTHS:04d}-{number % MONTHS + 1:02d}"


@dataclass(frozen=True, slots=True)
class Triangle:
    """Fund spend (fen) by month of care and months until it was settled, of one scheme and area, known up to `as_of`.

    `spend` is keyed by (month of care, months until settled), months as numbers since year 0; every month of care from
    the first to `as_of` counts, also those without any spend.
    """

    scheme: str
    area: str
    as_of: int
    spend: Mapping[tuple[int, int], int]

    @property
    def origins(self) -> range:
        """Months of care, the first one to `as_of`."""
        return range(min((origin for origin, _lag in self.spend), default=self.as_of + 1), self.as_of + 1)

    @property
    def lag_max(self) -> int:
        """The longest time, in months, after which anything was settled."""
        return max((lag for (_origin, lag), fen in self.spend.items() if fen), default=0)

    @property
    def booked_fen(self) -> int:
        """What is settled: the sum of all bills in the triangle."""
        return sum(self.spend.values())

    def cumulative(self) -> dict[int, list[int]]:
        """By month of care: spend known after 0, 1, 2 … months, as far as `as_of` has seen and anything was ever settled."""
        rows: dict[int, list[int]] = {}
        for origin in self.origins:
            rows[origin], known = [], 0
            for lag in range(min(self.as_of - origin, self.lag_max) + 1):
                known += self.spend.get((origin, lag), 0)
                rows[origin].append(known)
        return rows


def triangles(cells: Iterable[tuple[str, str, int, int, int]], as_of: int) -> tuple[Triangle, ...]:
    """One triangle for each scheme and area out of (scheme, area, month of care, month settled, fen).

    What was settled before its month of care was over (a part of a stay) counts in that month; what came after `as_of` is left out.
    """
    spend: dict[tuple[str, str], dict[tuple[int, int], int]] = {}
    for scheme, area, origin, settled, fen in cells:
        if settled <= as_of and origin <= as_of:
            of_kind = spend.setdefault((scheme, area), {})
            place = origin, max(settled - origin, 0)
            of_kind[place] = of_kind.get(place, 0) + fen
    return tuple(Triangle(*key, as_of, dict(sorted(spend[key].items()))) for key in sorted(spend))


def bill_triangles(workspace: Workspace, pack: Pack, as_of: str = "") -> tuple[Triangle, ...]:
    """Triangles of the pooled fund printed on the workspace's bills, known up to `as_of` (empty: the last month settled).

    The month of care is that of a bill's last day. An institution's own region decides whether it lies in the county.
    """
    register = (
        f"LEFT JOIN {workspace.scan('institution')} i USING (institution_id)" if workspace.has("institution") else ""
    )
    region = "coalesce(nullif(i.region, ''), b.care_region)" if register else "b.care_region"
    sql = f"""
        SELECT b.scheme,
          CASE WHEN coalesce({region}, '') = '' THEN 'unknown_area'
               WHEN {region} = {literal(workspace.region)} THEN 'in_county' ELSE 'out_of_county' END,
          year(b.ended_on) * 12 + month(b.ended_on) - 1, year(b.settled_at) * 12 + month(b.settled_at) - 1,
          CAST(sum(b.platform_pool_fen) AS BIGINT)
        FROM {workspace.scan("bill")} b {register} GROUP BY ALL ORDER BY ALL"""
    with connect(workspace.temporary) as connection:
        rows = [(str(row[0]), *row[1:]) for row in run(connection, sql)]
    last = month_number(as_of) if as_of else max((row[3] for row in rows), default=0)
    named = (
        (word_of(pack.codes, "scheme", scheme) or scheme, area, origin, settled, fen)
        for scheme, area, origin, settled, fen in rows
    )
    return triangles(named, last)
