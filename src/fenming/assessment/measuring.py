"""Facts become the measure table: every measure's SQL run once, its parties given all codes up the chain."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb

from fenming.assessment import places
from fenming.assessment.measure import PERIODS, Measure, Query, known_measures, known_relations, measure_of
from fenming.assessment.measure_findings import (
    no_measure,
    no_rows,
    no_table,
    silent_parties,
    unknown_care,
    unknown_parties,
)
from fenming.assessment.prepared import PREPARED
from fenming.engines.local import connect, literal, parquet, run
from fenming.kernel import BadInput, Finding
from fenming.policy import Policy

MEMORY_LIMIT = "2GB"
CODES = "consortium_id, township_hospital_id, unit_id, institution_id"
EMPTY = """CREATE TEMP TABLE measure (measure_id VARCHAR, period VARCHAR, consortium_id VARCHAR,
    township_hospital_id VARCHAR, unit_id VARCHAR, institution_id VARCHAR, value BIGINT)"""
TABLE = f"SELECT measure_id, period, {CODES}, value FROM measure ORDER BY measure_id, period, {CODES}"


def write_measures(
    tables: Mapping[str, Path], policy: Policy, year: int, folder: Path, wanted: Collection[str] | None = None
) -> list[Finding]:
    """Write `folder/measure.parquet`: the `wanted` measures (all known ones where None) of `year`, at their finest grain.

    `tables` are the Parquet files of the facts that were imported. A measure of which a table, a parameter or every row
    is missing is left out and is a finding. The rows of one measure and period are additive: any party's figure is their sum.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(dir=folder, prefix=".measuring-") as temporary, _opened(temporary) as connection:
        work = _Work(connection, tables, policy, year, Path(temporary))
        work.begin()
        for measure in work.chosen(wanted):
            work.measure(measure)
        run(connection, f"COPY ({TABLE}) TO {literal(folder / 'measure.parquet')} (FORMAT parquet)")
        return work.found()


def _opened(temporary: str) -> duckdb.DuckDBPyConnection:
    return connect(Path(temporary) / "overflow", MEMORY_LIMIT)


def policy_values(policy: Policy, names: Iterable[str]) -> dict[str, int]:
    """The parameters as SQL knows them: dots as underscores, parts of a table by their keys. Raises BadInput where one is unknown."""
    values: dict[str, int] = {}
    for name in names:
        value, called = policy[name].value, name.replace(".", "_")
        if isinstance(value, Mapping):
            values |= {f"{called}_{key}": int(part) for key, part in value.items()}
        else:
            values[called] = int(value)
    return values


@dataclass(slots=True)
class _Work:
    """Measures on their way: what can be read by now, what cannot be, and what was found wrong."""

    connection: duckdb.DuckDBPyConnection
    tables: Mapping[str, Path]
    policy: Policy
    year: int
    temporary: Path
    readable: dict[str, str] = field(default_factory=dict)
    lacking: dict[str, tuple[str, ...]] = field(default_factory=dict)
    left_out: dict[str, list[str]] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)

    def begin(self) -> None:
        """An empty measure table, and where every party belongs."""
        run(self.connection, EMPTY)
        self.readable |= {name: parquet(path) for name, path in self.tables.items()}
        self.findings += places.make_places(self.connection, self.readable, self.policy, self.year)
        self.readable |= {name: name for name in places.MADE}

    def chosen(self, wanted: Collection[str] | None) -> list[Measure]:
        """The measures that count what is wanted, each once; a name without its word is all words."""
        known = known_measures()
        if wanted is None:
            return list(known.values())
        found = {name: known.get(name) or measure_of(name) for name in sorted(set(wanted))}
        self.findings += [no_measure(name) for name, measure in found.items() if measure is None]
        return list({measure.id: measure for measure in found.values() if measure is not None}.values())

    def measure(self, measure: Measure) -> None:
        """Enter the rows of one measure, or say why there are none."""
        body = self._filled(measure.query)
        if body is None:
            return
        run(self.connection, f"CREATE OR REPLACE TEMP TABLE counted AS {places.counted(measure, body)}")
        ((rows,),) = run(self.connection, "SELECT count(*) FROM counted")
        if not rows:
            self.findings.append(no_rows(measure, self.year))
            return
        run(self.connection, f"CREATE OR REPLACE TEMP TABLE entered AS {places.placed(measure)}")
        self.findings += unknown_parties(measure, self._column(places.unplaced(measure)))
        if measure.absent == "zero":
            run(self.connection, f"INSERT INTO entered BY NAME {places.zeros(measure, PERIODS[measure.periods])}")
        else:
            self.findings += silent_parties(measure, self._column(places.silent(measure)))
        run(self.connection, f"INSERT INTO measure SELECT measure_id, period, {CODES}, value FROM entered")

    def _column(self, query: str) -> list[str]:
        return [str(row[0]) for row in run(self.connection, query)]

    def _filled(self, query: Query) -> str | None:
        """The body of `query` with tables, relations and parameters filled in; None where one of them is missing."""
        lacking = tuple(dict.fromkeys(name for need in query.needs for name in self._prepare(need)))
        if lacking:
            for name in lacking:
                self.left_out.setdefault(name, []).append(query.id)
            return None
        try:
            values = policy_values(self.policy, query.policy)
        except BadInput as problem:
            self.findings += problem.findings
            return None
        named = {name: self.readable[name] for name in query.needs}
        return query.body.format(**named, **values, year=self.year, region=_county(self.policy))

    def _prepare(self, need: str) -> tuple[str, ...]:
        """Make what `need` names readable; the tables without which it cannot be."""
        if need in self.readable:
            return ()
        if need not in self.lacking:
            self.lacking[need] = self._make(need)
        return self.lacking[need]

    def _make(self, need: str) -> tuple[str, ...]:
        relation = known_relations().get(need)
        if relation is not None:
            lacking = tuple(name for inner in relation.needs for name in self._prepare(inner))
            body = None if lacking else self._filled(relation)
            if body is None:
                return lacking or (need,)
            run(self.connection, f"CREATE TEMP TABLE {need} AS {body}")
            self.readable[need] = need
            return ()
        if need in PREPARED:
            return self._make_prepared(need)
        return (need,)

    def _make_prepared(self, need: str) -> tuple[str, ...]:
        """What another part of the house writes from tables it names itself; a need that is not met is told by it."""
        prepared = PREPARED[need]
        lacking = tuple(name for name in prepared.needs if name not in self.tables)
        if lacking:
            return lacking
        try:
            self.findings += prepared.write(self.tables, self.policy, self.year, self.temporary)
        except BadInput as problem:
            self.findings += problem.findings
            return (need,)
        self.readable[need] = parquet(self.temporary / f"{need}.parquet")
        return ()

    def found(self) -> list[Finding]:
        """All that was found wrong: the tables that are missing first, each with the measures it leaves out."""
        tables = {name: ids for name, ids in self.left_out.items() if name not in PREPARED}
        told = [*self.findings, *self._unknown_care()]
        return [*(no_table(name, ids) for name, ids in tables.items()), *dict.fromkeys(told)]

    def _unknown_care(self) -> list[Finding]:
        """Bills whose kind of care has no word: their money counts, but as neither visits nor stays."""
        if "bill_sum" not in self.readable:
            return []
        ((bills,),) = run(self.connection, "SELECT coalesce(sum(visits), 0) FROM bill_sum WHERE care_kind = 'unknown'")
        return [unknown_care(int(bills))] if bills else []


def _county(policy: Policy) -> str:
    """The county's region code: the last part of its pack's path."""
    return policy.pack.region.rpartition("/")[2]
