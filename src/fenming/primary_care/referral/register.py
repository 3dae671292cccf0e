"""The register of referrals: by institution and direction what was sent, arrived, was refused or ran out, and how long it took."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import duckdb

from fenming.engines.local import literal, parquet
from fenming.facts.run_tables import Row
from fenming.kernel import Figure, Finding, Source
from fenming.mechanisms import Name, derive, given
from fenming.primary_care.referral.findings import register_findings

STATES = ("requested", "accepted", "arrived", "refused", "cancelled", "expired")
DIRECTIONS = {"up": ("上转", "up"), "down": ("下转", "down")}
STATE_WORDS = {
    "requested": ("申请", "requested"),
    "accepted": ("接受", "accepted"),
    "arrived": ("到诊", "arrived"),
    "refused": ("拒绝", "refused"),
    "cancelled": ("取消", "cancelled"),
    "expired": ("逾期", "expired"),
}
STATE = """
SELECT direction, from_institution_id, to_institution_id, state, count(*)::BIGINT AS cases
FROM {referral} WHERE year(requested_on) = {year} GROUP BY ALL ORDER BY ALL
"""
TREATED = """
SELECT institution_id, count(DISTINCT person_id)::BIGINT AS persons FROM {bill}
WHERE year(settled_at) = {year} AND total_fen > 0 GROUP BY institution_id ORDER BY institution_id
"""
DAYS = """
SELECT direction, count(*)::BIGINT AS cases, quantile_disc(days, 0.25) AS first_quarter, quantile_disc(days, 0.5) AS median,
       quantile_disc(days, 0.75) AS third_quarter, quantile_disc(days, 0.9) AS ninth_tenth, max(days) AS longest
FROM (SELECT direction, arrived_on - requested_on AS days FROM {referral}
      WHERE year(requested_on) = {year} AND state = 'arrived' AND arrived_on >= requested_on)
