"""Rows that come twice: the same content counts once; different content under one key is nobody's to choose."""

from fenming.engines.local import run
from fenming.facts.intake.settling import Settling


def reject_duplicates(settling: Settling) -> None:
    """Keep the first of equal rows; set aside all rows of a key whose contents differ."""
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
    if settling.table.name == "person":
        collides = "coalesce(lowest_check <> highest_check, false)"
        consortia = "lowest_consortium || ', ' || highest_consortium"
        settling.reject_from("repeated", "person.collision", collides, "psn_no")
        settling.reject_from(
            _left(), "person.two_consortia", "lowest_consortium <> highest_consortium", "medcons_code", consortia
        )
    field = settling.table.column(settling.table.key[0]).names[0]
    settling.reject_from(_left(), "key.conflict", "is_conflict", field)
    place = "'row ' || first_line || ' of ' || file"
    files = " UNION ALL ".join(
        f"SELECT {ordinal} AS first_ordinal, '{batch.id}' AS file" for ordinal, batch in enumerate(settling.batches)
    )
    settling.reject_from(
        f"SELECT * FROM ({_left()}) JOIN ({files}) USING (first_ordinal)", "duplicate", "place > 1", "", place
    )


def _person_columns(settling: Settling) -> str:
    if settling.table.name != "person":
        return ""
    return """,
        min(person_check) OVER (PARTITION BY person_id) AS lowest_check, max(person_check) OVER (PARTITION BY person_id) AS highest_check,
        min(consortium_id) OVER (PARTITION BY person_id) AS lowest_consortium,
        max(consortium_id) OVER (PARTITION BY person_id) AS highest_consortium"""


def _left() -> str:
    """Repeated rows that were not set aside yet."""
    return "SELECT * FROM repeated WHERE (ordinal, line) NOT IN (SELECT (ordinal, line) FROM rejected)"
