"""The items of a scheme as an explanation: points, what more would take, how small numbers were judged, the rule, the counts."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from fenming.facts.run_tables import Row
from fenming.kernel import PPM, Book, Figure, format_ppm
from fenming.kernel.language import _
from fenming.reports.assessment.folder import AssessmentFolder
from fenming.reports.assessment.missing import MISSING, missing_words, state_word
from fenming.reports.assessment.overview import indicator_label, scheme_label
from fenming.reports.assessment.reach import Step, needed_sentences, steps_up
from fenming.reports.assessment.words import rule_words, short_words
from fenming.reports.node import Node
from fenming.reports.wording import evidence_texts, grade_word, listed, party_word, score_text, value_text

RATES = {"rate": "value", "low": "low", "high": "high", "credible": "credible"}
MEASURE = "measure"
NOT_TOLD = (
    "parameter",
    "calendar",
    "counted",
    "collect",
)  # inputs that the sentence of the rule tells and nothing lies behind


@dataclass(frozen=True)
class Explained:
    """One party of an assessment: its rows of table `score`, and its figures."""

    assessment: AssessmentFolder
    book: Book
    rows: Sequence[Row]
    _steps: dict[tuple[str, str, str], list[Step]] = field(default_factory=dict)

    @cached_property
    def counted(self) -> Mapping[tuple[str, str], Row]:
        """The party's rows of table `indicator`."""
        return self.assessment.indicators_of(self.rows[0]["assesses"], self.rows[0]["party_id"])

    def figure(self, row: Row) -> Figure | None:
        """The score of one row, item or total."""
        suffix = "" if row["period"] == "year" else f".{row['period']}"
        base = f"assessment.{row['assesses']}.{row['party_id']}.scheme.{row['scheme_id']}"
        return self.book.get(f"{base}.{row['item'] or 'total'}{suffix}")

    def steps(self, row: Row) -> list[Step]:
        """What would bring more points for one item."""
        score, key = self.figure(row), (row["scheme_id"], row["item"], row["period"])
        if score is None or not row["item"]:
            return []
        if key not in self._steps:
            self._steps[key] = steps_up(score, row["weight_ppm"])
        return self._steps[key]

    def label(self, row: Row) -> str:
        """What an item is called, with its quarter."""
        label = indicator_label(self.assessment, row["indicator_id"])
        return label if row["period"] == "year" else f"{label} · {party_word(row['period'])}"


def lost(row: Row) -> int:
    """Points that an item lost, in ppm of a hundred; all there are where it is missing."""
    return int(row["weight_ppm"] or 0) - int(row["score_ppm"] or 0) if row["state"] != MISSING else PPM


def scheme_node(explained: Explained, rows: Sequence[Row]) -> Node:
    """One scheme: total and place, then the items that lost points, the most first, and those in full on one line."""
    totals = [row for row in rows if not row["item"]]
    year = next((row for row in totals if row["period"] == "year"), totals[0])
    items = sorted((row for row in rows if row["item"]), key=lambda row: (-lost(row), row["item"], row["period"]))
    below = tuple(item_node(explained, row) for row in items if lost(row))
    if full := [row for row in items if not lost(row)]:
        named = dict.fromkeys(indicator_label(explained.assessment, row["indicator_id"]) for row in full)
        below += (Node(_("in full: {items}").format(items=listed(named))),)
    label = scheme_label(explained.assessment, year["scheme_id"])
    return _node(explained, year, label, tuple(_total_sentences(explained.assessment, totals)), below)


def item_node(explained: Explained, row: Row) -> Node:
    """One item that lost points."""
    score = explained.figure(row)
    if score is None:
        words = missing_words(explained.assessment, row)
        return Node(_("{item}: {state}").format(item=explained.label(row), state=words))
    sentences = needed_sentences(explained.steps(row))
    sentences += [] if sentences else [_("No count of its own would bring more points here.")]
    sentences += [state_word(row["state"])] if row["state"] == "vetoed" else []
    sentences += _interval_sentence(explained.counted.get((row["indicator_id"], row["period"])), score)
    sentences.append(f"= {rule_words(score)}")
    return _node(explained, row, explained.label(row), tuple(sentences), tuple(_inputs(explained.book, score)))


