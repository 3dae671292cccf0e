"""How many days of stays fall into each stage."""

from collections.abc import Mapping

EXPLAIN = "days of {stays} by stages of {stage_days}"
BEYOND = "beyond"


def days_in_stages(stays: Mapping[str, int], stage_days: Mapping[str, int]) -> dict[str, int]:
    """Days by stage and, under `beyond`, those after the last; `stays` counts stays by their length in days, written as text.

    A stay taken back counts below zero and takes its days out of every stage it was in.
    """
    found = dict.fromkeys((*stage_days, BEYOND), 0)
    for length, count in stays.items():
        left = int(length)
        for stage, days in stage_days.items():
            inside = min(left, days)
            found[stage] += inside * count
            left -= inside
        found[BEYOND] += left * count
    return found
