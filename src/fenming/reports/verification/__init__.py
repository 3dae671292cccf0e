"""What is verified, one rule after the other; each yields what speaks against the run."""

from fenming.reports.verification.amounts import figures, parameters, shares, splits, tables
from fenming.reports.verification.files import files, identity, packs
from fenming.reports.verification.scores import scores
from fenming.reports.verification.whole import again, checks, journal

__all__ = [
    "again",
    "checks",
    "figures",
    "files",
    "identity",
    "journal",
    "packs",
    "parameters",
    "scores",
    "shares",
    "splits",
    "tables",
]
