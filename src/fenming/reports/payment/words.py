"""What the codes of case payment are called."""

from fenming.kernel.language import _


def rule_words(rule: str) -> str:
    """How a case was paid, in words."""
    words = {
        "normal": _("by its group"),
        "low": _("low outlier"),
        "high": _("high outlier"),
        "extreme": _("extreme outlier"),
        "incomplete": _("stay broken off"),
        "readmission": _("readmission, reduced"),
        "unstable": _("group with few cases"),
        "bed_day": _("by the day"),
        "primary_same_price": _("one price for all levels"),
        "review": _("special review"),
        "ungrouped": _("no group"),
        "excluded": _("left out, paid as an ordinary bill"),
    }
    return words.get(rule, rule)