GROUP BY direction ORDER BY direction DESC
"""
REASONS = """
SELECT direction, state, coalesce(reason, '') AS reason, count(*)::BIGINT AS cases
FROM {referral} WHERE year(requested_on) = {year} AND state IN ('refused', 'cancelled', 'expired')
GROUP BY ALL ORDER BY direction, state, cases DESC, reason
"""


@dataclass(frozen=True, slots=True)
class Sender:
    """One institution's referrals of one direction: sent, by state, the share that arrived, and sent per person treated (ppm).

    A share is missing where nothing was sent; the rate is missing where nobody was treated, or no bill is on file.
    """

    institution_id: str
    direction: str
    sent: Figure
    states: Mapping[str, Figure]
    arrival: Figure | None
    rate: Figure | None

    def figures(self) -> list[Figure]:
        """All that is known."""
        return [self.sent, *self.states.values(), *(one for one in (self.arrival, self.rate) if one is not None)]


@dataclass(frozen=True, slots=True)
class Register:
    """A year of referrals: `senders` by institution and direction, `county` by direction, days to arrival and reasons as rows."""

    senders: Mapping[tuple[str, str], Sender]
    county: Mapping[str, Sender]
    days: list[Row]
    reasons: list[Row]
    findings: list[Finding] = field(default_factory=list)

    def figures(self) -> list[Figure]:
        """Every figure of the register."""
        return [one for sender in (*self.senders.values(), *self.county.values()) for one in sender.figures()]


def read_register(tables: Mapping[str, Path], year: int, folder: Path) -> Register:
    """The register of `year` (by day of request); its sums are written into `folder` as `referral_state` and `treated`.

    `tables` are canonical tables: `referral`, and as far as there are `bill` and `institution`.
    """
    named = {name: parquet(path) for name, path in tables.items()}
    with duckdb.connect() as connection:
        _write(connection, STATE.format(**named, year=year), folder / "referral_state.parquet")
        states = _rows(connection, f"SELECT * FROM {parquet(folder / 'referral_state.parquet')}")
        treated = _treated(connection, named, year, folder)
        days = _rows(connection, DAYS.format(**named, year=year))
        reasons = _rows(connection, REASONS.format(**named, year=year))
    called = _called(named)
    keys = dict.fromkeys((row["from_institution_id"], row["direction"]) for row in states)
    senders = {
        (one, way): _sender(_Sent(one, way, called.get(one, one)), states, treated)
        for one, way in sorted(keys)
        if way in DIRECTIONS
    }
    county = {way: _sender(_Sent("", way, "全县"), states, treated) for way in DIRECTIONS}
    return Register(senders, county, days, reasons, register_findings(tables, year))


@dataclass(frozen=True, slots=True)
class _Sent:
    institution_id: str
    direction: str
    label: str

    @property
    def base(self) -> Name:
        way, way_en = DIRECTIONS[self.direction]
        party = f"institution.{self.institution_id}" if self.institution_id else "county"
        label_en = f"institution {self.institution_id}" if self.institution_id else "county"
        return Name(f"referral.{party}.{self.direction}", f"{self.label}·{way}", f"{label_en}: {way_en}", "count")

    @property
    def where(self) -> dict[str, str | int]:
        sender = {"from_institution_id": self.institution_id} if self.institution_id else {}
        return {"direction": self.direction, **sender}

    def has(self, row: Row) -> bool:
        return all(row[column] == value for column, value in self.where.items())


def _sender(sent: _Sent, states: list[Row], treated: Mapping[str, int] | None) -> Sender:
    own, base = [row for row in states if sent.has(row)], sent.base
    source = Source("referral_state", "cases", sent.where)
    whole = given(base.child("sent", "转诊人次", "referrals", "count"), sum(row["cases"] for row in own), source)
    by_state = {
        state: given(
            base.child(state, *STATE_WORDS[state], "count"),
            sum(row["cases"] for row in own if row["state"] == state),
            Source("referral_state", "cases", {**sent.where, "state": state}),
        )
        for state in STATES
    }
    arrival = None
    if whole.value:
        name = base.child("arrival", "到诊率", "arrived of those referred", "ppm")
        arrival = derive(name, "ratio", {"part": by_state["arrived"], "whole": whole})
    return Sender(sent.institution_id, sent.direction, whole, by_state, arrival, _rate(sent, whole, treated))


def _rate(sent: _Sent, whole: Figure, treated: Mapping[str, int] | None) -> Figure | None:
    if treated is None or not treated.get(sent.institution_id) or not sent.institution_id:
        return None
    base = sent.base
    source = Source("treated", "persons", {"institution_id": sent.institution_id})
    persons = given(
        base.child("treated", "诊治人数", "persons treated", "person"), treated[sent.institution_id], source
    )
    name = base.child("rate", "转诊率", "referrals per person treated", "ppm")
    return derive(name, "ratio", {"part": whole, "whole": persons})


def _treated(
    connection: duckdb.DuckDBPyConnection, named: Mapping[str, str], year: int, folder: Path
) -> dict[str, int] | None:
    if "bill" not in named:
        return None
    _write(connection, TREATED.format(**named, year=year), folder / "treated.parquet")
    rows = _rows(connection, f"SELECT * FROM {parquet(folder / 'treated.parquet')}")
    return {row["institution_id"]: row["persons"] for row in rows}


def _called(named: Mapping[str, str]) -> dict[str, str]:
    if "institution" not in named:
        return {}
    with duckdb.connect() as connection:
        return dict(connection.execute(f"SELECT institution_id, name FROM {named['institution']}").fetchall())


def _write(connection: duckdb.DuckDBPyConnection, query: str, path: Path) -> None:
    connection.execute(f"COPY ({query}) TO {literal(path)} (FORMAT parquet)")


def _rows(connection: duckdb.DuckDBPyConnection, query: str) -> list[dict[str, Any]]:
    answer = connection.execute(query)
    columns = [column[0] for column in answer.description or ()]
    return [dict(zip(columns, row, strict=True)) for row in answer.fetchall()]
