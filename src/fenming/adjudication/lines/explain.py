"""Why a line's parts are what they are: the line judged anew in plain Python, compared with what is stored, and its steps."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from fenming.adjudication.lines.heads import gather_one, law_of_heads, rules_of
from fenming.adjudication.lines.judge import judge_line
from fenming.adjudication.lines.line import NONE, FeeLine, Parts
from fenming.adjudication.lines.loop import line_at
from fenming.adjudication.lines.reason import LineReason
from fenming.adjudication.lines.rules import NEUTRAL
from fenming.adjudication.lines.steps import line_steps
from fenming.adjudication.lines.table import READ, loop_rows
from fenming.adjudication.telling.step import Step
from fenming.engines.local import literal, parquet, run
from fenming.kernel import BadInput
from fenming.kernel.language import _
from fenming.policy import Pack


@dataclass(frozen=True, slots=True)
class LineExplanation:
    """A line, its parts and the steps that lead to them."""

    line_id: str
    bill_id: str
    item_id: str
    line: FeeLine
    parts: Parts
    steps: list[Step]

    @property
    def reason(self) -> LineReason:
        """The line's reason code, as stored."""
        return LineReason(self.parts.reason)

    def as_dict(self) -> dict[str, Any]:
        """For export."""
        return {
            "line_id": self.line_id,
            "bill_id": self.bill_id,
            "item_id": self.item_id,
            "total_fen": self.line.total_fen,
            "steps": [step.as_dict() for step in self.steps],
            "reason": self.reason.name.lower(),
            "reason_words": self.reason.words,
        }


def explain_line(
    line_id: str, line_paths: Sequence[Path], bill_paths: Sequence[Path], pack: Pack, judged: Path
) -> LineExplanation:
    """Judge the line anew and compare it with its row in `judged`, the table that `judge_lines` wrote, then tell its steps.

    Raises BadInput for an unknown line, and when the stored row is not what the line and the rules come to.
    """
    with duckdb.connect() as connection:
        found = _found(connection, line_id, line_paths)
        gather_one(connection, found["bill_id"][0].as_py(), bill_paths)
        heads = connection.sql("FROM heads").to_arrow_table()
        law = law_of_heads(connection, "heads", pack)
        stored = run(connection, _stored(line_id, judged))
    lines = loop_rows(found.combine_chunks().to_batches()[0], rules_of(heads, law, pack.codes))
    line = FeeLine(*map(int, line_at(lines, 0)))
    rules = NEUTRAL if line.rule == NONE else law.sets[line.rule]
    parts = Parts(*map(int, judge_line(line, rules)))
    if stored != [tuple(parts)]:
        raise _other_parts(line_id, judged)
    steps = line_steps(line, rules, parts, {} if line.rule == NONE else law.figures[line.rule])
    item_id, bill_id = (found[name][0].as_py() for name in ("item_id", "bill_id"))
    return LineExplanation(line_id, bill_id, item_id, line, parts, steps)


def _found(connection: duckdb.DuckDBPyConnection, line_id: str, line_paths: Sequence[Path]) -> Any:
    rows = connection.sql(f"FROM {parquet(*line_paths)} WHERE line_id = {literal(line_id)}").to_arrow_table()
    if not rows.num_rows:
        raise BadInput(
            "lines.unknown_line",
            _("there is no fee line {line}").format(line=line_id),
            _("table fee_line"),
            "",
            _("give the number of a line of this workspace (feedetl_sn)"),
        )
    return rows.select([name for name in ("item_id", *READ) if name in rows.column_names])


def _stored(line_id: str, judged: Path) -> str:
    return f"SELECT {', '.join(Parts._fields)} FROM {parquet(judged)} WHERE line_id = {literal(line_id)}"


def _other_parts(line_id: str, judged: Path) -> BadInput:
    return BadInput(
        "lines.other_parts",
        _("the stored parts of line {line} are not what the line and the rules come to").format(line=line_id),
        judged.name,
        _("the facts or the pack changed since the lines were judged"),
        _("judge the lines again"),
    )
