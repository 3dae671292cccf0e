"""What a sample found, and nothing at all where too much of it was untrue (抽查法)."""

from fenming.kernel import divide

EXPLAIN = "{weight} × {qualified} ÷ {sampled}, nothing where {untrue} untrue reach {veto_at}"


def sampled_score(weight: int, qualified: int, sampled: int, untrue: int, veto_at: int) -> int:
    """Weight (ppm of a hundred points) times the qualified share of the sample; `untrue` counts those lost to follow-up too.

    `sampled` must be positive. Source: 宁阳县 on-site public-health assessment (copy): who cannot be found counts as untrue,
    from three untrue files on the item scores nothing.
    """
    return 0 if untrue >= veto_at else divide(weight * qualified, sampled)
