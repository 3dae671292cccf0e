"""Why an institution, a unit or a team scored what it scored, what it would take to score more, and what money hangs on it."""

from collections.abc import Iterator
from difflib import get_close_matches
from itertools import groupby

from fenming.assessment.grading import EFFECTS
from fenming.facts.run_tables import Row
from fenming.kernel import BadInput, Book, format_ppm
from fenming.kernel.language import _
from fenming.reports.assessment.folder import AssessmentFolder
from fenming.reports.assessment.items import Explained, lost, scheme_node
from fenming.reports.assessment.money import money_nodes
from fenming.reports.assessment.moved import moved_node, previous_assessment
from fenming.reports.assessment.overview import party_name, scheme_label
from fenming.reports.assessment.reach import Step, needed_sentences
from fenming.reports.assessment.words import weights_of
from fenming.reports.node import Node
from fenming.reports.run_folder import RunFolder
from fenming.reports.wording import listed, score_text

MOST = 3  # items told that would bring most points


def explain_party(assessment: AssessmentFolder, party_id: str, run: RunFolder | None = None) -> Node:
    """The scores of one party: what would bring most points, what moved it since the assessment before, then item by item what was
    lost and why, what the next step takes, and the money behind it.

    `party_id` is a health unit, a township hospital, a consortium, or `county`. `run` is the year settled by this assessment,
    where it was. Raises BadInput with the nearest ids when nobody of that id was assessed.
    """
    rows = assessment.scores_of(party_id)
    if not rows:
        raise unknown_party(assessment, party_id)
    kind = rows[0]["assesses"]
    explained = Explained(assessment, assessment.book_of(kind, party_id), rows)
    below = [*_summaries(explained, party_id)]
    below += [scheme_node(explained, list(of)) for _scheme, of in groupby(rows, key=lambda row: row["scheme_id"])]
    if run is not None and kind == "unit":
        below.extend(money_nodes(run, party_id))
    words = {"name": party_name(assessment, party_id), "id": party_id, "year": assessment.manifest["year"]}
    text = _("{name} ({id}), {year}, assessment {assessment}").format(assessment=assessment.id, **words)
    return Node(text, tuple(_whole_sentences(explained.book, f"assessment.{kind}.{party_id}", kind)), tuple(below))


def grade_of(book: Book, base: str) -> str:
    """The grade in words, blank where there is none."""
    grade = book.get(f"{base}.grade")
    if grade is None:
        return ""
    words = {
        "excellent": _("excellent"),
        "good": _("good"),
        "qualified": _("qualified"),
        "unqualified": _("unqualified"),
    }
    return words.get(grade.value, str(grade.value))


def most_points(explained: Explained) -> list[tuple[Row, Step]]:
    """The items that would bring most points, and the change that brings them, the most first."""
    found = [(row, steps[-1]) for row in explained.rows if row["item"] and (steps := explained.steps(row))]
    return sorted(found, key=lambda one: (-one[1].gained_ppm, one[0]["scheme_id"], one[0]["item"], one[0]["period"]))


def _summaries(explained: Explained, party_id: str) -> Iterator[Node]:
    """What to do first, and what moved it since the assessment before."""
    wanted = most_points(explained)[:MOST]
    if wanted:
        yield Node(
            _("What would bring most points"), tuple(_win_sentence(explained, row, step) for row, step in wanted)
        )
    lacking = [
        explained.label(row) for row in explained.rows if row["item"] and lost(row) and row["state"] == "missing"
    ]
    if lacking:
        yield Node(_("What is missing: {items}").format(items=listed(lacking)))
    previous = previous_assessment(explained.assessment)
    moved = previous and moved_node(explained.assessment, previous, party_id)
    if moved:
        yield moved


def _win_sentence(explained: Explained, row: Row, step: Step) -> str:
    words = {"item": explained.label(row), "scheme": scheme_label(explained.assessment, row["scheme_id"])}
    return _("{item} ({scheme}). {needed}").format(needed=needed_sentences([step])[0], **words)


def _whole_sentences(book: Book, base: str, kind: str) -> Iterator[str]:
    """The score down the chain, the grade, and what the grade does."""
    chain = book.get(f"{base}.chain")
    if chain is not None and "scores" in chain.inputs:
        scores, weights = weights_of(chain)
        yield _above_sentence(kind).format(
            points=score_text(chain.value), **{who: score_text(score) for who, score in scores.items()},
            **{f"{who}_weight": weight for who, weight in weights.items()}
        )  # fmt: skip
    if grade := grade_of(book, base):
        yield _("Grade: {grade}.").format(grade=grade)
    for effect in EFFECTS:
        figure = book.get(f"{base}.{effect}")
        if figure is not None:
            words = {"pay_pool": _("next year's pay pool"), "head_pay": _("the head's pay")}
            yield _("By its grade {what} changes by {rate}; reported, not booked.").format(
                what=words[effect], rate=format_ppm(figure.value)
            )


def _above_sentence(kind: str) -> str:
    """The chain score in words; whose score stands above depends on who is asked about."""
    if kind == "unit":
        return _(
            "Down the chain {points} points: own {own} with weight {own_weight}, the township's {above} with weight {above_weight}."
        )
    if kind == "township":
        return _(
            "Down the chain {points} points: own {own} with weight {own_weight}, the lead hospital's {above} with weight {above_weight}."
        )
    return _(
        "Down the chain {points} points: own {own} with weight {own_weight}, the county's {above} with weight {above_weight}."
    )


def unknown_party(assessment: AssessmentFolder, party_id: str) -> BadInput:
    """What to say where nobody of that id was assessed, with the nearest ids."""
    known = sorted(set(assessment.scores["party_id"].to_pylist()))
    near = get_close_matches(party_id, known, n=5)
    return BadInput(
        "assessment.party_unknown",
        what=_("nobody called '{party}' was assessed").format(party=party_id),
        where=str(assessment.folder),
        why=_("the nearest ids are: {units}").format(units=", ".join(near)) if near else _("no id is spelled like it"),
        remedy=_("give a health unit, a township hospital, a consortium, or `county`"),
    )
