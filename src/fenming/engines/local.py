"""One DuckDB on this machine, with bounded memory and its overflow kept inside the workspace."""

from pathlib import Path
from typing import Any

import duckdb

MEMORY_LIMIT = "3GB"
THREADS = 2


def connect(temporary: Path, memory_limit: str = MEMORY_LIMIT, threads: int = THREADS) -> duckdb.DuckDBPyConnection:
    """A private in-memory DuckDB that spills to `temporary` and reads no setting or extension from outside."""
    temporary.mkdir(parents=True, exist_ok=True)
    connection = duckdb.connect(":memory:")
    run(connection, f"SET memory_limit = {literal(memory_limit)}")
    run(connection, f"SET threads = {int(threads)}")
    run(connection, f"SET temp_directory = {literal(temporary)}")
    run(connection, "SET TimeZone = 'Asia/Shanghai'")
    run(connection, "SET autoinstall_known_extensions = false")
    run(connection, "SET enable_progress_bar = false")
    return connection


def run(connection: duckdb.DuckDBPyConnection, sql: str) -> list[tuple[Any, ...]]:
    """Execute `sql` to its end and give its rows."""
    return connection.execute(sql).fetchall()


def literal(text: object) -> str:
    """`text` as a SQL string literal."""
    return "'" + str(text).replace("'", "''") + "'"


def identifier(name: str) -> str:
    """`name` as a quoted SQL identifier."""
    return '"' + name.replace('"', '""') + '"'


def parquet(*paths: Path) -> str:
    """The SQL that reads these Parquet files, rows in file order."""
    listed = ", ".join(literal(path) for path in paths)
    return f"read_parquet([{listed}])"