def _node(explained: Explained, row: Row, label: str, sentences: tuple[str, ...], below: tuple[Node, ...]) -> Node:
    """A line `label: points of all points [weakest grade] name`."""
    score = explained.figure(row)
    if score is None:
        return Node(label, sentences, below)
    grade = explained.book.grade(score.name)
    words = {"label": label, "points": score_text(score.value), "weight": score_text(row["weight_ppm"] or PPM)}
    text = _("{label}: {points} of {weight} points").format(**words)
    return Node(f"{text}  [{grade_word(grade)}]  {score.name}", sentences, below, score, grade)


def _total_sentences(assessment: AssessmentFolder, totals: Sequence[Row]) -> Iterator[str]:
    """Place among peers and the next place up; quarters on one line."""
    quarters = [row for row in totals if row["period"] != "year"]
    if quarters:
        yield listed(f"{party_word(row['period'])} {_points(row)}" for row in quarters)
    for row in totals:
        if row["score_ppm"] is None:
            yield _("No total: something is missing, and what is missing is never counted as zero.")
        elif row["period"] == "year":
            yield from _place_sentences(assessment, row)


def _points(row: Row) -> str:
    return _("missing") if row["score_ppm"] is None else score_text(row["score_ppm"])


def _place_sentences(assessment: AssessmentFolder, row: Row) -> Iterator[str]:
    peers = assessment.totals[row["scheme_id"], row["period"]]
    above = [score for score in peers if score > row["score_ppm"]]
    if len(peers) > 1:
        yield _("Place {place} of {count}.").format(place=1 + len(above), count=len(peers))
    if above:
        yield _("The next place up stands at {points} points: {gap} more.").format(
            points=score_text(min(above)), gap=score_text(min(above) - row["score_ppm"])
        )


def _interval_sentence(counted: Row | None, score: Figure) -> list[str]:
    """Where a rate of few people was drawn to the county's, and how far it could lie by chance."""
    value = score.inputs.get("value")
    if counted is None or counted["low"] is None or value is None or value.verb != "credible_rate":
        return []
    words = {name: format_ppm(counted[column]) for name, column in RATES.items()}
    return [
        _(
            "Counted: {rate} of {count}, by chance between {low} and {high}; drawn to the county's rate it is judged as {credible}."
        ).format(count=f"{counted['denominator']:,}", **words)
    ]


def _inputs(book: Book, figure: Figure) -> Iterator[Node]:
    """What lies behind a figure, as far as something was counted for it."""
    for role, lower in figure.inputs.items():
        if lower.verb not in NOT_TOLD:
            below = (
                tuple(_inputs(book, lower)) if lower.verb in ("shortfall", "credible_rate") else _counts(book, lower)
            )
            yield _figure_node(book, role, lower, below)


def _counts(book: Book, figure: Figure) -> tuple[Node, ...]:
    """What was counted for a figure, with the rows behind it."""
    counted = ((role, lower) for role, lower in figure.inputs.items() if lower.verb in ("table", "total"))
    return tuple(_figure_node(book, role, lower, ()) for role, lower in counted if lower.source or lower.inputs)


def _figure_node(book: Book, role: str, figure: Figure, below: tuple[Node, ...]) -> Node:
    rule = rule_words(figure)
    evidence = (
        [] if figure.source and figure.source.table == MEASURE else evidence_texts(figure)
    )  # its name says which rows
    sentences = (*([f"= {rule}"] if rule else []), *evidence)
    text = f"{short_words(figure, role)} = {value_text(figure)}  {figure.name}"
    return Node(text, sentences, below, figure, book.grade(figure.name))
