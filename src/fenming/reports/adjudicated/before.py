"""An earlier judgement to compare with: an output of this command in any of its forms, or a finished run."""

import json
from contextlib import ExitStack
from pathlib import Path

import duckdb
import pyarrow.parquet as pq

from fenming.engines.local import identifier, literal, parquet, run
from fenming.facts.intake.clean import LABEL
from fenming.facts.intake.source import Source, open_sources
from fenming.facts.workspace import Workspace
from fenming.kernel import BadInput
from fenming.kernel.language import _
from fenming.reports.adjudicated.columns import COMPARED
from fenming.reports.adjudicated.judged import Adjudicated, Chosen, judged_tables

NEEDED = ("setl_id", "psn_no", "setl_time")
OWN = (
    *NEEDED,
    "crt_dedc",
    "hifp_pay",
    "fund_pay_sumamt",
    "reason_code",
)  # by which an output is told from other tables


def read_before(connection: duckdb.DuckDBPyConnection, earlier: Path, temporary: Path) -> tuple[str, ...]:
    """Make the view `before` (bill, person, time, compared amounts in fen) and give the amounts that `earlier` holds.

    `earlier` is an output in CSV, XLSX or Parquet, a run's folder, or the run's adjudicated table. Raises BadInput.
    """
    run_folder, kept = _run_of(earlier), temporary / "before.parquet"
    if run_folder is not None:
        _keep_run(connection, run_folder, kept)
        amounts = COMPARED
    else:
        amounts = _keep_output(connection, earlier, kept)
    run(connection, f"CREATE OR REPLACE TEMP VIEW before AS FROM {parquet(kept)}")
    _check_readable(connection, earlier)
    return amounts


def _run_of(earlier: Path) -> Path | None:
    folder = earlier if earlier.is_dir() else earlier.parent.parent
    is_run = (folder / "manifest.json").is_file() and (folder / "tables/adjudicated.parquet").is_file()
    if earlier.is_dir() and not is_run:
        raise BadInput(
            "against.no_run",
            what=_("{folder} is no finished run").format(folder=earlier),
            where="--against",
            why=_("it holds no manifest.json with tables/adjudicated.parquet"),
            remedy=_("give an earlier output, or a run's folder in its workspace"),
        )
    return folder if is_run and (earlier.is_dir() or earlier.name == "adjudicated.parquet") else None


def _keep_run(connection: duckdb.DuckDBPyConnection, folder: Path, kept: Path) -> None:
    workspace, manifest = (
        Workspace.open(folder.parent.parent),
        json.loads((folder / "manifest.json").read_text("utf-8")),
    )
    facts = {name: table["sha256"] for name, table in workspace.manifest()["tables"].items()}
    if facts != manifest["facts"]:
        raise BadInput(
            "against.changed",
            what=_("the facts of the workspace are not those of the run"),
            where=str(folder),
            why=_("which bill an amount belongs to is told by the facts it was judged on"),
            remedy=_("run the year again: fenming run"),
        )
    files = {batch["id"]: batch["file"] for batch in workspace.manifest()["batches"]}
    source = Adjudicated(workspace.table_path("bill"), folder / "tables/adjudicated.parquet", files)
    with ExitStack() as open_files:
        writer = None
        for table in judged_tables(connection, source, Chosen()):
            part = table.select([*NEEDED, *COMPARED])
            writer = writer or open_files.enter_context(pq.ParquetWriter(kept, part.schema, compression="lz4"))
            writer.write_table(part)


def _keep_output(connection: duckdb.DuckDBPyConnection, earlier: Path, kept: Path) -> tuple[str, ...]:
    source = open_sources(earlier)[0]
    names = source.tops[0] if source.tops else ()
    missing = [name for name in OWN if name not in names]
    if missing:
        raise _no_output(earlier, missing)
    amounts = tuple(name for name in COMPARED if name in names)
    fen = ", ".join(f"CAST(TRY_CAST({name} AS DECIMAL(18, 2)) * 100 AS BIGINT) AS {name}" for name in amounts)
    run(
        connection,
        f"COPY (SELECT setl_id, psn_no, TRY_CAST(setl_time AS TIMESTAMP) AS setl_time, {fen}"
        f" FROM ({_texts(connection, source)}) WHERE setl_id IS NOT NULL) TO {literal(kept)} (FORMAT parquet)",
    )
    return amounts


def _texts(connection: duckdb.DuckDBPyConnection, source: Source) -> str:
    """SQL that reads an output as texts, whichever form it was written in."""
    if source.kind == "parquet":
        return f"SELECT COLUMNS(*)::VARCHAR FROM {parquet(source.path)}"
    names = source.tops[0]
    if source.kind == "sheet":
        assert source.cells is not None
        connection.register("earlier_sheet", source.cells.slice(1))
        listed = ", ".join(f"c{place} AS {identifier(name)}" for place, name in enumerate(names) if name)
        return f"SELECT {listed} FROM earlier_sheet"
    if source.encoding not in ("ascii", "utf-8"):
        raise _saved_again(source.path)
    columns = ", ".join(f"{literal(name)}: 'VARCHAR'" for name in names)
    return (
        f"SELECT * FROM read_csv({literal(source.path)}, auto_detect = false, header = false, skip = 1, quote = '\"',"
        f" escape = '\"', delim = {literal(source.separator)}, columns = {{{columns}}})"
    )


def _check_readable(connection: duckdb.DuckDBPyConnection, earlier: Path) -> None:
    tests = {
        "psn_no": f"psn_no IS NULL OR NOT regexp_full_match(psn_no, '{LABEL}')",
        "setl_time": "setl_time IS NULL",
        "hifp_pay": "hifp_pay IS NULL",
        "setl_id": "setl_id IN (SELECT setl_id FROM before GROUP BY setl_id HAVING count(*) > 1)",
    }
    for name, wrong in tests.items():
        count, example = run(connection, f"SELECT count(*), min(setl_id) FROM before WHERE {wrong}")[0]
        if count:
            raise BadInput(
                "against.unreadable",
                what=_("{count} rows of the earlier output cannot be compared: {name}").format(count=count, name=name),
                where=_("{file}, for example bill {bill}").format(file=earlier.name, bill=example),
                why=_("each bill must stand there once, with a time and amounts that can be read"),
                remedy=_("give the output as Fenming wrote it, not as a spreadsheet saved it again"),
            )


def _saved_again(path: Path) -> BadInput:
    return BadInput(
        "against.encoding",
        what=_("{file} is not written in UTF-8").format(file=path.name),
        where="--against",
        why=_("Fenming writes UTF-8; a spreadsheet seems to have saved the file again"),
        remedy=_("give the output as Fenming wrote it, not as a spreadsheet saved it again"),
    )


def _no_output(earlier: Path, missing: list[str]) -> BadInput:
    return BadInput(
        "against.no_output",
        what=_("{file} is no earlier output: it lacks {names}").format(file=earlier.name, names=", ".join(missing)),
        where="--against",
        why=_("bills are found again by their id and compared amount by amount"),
        remedy=_("give a file that `fenming adjudicate --out` wrote, or a run's folder"),
    )
