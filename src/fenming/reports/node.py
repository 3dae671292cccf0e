"""An explanation as lines of text in a tree, for people to copy and for programs to read."""

from dataclasses import dataclass
from typing import Any

from fenming.kernel import Book, Figure, Grade
from fenming.reports.wording import evidence_texts, grade_word, label_of, rule_text, value_text, working_texts


@dataclass(frozen=True, slots=True)
class Node:
    """One line of an explanation, the sentences that belong to it, and the lines below.

    `figure` and `grade` (the weakest at or below it) are there where the line is a figure of the run.
    """

    text: str
    sentences: tuple[str, ...] = ()
    below: tuple["Node", ...] = ()
    figure: Figure | None = None
    grade: Grade | None = None

    def text_lines(self, level: int = 0) -> list[str]:
        """The tree as plain text, two spaces a level, ready to be copied."""
        margin = "  " * level
        lines = [margin + self.text, *(f"{margin}    {sentence}" for sentence in self.sentences)]
        return lines + [line for node in self.below for line in node.text_lines(level + 1)]

    def as_dict(self) -> dict[str, Any]:
        """The tree for programs: texts, and of each figure name, value, unit, verb, clause, rows and grade."""
        row: dict[str, Any] = {"text": self.text, "sentences": list(self.sentences)}
        if self.figure is not None and self.grade is not None:
            row |= _figure_row(self.figure) | {"grade": self.grade.word}
        return row | {"below": [node.as_dict() for node in self.below]}


def figure_node(book: Book, figure: Figure, *below: Node, sentences: tuple[str, ...] = ()) -> Node:
    """One figure as a line, with what the caller says about it."""
    return Node(line_text(book, figure), sentences, below, figure, book.grade(figure.name))


def line_text(book: Book, figure: Figure) -> str:
    """`label = value [weakest grade] name`."""
    return f"{label_of(figure)} = {value_text(figure)}  [{grade_word(book.grade(figure.name))}]  {figure.name}"


def figure_sentences(figure: Figure) -> tuple[str, ...]:
    """Rule, workings and evidence of one figure."""
    rule = rule_text(figure)
    return (*([f"= {rule}"] if rule else []), *working_texts(figure), *evidence_texts(figure))


def _figure_row(figure: Figure) -> dict[str, Any]:
    row: dict[str, Any] = {"name": figure.name, "value": figure.value, "unit": figure.unit, "verb": figure.verb}
    row |= {"label": figure.label, "label_en": figure.label_en}
    if figure.cite:
        cite = figure.cite
        row["cite"] = {key: getattr(cite, key) for key in ("document", "title", "clause", "quote", "url")}
        row["cite"]["grade"] = cite.grade.word
    if figure.reading:
        row["reading"] = {"chosen": figure.reading.chosen, "open_question": figure.reading.open_question}
    if figure.source:
        source = figure.source
        row["source"] = {"table": source.table, "column": source.column, "where": dict(source.where)}
    return row | {key: getattr(figure, key) for key in ("pick", "written") if getattr(figure, key)}
