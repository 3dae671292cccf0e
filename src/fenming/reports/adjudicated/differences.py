"""What ours and the platform's come to: by layer, by reason, by institution, and the bills that differ most."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import duckdb

from fenming.engines.local import parquet, run
from fenming.reports.adjudicated.columns import FUNDS, LAYERS

LISTED = 50_000  # bills that a differences workbook lists; the output holds them all


@dataclass(frozen=True, slots=True)
class OfLayer:
    """One layer over all bills on which the platform printed it: `over` and `under` are what it paid too much, too little."""

    name: str
    bills: int
    differing: int
    ours_fen: int
    printed_fen: int
    over_fen: int
    under_fen: int


@dataclass(frozen=True, slots=True)
class Group:
    """Bills of one reason or institution: how many, how many differ, and what the platform's funds paid too much, too little.

    `layers` is ours less the platform's, by fund.
    """

    key: str
    bills: int
    differing: int
    ours_fen: int
    printed_fen: int
    over_fen: int
    under_fen: int
    layers: dict[str, int]


@dataclass(frozen=True, slots=True)
class Differences:
    """The whole comparison. Every sum by reason or by institution comes to the same."""

    bills: int
    differing: int
    over_fen: int
    under_fen: int
    layers: tuple[OfLayer, ...]
    reasons: tuple[Group, ...]
    institutions: tuple[Group, ...]

    def as_dict(self) -> dict[str, Any]:
        return asdict(self)


def differences(connection: duckdb.DuckDBPyConnection, judged: Sequence[Path]) -> Differences:
    """Count the judged bills."""
    bills, differing, over_fen, under_fen = run(
        connection,
        f"""SELECT count(*), count(*) FILTER (differs), coalesce(sum(over_fen), 0)::BIGINT, coalesce(sum(under_fen), 0)::BIGINT
        FROM {parquet(*judged)}""",
    )[0]
    return Differences(
        bills,
        differing,
        over_fen,
        under_fen,
        layers=_layers(connection, judged),
        reasons=_groups(connection, judged, "reason_code"),
        institutions=_groups(connection, judged, "fixmedins_code"),
    )


def _layers(connection: duckdb.DuckDBPyConnection, judged: Sequence[Path]) -> tuple[OfLayer, ...]:
    sums = ", ".join(
        f"count({layer.difference}), count(*) FILTER ({layer.difference} <> 0),"
        f" coalesce(sum({layer.name}) FILTER ({layer.name}_printed IS NOT NULL), 0)::BIGINT,"
        f" coalesce(sum({layer.name}_printed), 0)::BIGINT,"
        f" coalesce(sum(greatest(-{layer.difference}, 0)), 0)::BIGINT, coalesce(sum(greatest({layer.difference}, 0)), 0)::BIGINT"
        for layer in LAYERS
    )
    values = run(connection, f"SELECT {sums} FROM {parquet(*judged)}")[0]
    return tuple(OfLayer(layer.name, *values[6 * place : 6 * place + 6]) for place, layer in enumerate(LAYERS))


def _groups(connection: duckdb.DuckDBPyConnection, judged: Sequence[Path], column: str) -> tuple[Group, ...]:
    sums = ", ".join(f"sum(coalesce({layer.difference}, 0))::BIGINT" for layer in FUNDS)
    rows = run(
        connection,
        f"""SELECT {column}, count(*), count(*) FILTER (differs), sum(fund_pay_sumamt)::BIGINT, sum(fund_pay_sumamt_printed)::BIGINT,
            sum(over_fen)::BIGINT AS over_fen, sum(under_fen)::BIGINT AS under_fen, {sums}
        FROM {parquet(*judged)} GROUP BY {column} ORDER BY sum(over_fen) + sum(under_fen) DESC, count(*) DESC, {column}""",
    )
    names = [layer.name for layer in FUNDS]
    return tuple(
        Group(key, bills, differing, ours, printed, over, under, dict(zip(names, layers, strict=True)))
        for key, bills, differing, ours, printed, over, under, *layers in rows
    )


def largest(connection: duckdb.DuckDBPyConnection, judged: Sequence[Path], count: int = LISTED) -> list[dict[str, Any]]:
    """The bills that differ, those first on which most money differs; at most `count`."""
    answer = connection.execute(
        f"""SELECT *, over_fen + under_fen AS apart_fen FROM {parquet(*judged)} WHERE differs
        ORDER BY apart_fen DESC, abs(psn_part_amt_difference) DESC, file, line LIMIT {count:d}"""
    )
    names = [column[0] for column in answer.description or ()]
    return [dict(zip(names, row, strict=True)) for row in answer.fetchall()]
