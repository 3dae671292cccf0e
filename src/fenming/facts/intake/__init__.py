"""Intake: users' files become canonical facts; every row is accepted or set aside with its reason."""

from fenming.facts.intake.importing import import_files, withdraw_files
from fenming.facts.intake.pseudonym import person_label, person_number
from fenming.facts.intake.report import ImportReport, write_quarantine_workbook

__all__ = [
    "ImportReport",
    "import_files",
    "person_label",
    "person_number",
    "withdraw_files",
    "write_quarantine_workbook",
]
