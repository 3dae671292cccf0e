"""A figure as a tree of sentences: value, rule, clause, evidence, and what stands below."""

from collections.abc import Iterator, Sequence

from fenming.kernel import Book, Figure
from fenming.kernel.language import _
from fenming.reports.assessment.hop import Hop
from fenming.reports.health_unit import explain_unit
from fenming.reports.node import Node, figure_node, figure_sentences, line_text
from fenming.reports.wording import SHOWN, rest_text, shown_inputs

__all__ = ["Node", "explain_figure", "explain_figure_alone", "explain_figures", "explain_unit"]


def explain_figure(book: Book, name: str, depth: int = 12, hop: Hop | None = None) -> Node:
    """The explanation of one figure, `depth` levels deep; what was explained above is not explained again.

    With a `hop`, scores that were read from a frozen assessment are explained on by that assessment's own figures.
    Raises BadInput with the nearest names when the run has no such figure.
    """
    return _Telling(book, hop).node(book[name], depth)


def explain_figure_alone(figure: Figure, depth: int = 12) -> Node:
    """The explanation of a figure that belongs to no run, such as a parameter of a pack."""
    return _Telling(Book([figure])).node(figure, depth)


def explain_figures(figures: Sequence[Figure], depth: int = 12) -> tuple[Node, ...]:
    """The explanations of figures that belong to no run, one after another; what an earlier one explained is not explained again."""
    telling = _Telling(Book(figures))
    return tuple(telling.node(figure, depth) for figure in figures)


class _Telling:
    """One telling of a tree: remembers what was told."""

    def __init__(self, book: Book, hop: Hop | None = None) -> None:
        self.book, self.hop = book, hop
        self.told: set[str] = set()

    def node(self, figure: Figure, depth: int, focus: str = "") -> Node:
        """`focus` is the party whose part stands above: among many inputs its own is shown first."""
        if figure.name in self.told:
            above = _("(explained above)")
            return Node(f"{line_text(self.book, figure)}  {above}", figure=figure, grade=self.book.grade(figure.name))
        self.told.add(figure.name)
        if depth <= 0 and figure.below:
            told = (_("(… {count} lines below; ask for {name})").format(count=len(figure.below), name=figure.name),)
            return figure_node(self.book, figure, sentences=told)
        below = (*self._inputs(figure, depth, focus), *self._basis(figure, depth), *self._assessed(figure, depth))
        return figure_node(self.book, figure, *below, sentences=figure_sentences(figure))

    def _inputs(self, figure: Figure, depth: int, focus: str) -> Iterator[Node]:
        listed = shown_inputs(figure, focus)
        yield from (self.node(lower, depth - 1, figure.pick) for lower in listed)
        rest = rest_text(figure, listed)
        if rest:
            yield Node(rest)

    def _basis(self, figure: Figure, depth: int) -> Iterator[Node]:
        if figure.basis:
            listed = figure.basis[:SHOWN]
            more = len(figure.basis) - len(listed)
            rest = (Node(_("… and {count} more").format(count=more)),) if more else ()
            yield Node(_("decided by"), below=(*(self.node(lower, depth - 1) for lower in listed), *rest))

    def _assessed(self, figure: Figure, depth: int) -> Iterator[Node]:
        """For a score read from a frozen assessment: how that assessment came to it."""
        book = self.hop.book(figure) if self.hop and depth > 0 else None
        if self.hop and book is not None:
            telling = _Telling(book)
            listed = tuple(telling.node(score, depth - 1) for score in self.hop.scores(figure, book))
            assessment = self.hop.assessment.id
            yield Node(_("assessed by the frozen assessment {id}").format(id=assessment), below=listed)
