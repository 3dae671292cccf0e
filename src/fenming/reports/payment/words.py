"""What the codes of case payment are called."""

from fenming.kernel.language import _


def method_words(key: str) -> str:
    """A way of paying, with its scheme where one is named (`item.resident`), in words."""
    method, _point, scheme = key.partition(".")
    methods = {
        "drg": _("by case group"),
        "dip": _("by disease score"),
        "item": _("by item"),
        "bed_day": _("by the day"),
        "capitation": _("by head"),
        "quota": _("by quota"),
        "case_standard": _("by standard of the case"),
    }
    words = methods.get(method, method)
    return _("{words} ({more})").format(words=words, more=scheme_words(scheme)) if scheme else words


def scheme_words(scheme: str) -> str:
    """What an insurance scheme is called."""
    return {"resident": _("residents' scheme"), "employee": _("employees' scheme")}.get(scheme, scheme)


def rule_words(rule: str) -> str:
    """How a case was paid, in words."""
    return rules_in_words().get(rule, rule)


def rules_in_words() -> dict[str, str]:
    """Every way a case may be paid, in words by its code."""
    return {
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
