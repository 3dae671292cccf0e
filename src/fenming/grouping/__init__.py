"""Cases into groups: DRG tables of any version or place, a DIP directory from own history; each with its steps and why not."""

from fenming.grouping.grouped import COLUMNS, SCHEMA, group_cases
from fenming.grouping.tables.group_tables import GroupTables
from fenming.grouping.tables.read import read_tables

__all__ = ["COLUMNS", "SCHEMA", "GroupTables", "group_cases", "read_tables"]
