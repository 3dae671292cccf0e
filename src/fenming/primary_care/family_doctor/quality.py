"""The quality that releases fees: a unit's score in an assessment, a rate given, or what the pack says where there is neither."""

from dataclasses import dataclass
from pathlib import Path

from fenming.facts.run_tables import Row
from fenming.kernel import PPM, BadInput, Figure, Source
from fenming.kernel.language import _
from fenming.mechanisms import Name, given
from fenming.policy import Policy

SCHEME = "health_unit"
SCORED = """
SELECT party_id, score_ppm FROM {score}
WHERE scheme_id = 'health_unit' AND period = 'year' AND item = '' AND score_ppm IS NOT NULL ORDER BY party_id
"""  # the row without an item is the total
SHARE = Name("family_doctor.quality_given", "给定的质量系数", "quality given", "ppm")


@dataclass(frozen=True, slots=True)
class Quality:
    """Scores by unit (ppm of a hundred points), and a rate for all the others; None where the pack decides."""

    scores: dict[str, int]
    rate_ppm: int | None = None

    def of(self, unit_id: str, base: Name, policy: Policy) -> Figure:
        """The quality of one unit in ppm; its figure says where it comes from."""
        if unit_id in self.scores:
            where = {"scheme_id": SCHEME, "party_id": unit_id, "period": "year", "item": ""}
            source = Source("score", "score_ppm", where)
            return given(base.child("quality", "考核得分率", "score", "ppm"), self.scores[unit_id], source)
        if self.rate_ppm is not None:
            return given(SHARE, self.rate_ppm, Source("--quality", "*", {}))
        return policy["family_doctor.quality_without_score"]


def read_quality(folder: Path | None, rate_ppm: int | None = None) -> Quality:
    """Quality out of the score table of an assessment's folder and a rate for units without a score.

    Raises BadInput `quality.no_scores` where the folder has no score of a health unit, `quality.rate` for a rate beyond 0 to 100 %.
    """
    if rate_ppm is not None and not 0 <= rate_ppm <= PPM:
        raise BadInput(
            "quality.rate",
            what=_("a quality lies between 0% and 100%"),
            where="--quality",
            remedy=_("write it like 95%"),
        )
    rows = _scores(folder) if folder is not None else []
    return Quality({row["party_id"]: row["score_ppm"] for row in rows}, rate_ppm)


def _scores(folder: Path) -> list[Row]:
    path = next((path for path in (folder / "tables/score.parquet", folder / "score.parquet") if path.is_file()), None)
    rows = _read(path) if path is not None else []
    if not rows:
        raise BadInput(
            "quality.no_scores",
            what=_("{folder} holds no scores of health units").format(folder=folder),
            where="--assessment",
            why=_("an assessment keeps them in tables/score.parquet, scheme health_unit"),
            remedy=_("name the folder of an assessment: fenming assess list"),
        )
    return rows


def _read(path: Path) -> list[Row]:
    import duckdb

    from fenming.engines.local import parquet

    with duckdb.connect() as connection:
        answer = connection.execute(SCORED.format(score=parquet(path)))
        return [{"party_id": party, "score_ppm": score} for party, score in answer.fetchall()]
