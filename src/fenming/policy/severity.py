"""How much a finding about a pack matters: an error stops a run, a warning should be looked at, a note is good to know."""

from fenming.kernel import Finding

WARNINGS = frozenset(
    {
        "policy.above_national_limit",
        "policy.below_national_floor",
        "policy.cap_never_reached",
        "policy.care_not_covered",
        "policy.cliff",
        "policy.dearer_for_the_poor",
        "policy.deductible_above_cap",
        "policy.deductible_falls",
        "policy.gap",
        "policy.layer_pays_nothing",
        "policy.not_monotone",
        "policy.rate_away_higher",
        "policy.rate_rises",
        "policy.referral_order",
        "policy.repeat_rises",
        "policy.same_as_nothing",
        "policy.tier_never_reached",
        "policy.tier_rate_falls",
        "policy.uncovered_days",
    }
)
NOTES = frozenset({"policy.jump", "policy.published_wrong", "policy.review_due"})
SEVERITIES = ("error", "warning", "note")


def severity(finding: Finding) -> str:
    """`error`, `warning` or `note`."""
    if finding.code in NOTES:
        return "note"
    return "warning" if finding.code in WARNINGS else "error"
