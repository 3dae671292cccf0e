"""How fast bills come in, beside a yardstick: DuckDB reading the same file, in UTF-8, as text.

    python -m benchmarks.intake_speed --rows 1000000 --encoding gb18030 --times 5

One row in fifty has one of eight defects. Each import runs in a process of its own, so that its peak memory is its own,
and takes turns with the yardstick; every import checks that all rows were accepted or set aside. Told are medians.
"""

import argparse
import codecs
import json
import multiprocessing
import resource
import statistics
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter_ns
from typing import Any

import duckdb

from fenming.facts.intake.importing import import_files
from fenming.facts.workspace import Workspace

BAD = 50  # one row in so many has a defect
_PERSONS = 250_000
_RECODED = 1 << 24
_YARDSTICK = "DuckDB reads the same file, in UTF-8, as text"

# Every amount is drawn by itself, so that no column is easier than in a real export.
_AMOUNTS = {
    "eligible": "1000 + hash(n, 1) % 60000 + CASE n % 20 WHEN 0 THEN hash(n, 2) % 900000 ELSE 0 END",
    "excluded": "CASE hash(n, 3) % 3 WHEN 0 THEN hash(n, 4) % 9000 ELSE 0 END",
    "over_limit": "CASE hash(n, 5) % 50 WHEN 0 THEN hash(n, 6) % 900 ELSE 0 END",
    "upfront": "CASE hash(n, 7) % 2 WHEN 0 THEN hash(n, 8) % 3000 ELSE 0 END",
    "pool": "200 + hash(n, 9) % 300",
    "critical": "CASE hash(n, 10) % 100 WHEN 0 THEN hash(n, 11) % 90 ELSE 0 END",
    "account": "CASE hash(n, 12) % 4 WHEN 0 THEN hash(n, 13) % 200 ELSE 0 END",
}
# Kinds of wrong rows, by turns: what the cell holds instead.
_WRONG = {
    "medfee_sumamt": "'一百元'",
    "fund_pay_sumamt": "fen(pool + critical + 1)",
    "setl_time": "'2024-02-30 10:00:00'",
    "psn_no": "''",
    "fixmedins_code": "'H99999900001'",
    "preselfpay_amt": "'5.505'",
    "init_setl_id": "'S999999999'",
    "psn_cash_pay": "fen(excluded + over_limit + upfront + eligible - pool - critical - account + 1)",
}
_BILL = {
    "setl_id": "'S' || lpad(n::VARCHAR, 9, '0')",
    "init_setl_id": "''",
    "mdtrt_id": "'M' || lpad(n::VARCHAR, 9, '0')",
    "psn_no": "'34060000' || lpad(person::VARCHAR, 8, '0')",
    "psn_name": "'示例居民' || person",
    "certno": "'999999' || lpad(person::VARCHAR, 12, '0')",
    "gend": "person % 2 + 1",
    "age": "(1 + person % 90) || '.0'",
    "insutype": "'390'",
    "psn_type": "'1501'",
    "fixmedins_code": "'H340621' || lpad((n % 300)::VARCHAR, 5, '0')",
    "fixmedins_name": "'示例镇第' || (n % 300) || '卫生室'",
    "hosp_lv": "1 + n % 2",
    "fix_blng_admdvs": "'340621'",
    "med_type": "CASE n % 20 WHEN 0 THEN '21' WHEN 1 THEN '14' ELSE '11' END",
    "begndate": "strftime(day, '%Y-%m-%d')",
    "enddate": "strftime(day, '%Y-%m-%d')",
    "setl_time": "strftime(day + to_seconds(28800 + (n * 7) % 36000), '%Y-%m-%d %H:%M:%S')",
    "dise_no": "CASE n % 20 WHEN 1 THEN 'M03900' ELSE '' END",
    "dise_name": "CASE n % 20 WHEN 1 THEN '高血压' ELSE '' END",
    "dise_codg": "'J' || lpad((n % 99)::VARCHAR, 2, '0') || '.900'",
    "dise_codg_name": "'急性上呼吸道感染'",
    "clr_way": "'1'",
    "refl_flag": "'0'",
    "medfee_sumamt": "fen(excluded + over_limit + upfront + eligible)",
    "fulamt_ownpay_amt": "fen(excluded)",
    "overlmt_selfpay": "fen(over_limit)",
    "preselfpay_amt": "fen(upfront)",
    "inscp_scp_amt": "fen(eligible)",
    "act_pay_dedc": "'0.00'",
    "hifp_pay": "fen(pool)",
    "cvlserv_pay": "'0.00'",
    "hifmi_pay": "fen(critical)",
    "maf_pay": "'0.00'",
    "othfund_pay": "'0.00'",
    "fund_pay_sumamt": "fen(pool + critical)",
    "hosp_part_amt": "'0.00'",
    "psn_part_amt": "fen(excluded + over_limit + upfront + eligible - pool - critical)",
    "acct_pay": "fen(account)",
    "psn_cash_pay": "fen(excluded + over_limit + upfront + eligible - pool - critical - account)",
    "refd_setl_flag": "'0'",
    "vali_flag": "'1'",
}


