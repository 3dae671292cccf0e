"""How much a finding about a pack matters: an error stops a run, a warning should be looked at, a note is good to know."""

from fenming.kernel import Finding

WARNINGS = frozenset({"policy.gap"})
NOTES = frozenset({"policy.published_wrong"})
SEVERITIES = ("error", "warning", "note")


def severity(finding: Finding) -> str:
    """`error`, `warning` or `note`."""
    if finding.code in NOTES:
        return "note"
    return "warning" if finding.code in WARNINGS else "error"
