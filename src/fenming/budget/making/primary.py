"""New money leaning to primary care."""

from dataclasses import dataclass

from fenming.budget.making.history import History
from fenming.kernel import Figure
from fenming.mechanisms import Name, collect, derive, derive_parts, total
from fenming.policy import Policy

RATE = "budget.making.primary_increment_share"


@dataclass(frozen=True, slots=True)
class PrimaryPart:
    """Next year's money at primary care and elsewhere in fen, and primary care's share before and after in ppm."""

    primary: Figure
    other: Figure
    share_before: Figure
    share_after: Figure


def lean(policy: Policy, base: Name, history: History, increment: Figure) -> PrimaryPart | None:
    """Last year's spend by level and the new money, the pack's share of it at primary care; None where either is not known.

    Source: the 2026 opinion on primary care: new money may lean to it, and its share should rise over time.
    """
    rate = policy.get(RATE)
    if rate is None or history.primary is None or history.other is None:
        return None
    if min(history.primary.value, history.other.value) <= 0:
        return None
    parts = {"primary": history.primary, "other": history.other}
    before = collect(base.child("before", "上一年按层级支出", "last year's spend by level"), parts)
    names = {
        "primary": base.child("primary", "基层", "primary care"),
        "other": base.child("other", "其他层级", "other levels"),
    }
    after = derive_parts(names, "leaned", {"increment": increment, "before": before, "rate": rate})
    return PrimaryPart(
        after["primary"],
        after["other"],
        _share(base, ("share_before", "基层占比（上一年）", "primary care's share last year"), parts),
        _share(base, ("share_after", "基层占比（次年）", "primary care's share next year"), after),
    )


def _share(base: Name, words: tuple[str, str, str], parts: dict[str, Figure]) -> Figure:
    key, label, label_en = words
    whole = total(base.child(f"{key}.whole", f"{label}·合计", f"{label_en}: whole"), parts.values())
    inputs = {"part": parts["primary"], "whole": whole}
    return derive(base.child(key, label, label_en, "ppm"), "ratio", inputs)
