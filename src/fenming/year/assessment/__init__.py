"""One year's assessment, into a folder that is there whole or not at all; frozen before money moves; appealed."""

from fenming.year.assessment.appealing import appeal_score, decide_appeal, late_appeals
from fenming.year.assessment.freezing import Freezing, freeze_assessment
from fenming.year.assessment.making import ASSESSED, MadeAssessment, make_assessment

__all__ = [
    "ASSESSED",
    "Freezing",
    "MadeAssessment",
    "appeal_score",
    "decide_appeal",
    "freeze_assessment",
    "late_appeals",
    "make_assessment",
]
