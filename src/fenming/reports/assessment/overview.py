"""What an assessment came to, scheme by scheme, for the screen and the first sheet."""

from collections.abc import Sequence
from dataclasses import dataclass

from fenming.facts.run_tables import Row
from fenming.kernel import divide
from fenming.kernel.language import _, language
from fenming.reports.assessment.folder import AssessmentFolder


@dataclass(frozen=True, slots=True)
class SchemeOverview:
    """One scheme: whom it assesses, how many have a total, how many lack one, lowest, mean and highest score in ppm."""

    scheme_id: str
    label: str
    assesses: str
    totals: tuple[int, ...]
    missing: int

    @property
    def lowest(self) -> int | None:
        return min(self.totals, default=None)

    @property
    def highest(self) -> int | None:
        return max(self.totals, default=None)

    @property
    def mean(self) -> int | None:
        """Plain mean of the totals, rounded once."""
        return divide(sum(self.totals), len(self.totals)) if self.totals else None

    def as_dict(self) -> dict[str, object]:
        """For JSON, scores in ppm of a hundred points."""
        return {
            "scheme_id": self.scheme_id,
            "label": self.label,
            "assesses": self.assesses,
            "with_total": len(self.totals),
            "without_total": self.missing,
            "lowest_ppm": self.lowest,
            "mean_ppm": self.mean,
            "highest_ppm": self.highest,
        }


def scheme_overviews(assessment: AssessmentFolder) -> list[SchemeOverview]:
    """One line for each scheme, in the order of the chain: county, consortium, township, unit."""
    rows = assessment.tables.rows(
        "SELECT * FROM {score} WHERE item = '' AND period = 'year' ORDER BY scheme_id, party_id"
    )
    schemes: dict[str, list[Row]] = {}
    for row in rows:
        schemes.setdefault(row["scheme_id"], []).append(row)
    listed = [_overview(assessment, scheme, rows) for scheme, rows in schemes.items()]
    return sorted(
        listed, key=lambda one: (CHAIN.index(one.assesses) if one.assesses in CHAIN else len(CHAIN), one.scheme_id)
    )


CHAIN = ("county", "consortium", "lead", "township", "unit")


def _overview(assessment: AssessmentFolder, scheme: str, rows: Sequence[Row]) -> SchemeOverview:
    totals = tuple(row["score_ppm"] for row in rows if row["score_ppm"] is not None)
    label = scheme_label(assessment, scheme)
    return SchemeOverview(scheme, label, rows[0]["assesses"], totals, len(rows) - len(totals))


def scheme_label(assessment: AssessmentFolder, scheme: str) -> str:
    """What a scheme is called in the language in use, as its pack wrote it when the assessment was made."""
    return _label(assessment, "schemes", scheme)


def indicator_label(assessment: AssessmentFolder, indicator: str) -> str:
    """What an indicator is called in the language in use."""
    return _label(assessment, "indicators", indicator)


def party_name(assessment: AssessmentFolder, party_id: str) -> str:
    """What a party is called: the unit's, the institution's or the consortium's name, or the county's."""
    return assessment.names.get(party_id) or (_("the county") if party_id == "county" else party_id)


def _label(assessment: AssessmentFolder, kind: str, key: str) -> str:
    words = assessment.manifest.get("labels", {}).get(kind, {}).get(key)
    if not words:
        return key
    return str(words["label"] if language() == "zh" else words["label_en"])


def party_kind_word(kind: str) -> str:
    """Whom a scheme assesses, in words."""
    return {
        "county": _("the county"),
        "consortium": _("consortia"),
        "lead": _("lead hospitals"),
        "township": _("township hospitals"),
        "unit": _("health units"),
        "institution": _("institutions"),
    }.get(kind, kind)
