"""The grade a score earns."""

from collections.abc import Mapping

EXPLAIN = "the grade of {score} by {grades}"


def graded(score: int, grades: Mapping[str, int]) -> str:
    """The word of the highest edge that `score` reaches; `grades` maps words to least scores, one of them 0. Scores in ppm.

    A score below every edge has the lowest grade.
    """
    reached = [word for word, least in grades.items() if score >= least]
    return max(reached, key=grades.__getitem__) if reached else min(grades, key=grades.__getitem__)
