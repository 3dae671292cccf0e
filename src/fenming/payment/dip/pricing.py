"""A file of cases scored: the table `case_points`, its sums, and what waits for experts."""

from collections.abc import Iterable, Iterator

import pyarrow as pa

from fenming.grouping.dip.directory import Group
from fenming.mechanisms.review_quota import review_quota
from fenming.payment.dip.price import PricedCase

SCHEMA = pa.schema(
    [
        ("case_id", pa.string()), ("institution_id", pa.string()), ("consortium_id", pa.string()), ("is_chronic", pa.int64()),
        ("scheme", pa.string()), ("drg", pa.string()), ("month", pa.int64()), ("weight_ppm", pa.int64()), ("coefficient_ppm", pa.int64()),
        ("points_micro", pa.int64()), ("rule", pa.string()), ("total_fen", pa.int64()), ("person_fen", pa.int64()), ("fund_billed_fen", pa.int64()),
    ]
)  # fmt: skip
POINTS_KEY = ("scheme", "institution_id", "consortium_id", "is_chronic", "month")
POINTS_SUMS = ("cases", "points_micro", "total_fen", "person_fen", "fund_billed_fen")
WAITING = ("review", "ungrouped")


def case_points(priced: Iterable[PricedCase]) -> pa.Table:
    """The table `case_points`; the group stands in the column `drg`, as for every way of grouping."""
    columns: dict[str, list[object]] = {name: [] for name in SCHEMA.names}
    for one in priced:
        for name, value in zip(SCHEMA.names, _row(one), strict=True):
            columns[name].append(value)
    return pa.table(columns, SCHEMA)


def _row(one: PricedCase) -> tuple[object, ...]:
    case = one.case
    weight = one.group.weight_ppm if isinstance(one.group, Group) else 0
    return (
        case.case_id, case.institution_id, case.consortium_id, case.is_chronic, case.scheme, case.group_id, case.month,
        weight, one.coefficient_ppm, one.points_micro, one.rule, case.total_fen, case.person_fen, case.fund_billed_fen,
    )  # fmt: skip


def points(table: pa.Table) -> pa.Table:
    """Sums of `case_points` by scheme, institution, consortium, chronic pool and month: no person, leaves of figures."""
    sums = [("case_id", "count"), *((name, "sum") for name in POINTS_SUMS[1:])]
    summed = table.group_by(list(POINTS_KEY)).aggregate(sums).sort_by([(name, "ascending") for name in POINTS_KEY])
    named = {"case_id_count": "cases", **{f"{name}_sum": name for name in POINTS_SUMS[1:]}}
    return summed.rename_columns([named.get(name, name) for name in summed.column_names])


def review_queue(priced: Iterable[PricedCase], share_ppm: int) -> list[dict[str, object]]:
    """Cases that wait for experts, the farthest from their mean first, with each institution's quota and whether they fit in it."""
    listed = list(priced)
    discharges: dict[str, int] = {}
    for one in listed:
        discharges[one.case.institution_id] = discharges.get(one.case.institution_id, 0) + 1
    quotas = {name: review_quota(cases, share_ppm) for name, cases in discharges.items()}
    return list(_queued((one for one in listed if one.rule in WAITING and not one.is_decided), quotas))


def _queued(waiting: Iterable[PricedCase], quotas: dict[str, int]) -> Iterator[dict[str, object]]:
    asked: dict[str, int] = {}
    for one in sorted(waiting, key=lambda one: (one.case.institution_id, -_distance(one), one.case.case_id)):
        institution = one.case.institution_id
        asked[institution] = asked.get(institution, 0) + 1
        yield {
            "institution_id": institution,
            "case_id": one.case.case_id,
            "group_id": one.case.group_id,
            "rule": one.rule,
            "total_fen": one.case.total_fen,
            "ratio_ppm": _distance(one),
            "quota": quotas[institution],
            "is_within_quota": int(asked[institution] <= quotas[institution]),
        }


def _distance(one: PricedCase) -> int:
    """Cost as ppm of the mean, whole ppm; nothing without a group."""
    if one.measure is None or not one.measure.total:
        return 0
    return one.case.total_fen * one.measure.cases * 1_000_000 // one.measure.total
