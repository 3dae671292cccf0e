"""One amount per head as a share of another amount per head."""

from fenming.kernel import PPM, divide

EXPLAIN = "({part} ÷ {part_heads}) ÷ ({whole} ÷ {whole_heads})"


def ratio_per_head(part: int, part_heads: int, whole: int, whole_heads: int) -> int:
    """`part` per head over `whole` per head in ppm, rounded once; 1,000,000 is parity. All but `part` must be positive."""
    return divide(part * whole_heads * PPM, whole * part_heads)
