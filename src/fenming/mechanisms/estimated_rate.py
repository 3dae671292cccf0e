"""How many of the patients that are to be expected among residents are under management."""

from fenming.kernel import PPM, divide

EXPLAIN = "{part} ÷ ({residents} × {adult_share} × {prevalence})"


def estimated_rate(part: int, residents: int, adult_share: int, prevalence: int) -> int:
    """`part` over residents × share of adults × prevalence, in ppm, rounded once; the last three must be positive.

    Source: 公共卫生项目最低执行比率(2014-12): expected patients are population × 85 % × 18.8 % (hypertension), × 9.7 % (diabetes).
    """
    return divide(part * PPM * PPM * PPM, residents * adult_share * prevalence)
