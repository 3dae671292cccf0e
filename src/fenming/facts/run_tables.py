"""The tables of a run as rows: what stages of a year hand on to each other, and what a bundle encloses."""

from pathlib import Path
from typing import Any

import duckdb

from fenming.engines.local import parquet
from fenming.kernel import BadInput
from fenming.kernel.language import _
from fenming.mechanisms import Name

Row = dict[str, Any]


class RunTables:
    """The run's tables as rows, read once."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.units = self.rows("SELECT * FROM {roll} ORDER BY unit_id")
        self.institutions = {row["institution_id"]: row for row in self.rows("SELECT * FROM {institution}")}

    def rows(self, query: str, *values: str | int) -> list[Row]:
        """Rows of a query in which `{name}` stands for the table of that name and each `?` for one of `values`."""
        named = {path.stem: parquet(path) for path in self.folder.glob("*.parquet")}
        with duckdb.connect() as connection:
            answer = connection.execute(query.format(**named), list(values))
            columns = [column[0] for column in answer.description or ()]
            return [dict(zip(columns, row, strict=True)) for row in answer.fetchall()]

    def has(self, table: str) -> bool:
        """Whether the run has a table of that name."""
        return (self.folder / f"{table}.parquet").is_file()

    def by_unit(self, query: str) -> dict[str, Row]:
        """Rows of a query by their `unit_id`."""
        return {row["unit_id"]: row for row in self.rows(query)}

    def consortia(self) -> dict[str, Name]:
        """The county's consortia by id, called after their lead hospitals."""
        leads = {
            row["consortium_id"]: row["name"] for row in self.institutions.values() if row["kind"] == "lead_hospital"
        }
        listed = sorted({row["consortium_id"] for row in self.units})
        return {one: Name(one, f"{leads.get(one, one)}医共体", f"consortium {one}") for one in listed}

    def called(self) -> dict[str, str]:
        """What institutions and consortia are called, by id."""
        institutions = {one: str(row["name"]) for one, row in self.institutions.items()}
        return institutions | {one: name.label for one, name in self.consortia().items()}

    def lead_hospital(self, consortium: str) -> str:
        """The lead hospital's institution id. Raises BadInput when the register names none."""
        for row in self.institutions.values():
            if (row["kind"], row["consortium_id"]) == ("lead_hospital", consortium):
                return str(row["institution_id"])
        raise BadInput(
            "settlement.no_lead_hospital",
            what=_("consortium {consortium} has no lead hospital").format(consortium=consortium),
            where=_("table institution, kind lead_hospital"),
            remedy=_("name the lead hospital in the institution register"),
        )
