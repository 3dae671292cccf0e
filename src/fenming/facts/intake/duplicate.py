"""Rows that come twice: the same content counts once; different content under one key is nobody's to choose."""

from fenming.engines.local import literal, run
from fenming.facts.intake.settling import Check, Settling


def reject_duplicates(settling: Settling) -> None:
    """Keep the first of equal rows; set aside all rows of a key whose contents differ."""
    if not _find_repeated(settling):
        return
    checks = [
        Check("key.conflict", "is_conflict", settling.table.column(settling.table.key[0]).names[0]),
        Check("duplicate", "place > 1", "", "first_file || ':' || first_line"),
    ]
    if settling.table.name == "person":
        consortia = "lowest_consortium || ', ' || highest_consortium"
        is_both = "lowest_consortium <> highest_consortium"
        checks.insert(0, Check("person.two_consortia", is_both, "medcons_code", consortia))
        checks.insert(0, Check("person.collision", "lowest_check <> highest_check", "psn_no"))
    files = ", ".join(f"({ordinal}, {literal(batch.where)})" for ordinal, batch in enumerate(settling.batches))
    relation = f"SELECT * FROM repeated JOIN (VALUES {files}) AS files(first_ordinal, first_file) USING (first_ordinal)"
    settling.reject(*checks, relation=relation)


def _find_repeated(settling: Settling) -> int:
    """Make the table `repeated` of rows whose key comes more than once, and count them."""
    key = ", ".join(settling.table.key)
    content = ", ".join(column.name for column in settling.table.columns)
    run(
        settling.connection,
        f"""CREATE OR REPLACE TEMP TABLE repeated AS
        WITH twice AS (SELECT hash({key}) AS hashed FROM good GROUP BY hashed HAVING count(*) > 1),
        rows AS (SELECT *, to_json(struct_pack({content}))::VARCHAR AS content FROM good WHERE hash({key}) IN (SELECT hashed FROM twice))
        SELECT *, row_number() OVER same AS place, first_value(ordinal) OVER same AS first_ordinal, first_value(line) OVER same AS first_line,
            min(content) OVER (PARTITION BY {key}) <> max(content) OVER (PARTITION BY {key}) AS is_conflict{_person_columns(settling)}
        FROM rows WINDOW same AS (PARTITION BY {key} ORDER BY ordinal, line)""",
    )
    return int(run(settling.connection, "SELECT count(*) FROM repeated")[0][0])


def _person_columns(settling: Settling) -> str:
    if settling.table.name != "person":
        return ""
    return """,
        min(person_check) OVER (PARTITION BY person_id) AS lowest_check, max(person_check) OVER (PARTITION BY person_id) AS highest_check,
        min(consortium_id) OVER (PARTITION BY person_id) AS lowest_consortium,
        max(consortium_id) OVER (PARTITION BY person_id) AS highest_consortium"""
