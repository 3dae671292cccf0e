"""Judging a user's own bills: files in, one row per bill out, and a report of what differs; no county-year is settled."""

from fenming.year.desk_job.asked import Asked
from fenming.year.desk_job.done import Done, Rows
from fenming.year.desk_job.work import adjudicate_files

__all__ = ["Asked", "Done", "Rows", "adjudicate_files"]
