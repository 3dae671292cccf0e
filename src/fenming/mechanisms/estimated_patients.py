"""How many patients a place should have."""

from fenming.kernel import PPM, divide

EXPLAIN = "{residents} × {adult_share} × {prevalence}"


def estimated_patients(residents: int, adult_share: int, prevalence: int) -> int:
    """Residents times the share of adults times the prevalence among them (ppm), rounded once to whole persons.

    Source: 公共卫生项目最低执行比率(2014-12): population × 85 % × 18.8 % hypertensive, × 9.7 % diabetic.
    """
    return divide(residents * adult_share * prevalence, PPM * PPM)
