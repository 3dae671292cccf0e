"""A second opinion: the core of a pack's rules judged once more, in SQL, by other hands than the compiled loop's."""

import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from importlib.resources import files
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb
import pyarrow as pa

from fenming.adjudication.cross_check.rules import rule_relations
from fenming.adjudication.law.words import AREAS, CATEGORIES
from fenming.engines.local import connect, parquet, run
from fenming.engines.ranges import TableWriter
from fenming.policy import Pack

BILLS_AT_ONCE = 500_000
READ = {
    **dict.fromkeys(("row", "refund_row", "person_id", "area", "total_fen", "eligible_fen", "age"), "BIGINT"),
    **dict.fromkeys(
        ("upfront_copay_fen", "platform_hospital_fen", "platform_other_fen", "platform_civil_servant_fen"), "BIGINT"
    ),
    **dict.fromkeys(("platform_large_amount_fen", "continuous_years", "no_claim_years"), "BIGINT"),
    **dict.fromkeys(("bill_id", "scheme", "care_type", "care_level", "disease_id", "delivery_kind"), "VARCHAR"),
    **dict.fromkeys(("person_type", "aid_category"), "VARCHAR"),
    **dict.fromkeys(("is_referred", "is_newborn", "is_contracted", "is_civil_servant"), "BOOLEAN"),
    **dict.fromkeys(("is_mid_stay", "is_third_party"), "BOOLEAN"),
    **dict.fromkeys(("began_on", "ended_on"), "DATE"),
    "settled_at": "TIMESTAMP",
}
NOBODY = "SELECT 0::BIGINT AS person_id, '' AS disease_id, NULL::DATE AS began_on, NULL::DATE AS ended_on WHERE false"
OPINION = pa.schema(
    {
        "row": pa.int64(),
        "silence": pa.string(),
        **dict.fromkeys(("deductible_standard_fen", "deductible_applied_fen", "base_fen", "by_rate_fen"), pa.int64()),
        **dict.fromkeys(
            ("floor_fen", "pool_fen", "critical_base_fen", "critical_illness_fen", "person_fen"), pa.int64()
        ),
    }.items()
)
JUDGED = OPINION.names[2:-1]


@dataclass
class Opinion:
    """Where the opinion stands and on how many bills it is silent, by reason (`silence_words` says it in words).

    The table at `path` has one row per bill: row, silence ("" where it speaks), and under the names of the adjudicated
    table the steps and payments in fen.
    """

    path: Path
    bills: int = 0
    silences: dict[str, int] = field(default_factory=dict)
    milliseconds: int = 0

    @property
    def spoken(self) -> int:
        return self.bills - sum(self.silences.values())


def second_opinion(
    bill_paths: Sequence[Path], chronic_paths: Sequence[Path], pack: Pack, out_path: Path, year: int | None = None
) -> Opinion:
    """Judge the canonical bills once more, those settled in `year` where one is given, and write the opinion to `out_path`.

    Knows nothing of what the platform had counted before the first bill. Raises BadInput as the pack does for days it
    does not cover.
    """
    began = time.perf_counter_ns()
    opinion = Opinion(out_path)
    with ExitStack() as stack:
        spill = stack.enter_context(TemporaryDirectory(dir=out_path.parent, prefix=".second-opinion-"))
        connection = stack.enter_context(connect(Path(spill)))
        _lay_out(connection, bill_paths, chronic_paths)
        _state_rules(connection, pack, year)
        writer = stack.enter_context(TableWriter(out_path, OPINION, ["silence"]))
        for first, last in _persons(connection):
            writer.write(_judged(connection, first, last, opinion))
    opinion.milliseconds = (time.perf_counter_ns() - began) // 1_000_000
    return opinion


