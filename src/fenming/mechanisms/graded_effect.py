"""What a grade adds to an amount, or takes from it."""

from collections.abc import Mapping

from fenming.kernel import PPM, divide

EXPLAIN = "{whole} × the rate of grade {grade} in {effects}"


def graded_effect(whole: int, grade: str, effects: Mapping[str, int]) -> int:
    """`whole` fen times the ppm of its grade, below zero where the grade costs money; a grade that is not named changes nothing.

    Source: 广东 consortium evaluation (news summary): excellent, next year's pay pool up to +10 %; unqualified −10 %.
    """
    return divide(whole * effects.get(grade, 0), PPM)