def write_bills(path: Path, rows: int, encoding: str) -> int:
    """Write synthetic bills as a bureau exports them, every BAD-th with a defect, and give the number of wrong rows."""
    kinds = list(_WRONG)
    cells = dict(_BILL)
    for place, (name, wrong) in enumerate(_WRONG.items()):
        is_wrong = f"n % {BAD} = 0 AND n // {BAD} % {len(kinds)} = {place}"
        cells[name] = f"CASE WHEN {is_wrong} THEN {wrong} ELSE {cells[name]} END"
    selected = ", ".join(f"{cell} AS {name}" for name, cell in cells.items())
    drawn = ", ".join(f"({amount})::BIGINT AS {name}" for name, amount in _AMOUNTS.items())
    numbered = (
        f"SELECT range + 1 AS n, hash(range) % {_PERSONS} AS person, hash(range, 1) % 366 AS since FROM range({rows})"
    )
    source = f"SELECT *, DATE '2024-01-01' + since::INTEGER AS day, {drawn} FROM ({numbered})"
    with _quiet_connection() as connection:
        connection.execute("CREATE MACRO fen(x) AS (x // 100) || '.' || lpad((x % 100)::VARCHAR, 2, '0')")
        connection.execute(f"COPY (SELECT {selected} FROM ({source})) TO '{path}' (FORMAT csv, HEADER)")
    if encoding != "utf-8":
        _recode(path, encoding)
    return rows // BAD


def _quiet_connection() -> duckdb.DuckDBPyConnection:
    connection = duckdb.connect()
    connection.execute("SET enable_progress_bar = false")
    return connection


def _recode(path: Path, encoding: str) -> None:
    decoder, beside = codecs.getincrementaldecoder("utf-8")(), path.with_suffix(".recoded")
    with path.open("rb") as source, beside.open("wb") as target:
        while block := source.read(_RECODED):
            target.write(decoder.decode(block).encode(encoding))
    beside.replace(path)


def write_registers(folder: Path) -> list[Path]:
    """Write the registers that the synthetic bills belong to."""
    tables = {
        "institution": "SELECT 'H340621' || lpad(range::VARCHAR, 5, '0') AS fixmedins_code, '示例机构' || range AS fixmedins_name,"
        " 'township_hospital' AS medins_kind, '340621' AS fix_blng_admdvs FROM range(300)",
        "unit": "SELECT 'U1' AS hmu_code, '示例单元' AS hmu_name, 'T1' AS town_code, 'people' AS medcons_code,"
        " 'H34062100000' AS clinic_code, 'H34062100000' AS township_code",
        "person": "SELECT '34060000' || lpad(range::VARCHAR, 8, '0') AS psn_no, '1' AS gend, '1950-01-01' AS brdy, '390' AS insutype,"
        f" '1' AS psn_insu_stas, '340621' AS insu_admdvs, 'U1' AS hmu_code, 'people' AS medcons_code FROM range({_PERSONS})",
    }
    with _quiet_connection() as connection:
        for name, query in tables.items():
            connection.execute(f"COPY ({query}) TO '{folder / name}.csv' (FORMAT csv, HEADER)")
    return [folder / f"{name}.csv" for name in tables]


