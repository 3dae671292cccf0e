"""What a new judgement changed: bill by bill, person by person, month by month."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import duckdb

from fenming.engines.local import literal, parquet, run
from fenming.facts.intake import person_label
from fenming.reports.adjudicated.columns import COMPARED
from fenming.reports.adjudicated.judged import Chosen

LISTED = 50_000  # bills and persons that the workbook lists
MAIN = "fund_pay_sumamt"


@dataclass(frozen=True, slots=True)
class OfAmount:
    """One amount over all bills that were judged both times: how many rose and fell, and by how many fen."""

    name: str
    bills: int
    before_fen: int
    now_fen: int
    risen_fen: int
    fallen_fen: int


@dataclass(frozen=True, slots=True)
class Part:
    """Bills of one person or month: how many changed, came or went, and what the funds pay before and now."""

    key: str
    changed: int
    came: int
    went: int
    before_fen: int
    now_fen: int


@dataclass(frozen=True, slots=True)
class Changes:
    """`same` bills have every amount as before, `came` are judged only now, `went` only before."""

    same: int
    changed: int
    came: int
    went: int
    amounts: tuple[OfAmount, ...]
    months: tuple[Part, ...]
    persons: tuple[Part, ...]
    not_compared: tuple[str, ...] = ()

    def as_dict(self) -> dict[str, Any]:
        return asdict(self)


def compare(
    connection: duckdb.DuckDBPyConnection, judged: Sequence[Path], amounts: Sequence[str], chosen: Chosen
) -> Changes:
    """Compare the judged bills with the table `before` by the amounts that both hold; `chosen` limits `before` alike."""
    _pair(connection, judged, amounts, chosen)
    same, changed, came, went = run(
        connection,
        """SELECT count(*) FILTER (was AND is_now AND NOT changed), count(*) FILTER (was AND is_now AND changed),
            count(*) FILTER (NOT was), count(*) FILTER (NOT is_now) FROM paired""",
    )[0]
    return Changes(
        same,
        changed,
        came,
        went,
        amounts=_amounts(connection, amounts),
        months=_parts(connection, "strftime(setl_time, '%Y-%m')", "key"),
        persons=_parts(connection, "psn_no", "abs(now_fen - before_fen) DESC, key"),
        not_compared=tuple(name for name in COMPARED if name not in amounts),
    )


def _pair(
    connection: duckdb.DuckDBPyConnection, judged: Sequence[Path], amounts: Sequence[str], chosen: Chosen
) -> None:
    pairs = judged[0].parent.with_name("paired.parquet")
    unequal = " OR ".join(f"now.{name} IS DISTINCT FROM before.{name}" for name in amounts)
    both = ", ".join(f"before.{name} AS {name}_before, now.{name} AS {name}_now" for name in amounts)
    shown = "now.file, now.line, now.fixmedins_code, now.med_type, now.medfee_sumamt, now.reason"
    run(
        connection,
        f"""COPY (SELECT setl_id, coalesce(now.psn_no, before.psn_no) AS psn_no,
            coalesce(now.setl_time, before.setl_time) AS setl_time, {shown}, {both},
            before.hifp_pay IS NOT NULL AS was, now.hifp_pay IS NOT NULL AS is_now, {unequal} AS changed
        FROM {parquet(*judged)} AS now FULL JOIN (SELECT * FROM before WHERE {_condition(judged, chosen)}) AS before USING (setl_id))
        TO {literal(pairs)} (FORMAT parquet, COMPRESSION lz4)""",
    )
    run(connection, f"CREATE OR REPLACE TEMP VIEW paired AS FROM {parquet(pairs)}")


def _condition(judged: Sequence[Path], chosen: Chosen) -> str:
    """Which earlier bills are asked for. Another key gives another label, so bills now judged as the person's count too."""
    days = Chosen(None, chosen.first_day, chosen.last_day).condition().replace("settled_at", "setl_time")
    if chosen.person is None:
        return days
    theirs = f"SELECT setl_id FROM {parquet(*judged)}"
    return f"({days}) AND (psn_no = {literal(person_label(chosen.person))} OR setl_id IN ({theirs}))"


def _amounts(connection: duckdb.DuckDBPyConnection, amounts: Sequence[str]) -> tuple[OfAmount, ...]:
    found = []
    for name in amounts:
        difference = f"coalesce({name}_now - {name}_before, 0)"
        values = run(
            connection,
            f"""SELECT count(*) FILTER ({difference} <> 0), coalesce(sum({name}_before), 0)::BIGINT, coalesce(sum({name}_now), 0)::BIGINT,
                coalesce(sum(greatest({difference}, 0)), 0)::BIGINT, coalesce(sum(greatest(-{difference}, 0)), 0)::BIGINT
            FROM paired WHERE was AND is_now""",
        )[0]
        found.append(OfAmount(name, *values))
    return tuple(found)


def _parts(connection: duckdb.DuckDBPyConnection, key: str, order: str) -> tuple[Part, ...]:
    """Only those in which something changed."""
    rows = run(
        connection,
        f"""SELECT {key} AS key, count(*) FILTER (was AND is_now AND changed) AS changed, count(*) FILTER (NOT was) AS came,
            count(*) FILTER (NOT is_now) AS went, coalesce(sum({MAIN}_before), 0)::BIGINT AS before_fen,
            coalesce(sum({MAIN}_now), 0)::BIGINT AS now_fen
        FROM paired GROUP BY key HAVING changed + came + went > 0 ORDER BY {order} LIMIT {LISTED}""",
    )
    return tuple(Part(*row) for row in rows)


def changed_bills(connection: duckdb.DuckDBPyConnection, count: int = LISTED) -> list[dict[str, Any]]:
    """Bills that changed, came or went, those first on which the funds' payment moved most."""
    moved = f"abs(coalesce({MAIN}_now, 0) - coalesce({MAIN}_before, 0))"
    answer = connection.execute(
        f"SELECT * FROM paired WHERE changed ORDER BY {moved} DESC, setl_time, setl_id LIMIT {count:d}"
    )
    names = [column[0] for column in answer.description or ()]
    return [dict(zip(names, row, strict=True)) for row in answer.fetchall()]
