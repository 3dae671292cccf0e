"""What decides a case's group, cut out of its codes: diagnosis, treatment, main and related procedures. All in SQL."""

import csv
from collections.abc import Mapping
from importlib.resources import files
from io import StringIO

import duckdb
import pyarrow as pa

from fenming.engines.local import literal, run
from fenming.grouping.dip.terms import Terms

OPERATION, THERAPEUTIC = 3, 2


def cleaned(text: str) -> str:
    """SQL for a code in capitals without dots, blanks and marks; of `E10.3+H36.0*` the part before the plus."""
    return f"regexp_replace(upper(split_part({text}, '+', 1)), '[^A-Z0-9]', '', 'g')"


def code_cases(
    connection: duckdb.DuckDBPyConnection, terms: Terms, operations: Mapping[str, int], main_procedure: str
) -> None:
    """Make the table `keyed` of `cases`: row, diagnosis, category, chapter, treatment (0 to 3), mains and related (`A+B`).

    `operations` ranks procedure codes; without any, every procedure is an operation. `main_procedure` `principal` takes the
    first procedure of the highest rank as the main one, `any` lets every procedure be it. Related procedures are those that
    cost at least the share of the terms; where no fees are known there are none.
    """
    _code_diagnoses(connection, terms)
    _code_procedures(connection, terms, operations)
    _choose_procedures(connection, terms, main_procedure)
    run(
        connection,
        """CREATE OR REPLACE TABLE decided AS
        SELECT cases.row, diagnosis, category, chapter, coalesce(treatment, 0) AS treatment,
            coalesce(mains, '') AS mains, coalesce(related, '') AS related, total_fen, year, institution_id, coalesce(stay_days, 0) AS stay_days
        FROM cases JOIN diagnosis_code ON split_part(diagnoses, '|', 1) = written LEFT JOIN chosen_procedure ON cases.row = chosen_procedure.row""",
    )
    _number_combinations(connection)


def _number_combinations(connection: duckdb.DuckDBPyConnection) -> None:
    """Make `keyed` of `decided`, each row with the number of its combination, and `combination_main`, a row for each main procedure."""
    keys = "diagnosis, treatment, mains, related"
    run(
        connection,
        f"CREATE OR REPLACE TABLE combination AS SELECT row_number() OVER () AS number, * FROM (SELECT DISTINCT {keys} FROM decided)",
    )
    run(
        connection,
        f"CREATE OR REPLACE TABLE keyed AS SELECT decided.*, number FROM decided JOIN combination USING ({keys})",
    )
    run(connection, "DROP TABLE decided")
    run(
        connection,
        """CREATE OR REPLACE TABLE combination_main AS
        SELECT number, diagnosis, treatment, related, unnest(string_split(mains, '+')) AS main FROM combination""",
    )


def _code_diagnoses(connection: duckdb.DuckDBPyConnection, terms: Terms) -> None:
    """Distinct principal diagnoses with what they are cut to; what is shorter is filled up with X as the insurance edition does."""
    cut = terms.diagnosis_characters
    ranges = " ".join(
        f"WHEN left(code, 3) BETWEEN {literal(row['first'])} AND {literal(row['last'])} THEN {literal(row['chapter'])}"
        for row in chapters()
    )
    run(
        connection,
        f"""CREATE OR REPLACE TABLE diagnosis_code AS
        SELECT written, rpad(left(code, {cut}), {cut}, 'X') AS diagnosis,
            rpad(left(code, {terms.category_characters}), {terms.category_characters}, 'X') AS category, CASE {ranges} ELSE '00' END AS chapter
        FROM (SELECT DISTINCT split_part(diagnoses, '|', 1) AS written, {cleaned("split_part(diagnoses, '|', 1)")} AS code FROM cases)""",
    )


def chapters() -> list[dict[str, str]]:
    """The chapters of ICD-10 with their first and last category."""
    text = (files("fenming.grouping.dip") / "chapter.csv").read_text("utf-8")
    return list(csv.DictReader(StringIO(text)))


def _code_procedures(connection: duckdb.DuckDBPyConnection, terms: Terms, operations: Mapping[str, int]) -> None:
    """One row per case and procedure with its cut code, rank and place; ranks by the whole code, else by the cut one."""
    listed = pa.table(
        {"code": pa.array(list(operations), pa.string()), "rank": pa.array(list(operations.values()), pa.int64())}
    )
    connection.register("ranked_code", listed)
    other = THERAPEUTIC if operations else OPERATION
    run(
        connection,
        """CREATE OR REPLACE TABLE listed_procedure AS
        SELECT row, total_fen, written, coalesce(try_cast(fee_fen AS HUGEINT) * 10000, CAST(try_cast(fee AS DECIMAL(20, 6)) * 1000000 AS HUGEINT)) AS fee_micro_yuan, place
        FROM (SELECT row, total_fen, unnest(string_split(procedures, '|')) AS written, generate_subscripts(string_split(procedures, '|'), 1) AS place,
            unnest(string_split(procedure_fees_fen, '|')) AS fee_fen, unnest(string_split(procedure_fees, '|')) AS fee FROM cases WHERE procedures <> '')
        WHERE written IS NOT NULL""",
    )
    run(
        connection,
        f"""CREATE OR REPLACE TABLE procedure_code AS
        SELECT written, left(code, {terms.procedure_characters}) AS cut, coalesce(whole.rank, part.rank, {other}) AS rank
        FROM (SELECT DISTINCT written, {cleaned("written")} AS code FROM listed_procedure WHERE written IS NOT NULL) AS seen
        LEFT JOIN ranked_code AS whole USING (code) LEFT JOIN ranked_code AS part ON part.code = left(seen.code, {terms.procedure_characters})
        WHERE code <> ''""",
    )


def _choose_procedures(connection: duckdb.DuckDBPyConnection, terms: Terms, main_procedure: str) -> None:
    mains = "string_agg(DISTINCT cut, '+' ORDER BY cut) FILTER (rank >= 2)" if main_procedure == "any" else "NULL"
    run(
        connection,
        f"""CREATE OR REPLACE TABLE main_procedure AS
        SELECT row, any_value(total_fen) AS total_fen, max(rank) AS treatment, arg_min(cut, (3 - rank) * 100000 + place) AS main, {mains} AS several
        FROM listed_procedure JOIN procedure_code USING (written) GROUP BY row""",
    )
    run(
        connection,
        f"""CREATE OR REPLACE TABLE related_procedure AS
        SELECT row, string_agg(cut, '+' ORDER BY cut) AS related FROM (
            SELECT row, cut, sum(fee_micro_yuan) AS fee_micro_yuan, any_value(main_procedure.total_fen) AS total_fen
            FROM listed_procedure JOIN procedure_code USING (written) JOIN main_procedure USING (row)
            WHERE rank >= {THERAPEUTIC} {"" if main_procedure == "any" else "AND cut <> main"} AND fee_micro_yuan > 0 GROUP BY row, cut)
        WHERE fee_micro_yuan * 100 >= CAST(total_fen AS HUGEINT) * {terms.related_procedure_share} GROUP BY row""",
    )
    run(
        connection,
        """CREATE OR REPLACE TABLE chosen_procedure AS
        SELECT row, treatment, coalesce(several, main) AS mains, coalesce(related, '') AS related
        FROM main_procedure LEFT JOIN related_procedure USING (row)""",
    )