def bench_intake(folder: Path, rows: int, encoding: str = "gb18030", times: int = 3) -> dict[str, Any]:
    """Import `rows` bills `times` times, each into a workspace and a process of its own, beside the yardstick.

    `folder` is worked in. Gives the median milliseconds of both, rows a second, the ratio in ppm, peak memory in MiB,
    and that every row was accepted or set aside, which is checked each time.
    """
    folder.mkdir(parents=True, exist_ok=True)
    registers = write_registers(folder)
    bills, plain = folder / "bills.csv", folder / "plain.csv"
    wrong = write_bills(bills, rows, encoding)
    write_bills(plain, rows, "utf-8")
    took, beside, peaks = [], [], []
    for turn in range(times):
        beside.append(_alone(_read_as_text, plain)[0])
        milliseconds, peak = _alone(_import, folder / f"workspace{turn}", registers, bills, rows, wrong)
        took.append(milliseconds)
        peaks.append(peak)
    milliseconds, yardstick = statistics.median_low(took), statistics.median_low(beside)
    return {
        "rows": rows, "wrong_rows": wrong, "encoding": encoding, "file_bytes": bills.stat().st_size, "times": times,
        "milliseconds": milliseconds, "all_milliseconds": took, "rows_per_second": rows * 1000 // milliseconds, "peak_mib": max(peaks),
        "yardstick": _YARDSTICK, "yardstick_milliseconds": yardstick, "ratio_ppm": milliseconds * 1_000_000 // yardstick,
    }  # fmt: skip


def _alone(work: Callable[..., int], *arguments: object) -> tuple[int, int]:
    with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as process:
        return process.submit(_measured, work, arguments).result()


def _measured(work: Callable[..., int], arguments: tuple[object, ...]) -> tuple[int, int]:
    milliseconds = work(*arguments)
    own, children = resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN)
    return milliseconds, (own.ru_maxrss + children.ru_maxrss) // 1024


def _read_as_text(path: Path) -> int:
    started = perf_counter_ns()
    read = f"read_csv('{path}', all_varchar = true, header = true, delim = ',', ignore_errors = true)"
    with _quiet_connection() as connection:
        connection.execute(f"SELECT count(COLUMNS(*)) FROM {read}").fetchall()
    return (perf_counter_ns() - started) // 1_000_000


def _import(folder: Path, registers: list[Path], bills: Path, rows: int, wrong: int) -> int:
    workspace = Workspace.create(folder, "cn/ah/340621")
    import_files(workspace, registers)
    started = perf_counter_ns()
    report = import_files(workspace, [bills])
    milliseconds = (perf_counter_ns() - started) // 1_000_000
    counted = report.tables["bill"]
    if (counted["accepted"], counted["quarantined"]) != (rows - wrong, wrong):
        raise AssertionError(f"{rows} rows with {wrong} wrong ones gave {counted}")
    return milliseconds


def main() -> None:
    """Measure as the command line says and print what came of it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--encoding", default="gb18030", help="utf-8 or gb18030")
    parser.add_argument("--times", type=int, default=3)
    parser.add_argument("--folder", type=Path, help="where to work; a temporary folder when not given")
    chosen = parser.parse_args()
    with TemporaryDirectory(dir=chosen.folder) as work:
        print(json.dumps(bench_intake(Path(work), chosen.rows, chosen.encoding, chosen.times), indent=1))


if __name__ == "__main__":
    main()
