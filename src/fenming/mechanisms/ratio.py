"""One amount as a share of another."""

from fenming.kernel import PPM, compiled, divide

EXPLAIN = "{part} ÷ {whole}"


@compiled
def ratio(part: int, whole: int) -> int:
    """`part` over `whole` in ppm, rounded half away from zero; `whole` must be positive."""
    return divide(part * PPM, whole)
