"""One pass over fee lines: the loop that is compiled, and uncompiled is the reference engine."""

from typing import Any

from fenming.adjudication.lines.judge import judge_line
from fenming.adjudication.lines.line import FeeLine, LineRules, Parts
from fenming.kernel.compiled import compiled


def judge_line_rows(lines: Any, count: int, rule_sets: Any, result: Any) -> None:
    """Fill `result` for the first `count` lines.

    `lines` has one row per field of `FeeLine` and one column per line, `result` one row per field of `Parts`; `rule_sets` has
    one row per set of rules and one column per field of `LineRules`. Elements are int64 in the compiled loop, Python's own
    integers in the plain one.
    """
    for row in range(count):
        line = line_at(lines, row)
        store(result, row, judge_line(line, rules_at(rule_sets, max(line.rule, 0))))


@compiled
def line_at(lines: Any, row: int) -> FeeLine:
    """The line in column `row`."""
    return FeeLine(
        total_fen=lines[0, row],
        quantity=lines[1, row],
        rate=lines[2, row],
        item_class=lines[3, row],
        price=lines[4, row],
        price_limit=lines[5, row],
        quantity_limit=lines[6, row],
        is_limited_use=lines[7, row],
        rule=lines[8, row],
        platform_excluded_fen=lines[9, row],
        platform_over_limit_fen=lines[10, row],
        platform_upfront_copay_fen=lines[11, row],
        platform_eligible_fen=lines[12, row],
    )


@compiled
def rules_at(rule_sets: Any, index: int) -> LineRules:
    """One set of rules."""
    return LineRules(
        ceiling_order=rule_sets[index, 0],
        excludes_limited_use=rule_sets[index, 1],
        copay_a=rule_sets[index, 2],
        copay_b=rule_sets[index, 3],
        copay_c=rule_sets[index, 4],
    )


@compiled
def store(result: Any, row: int, parts: Parts) -> None:
    """Write one line's parts."""
    result[0, row] = parts.excluded_fen
    result[1, row] = parts.over_limit_fen
    result[2, row] = parts.upfront_copay_fen
    result[3, row] = parts.eligible_fen
    result[4, row] = parts.difference_fen
    result[5, row] = parts.price_difference_fen
    result[6, row] = parts.reason
