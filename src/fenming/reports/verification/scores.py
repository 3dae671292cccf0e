"""Scores: what the enclosed counts, packs and corrections come to is what the settlement read."""

from collections.abc import Iterator

from fenming.kernel import Finding
from fenming.kernel.language import _
from fenming.reports.assessment.again import differing_scores, measured_in, scores_in
from fenming.reports.enclosed import Enclosed


def scores(enclosed: Enclosed) -> Iterator[Finding]:
    """Assessed again from measures, packs and accepted appeals, beside the tables of scores that were used."""
    if not scores_in(enclosed.manifest):
        return
    measured = measured_in(enclosed.folder)
    differing = differing_scores(enclosed.pack, measured, enclosed.run.tables, enclosed.manifest["year"])
    for table, count in differing.items():
        yield Finding(
            "verify.scores",
            what=_("scores are not what the enclosed counts come to"),
            where=f"tables/{table}.parquet",
            why=_("{count} rows differ when the year is assessed again").format(count=count),
            remedy=enclosed.remedy(),
            rows=count,
        )