def _lay_out(connection: duckdb.DuckDBPyConnection, bills: Sequence[Path], chronic: Sequence[Path]) -> None:
    """The bills of the persons in hand, optional columns that the files do not have left empty, and all registrations."""
    present = {name for name, *_rest in run(connection, f"DESCRIBE FROM {parquet(*bills)}")}
    columns = ", ".join(f"{name if name in present else 'NULL'}::{kind} AS {name}" for name, kind in READ.items())
    run(connection, f"CREATE VIEW all_bills AS SELECT {columns} FROM {parquet(*bills)}")
    run(
        connection,
        "CREATE VIEW bill_file AS FROM all_bills"
        " WHERE person_id BETWEEN getvariable('first_person') AND getvariable('last_person')",
    )
    registered = f"SELECT person_id, disease_id, began_on, ended_on FROM {parquet(*chronic)}"
    run(connection, f"CREATE VIEW registration AS {registered if chronic else NOBODY}")


def _state_rules(connection: duckdb.DuckDBPyConnection, pack: Pack, year: int | None) -> None:
    """The pack as relations, for the days from the first to the last that can govern a bill."""
    governed = any(parameter.name.endswith(".governing_date") for parameter in pack.parameters())
    days = "settled_at::DATE, began_on, ended_on" if governed else "settled_at::DATE"
    within = f" WHERE year(settled_at) = {year:d}" if year else ""
    query = f"SELECT min(least({days})), max(greatest({days})) FROM all_bills{within}"
    first, last = run(connection, query)[0]
    run(connection, f"SET VARIABLE year = {f'{year:d}' if year else 'NULL'}")
    for name, table in {**rule_relations(pack, first, last), **_words(pack)}.items():
        connection.register(f"given_{name}", table)
        run(connection, f"CREATE TABLE {name} AS FROM given_{name}")


def _words(pack: Pack) -> dict[str, pa.Table]:
    codes = [(section, code, word) for section, words in pack.codes.items() for code, word in words.items()]
    codes += [("category", word, word) for word in CATEGORIES if word not in pack.codes["category"]]
    columns = [list(column) for column in zip(*codes, strict=True)]
    return {
        "code": pa.table(columns, names=["section", "code", "word"]),
        "area_word": pa.table([list(range(len(AREAS))), list(AREAS)], names=["code", "area"]),
    }


def _persons(connection: duckdb.DuckDBPyConnection) -> Iterator[tuple[int, int]]:
    """Ranges of persons with about BILLS_AT_ONCE bills each, so that memory does not grow with the county."""
    counted = "SELECT person_id, sum(count(*)) OVER (ORDER BY person_id) AS bills FROM all_bills GROUP BY person_id"
    ranges = (
        f"SELECT min(person_id), max(person_id) FROM ({counted}) GROUP BY (bills - 1) // {BILLS_AT_ONCE} ORDER BY 1"
    )
    yield from ((first, last) for first, last in run(connection, ranges))


def _judged(connection: duckdb.DuckDBPyConnection, first: int, last: int, opinion: Opinion) -> pa.Table:
    """The opinion on the bills of the persons from `first` to `last`, counted in `opinion`."""
    run(connection, f"SET VARIABLE first_person = {first:d}")
    run(connection, f"SET VARIABLE last_person = {last:d}")
    for part in ("claims", "judge", "opinion"):
        connection.execute(files(__package__).joinpath(f"{part}.sql").read_text("utf8"))
    if run(connection, f"SELECT count(*) FROM judged WHERE {' OR '.join(f'{name} IS NULL' for name in JUDGED)}")[0][0]:
        raise ArithmeticError(f"a bill of the persons from {first} to {last} came out empty")
    for silence, bills in run(connection, "SELECT silence, count(*) FROM opinion GROUP BY silence ORDER BY silence"):
        opinion.bills += bills
        if silence:
            opinion.silences[silence] = opinion.silences.get(silence, 0) + bills
    table: pa.Table = connection.sql("FROM opinion").to_arrow_table()
    return table.select(OPINION.names).cast(OPINION)
