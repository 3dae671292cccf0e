"""Why an institution, a unit or a team scored what it scored, what it would take to score more, and what money hangs on it."""

from collections.abc import Iterator, Sequence
from difflib import get_close_matches
from itertools import groupby

from fenming.facts.run_tables import Row
from fenming.kernel import PPM, BadInput, Book, Figure, format_ppm
from fenming.kernel.language import _
from fenming.reports.assessment.folder import AssessmentFolder
from fenming.reports.assessment.money import money_nodes
from fenming.reports.assessment.reach import needed_sentence
from fenming.reports.node import Node, figure_node, figure_sentences
from fenming.reports.run_folder import RunFolder
from fenming.reports.wording import label_of, number_text, party_word, score_text

FULL = PPM  # a hundred points


def explain_party(assessment: AssessmentFolder, party_id: str, run: RunFolder | None = None) -> Node:
    """The scores of one party, item by item: what was lost and why, what the next step takes, and the money behind it.

    `party_id` is a health unit, a township hospital, a consortium, or `county`. `run` is the year settled by this assessment,
    where it was. Raises BadInput with the nearest ids when nobody of that id was assessed.
    """
    rows = assessment.scores_of(party_id)
    if not rows:
        raise _unknown(assessment, party_id)
    kind = rows[0]["assesses"]
    book = assessment.book_of(kind, party_id)
    below = [
        _scheme_node(assessment, book, list(listed))
        for _scheme, listed in groupby(rows, key=lambda row: row["scheme_id"])
    ]
    chain = book.get(f"assessment.{kind}.{party_id}.chain")
    if chain is not None:
        below.insert(0, _line(book, chain))
    if run is not None and kind == "unit":
        below.extend(money_nodes(run, party_id))
    called = party_name(assessment, party_id)
    return Node(
        _("{name} ({id}), assessment {assessment}").format(name=called, id=party_id, assessment=assessment.id),
        below=tuple(below),
    )


def party_name(assessment: AssessmentFolder, party_id: str) -> str:
    """What a party is called: the unit's, the institution's or the consortium's name, or the county's."""
    units = {row["unit_id"]: str(row["name"]) for row in assessment.tables.units}
    called = units | assessment.tables.called()
    return called.get(party_id) or (_("the county") if party_id == "county" else party_id)


def _unknown(assessment: AssessmentFolder, party_id: str) -> BadInput:
    known = [
        row["party_id"] for row in assessment.tables.rows("SELECT DISTINCT party_id FROM {score} ORDER BY party_id")
    ]
    near = get_close_matches(party_id, known, n=5)
    return BadInput(
        "assessment.party_unknown",
        what=_("nobody called '{party}' was assessed").format(party=party_id),
        where=str(assessment.folder),
        why=_("the nearest ids are: {units}").format(units=", ".join(near)) if near else _("no id is spelled like it"),
        remedy=_("give a health unit, a township hospital, a consortium, or `county`"),
    )


def _scheme_node(assessment: AssessmentFolder, book: Book, rows: Sequence[Row]) -> Node:
    first = rows[0]
    base = f"assessment.{first['assesses']}.{first['party_id']}.scheme.{first['scheme_id']}"
    totals = [row for row in rows if not row["item"]]
    items = sorted((row for row in rows if row["item"]), key=lambda row: (-_lost(row), row["item"], row["period"]))
    sentences = tuple(sentence for row in totals for sentence in _total_sentences(assessment, row))
    below = tuple(_item_node(book, base, row) for row in items)
    total = book.get(f"{base}.total")
    if total is not None:
        return figure_node(book, total, *below, sentences=sentences)
    return Node(_("scheme {scheme}").format(scheme=first["scheme_id"]), sentences, below)


def _lost(row: Row) -> int:
    return int(row["weight_ppm"] or 0) - int(row["score_ppm"] or 0) if row["state"] != "missing" else PPM


def _total_sentences(assessment: AssessmentFolder, row: Row) -> Iterator[str]:
    if row["score_ppm"] is None:
        yield _("No total: something is missing, and what is missing is never counted as zero.")
        return
    peers = _peers(assessment, row)
    place = 1 + sum(score > row["score_ppm"] for score in peers)
    period = "" if row["period"] == "year" else party_word(row["period"])
    if len(peers) > 1:
        yield (
            _("{period} {points} points: place {place} of {count}.")
            .format(period=period, points=score_text(row["score_ppm"]), place=place, count=len(peers))
            .strip()
        )
    above = min((score for score in peers if score > row["score_ppm"]), default=None)
    if above is not None:
        yield _("The next place up stands at {points} points: {gap} more.").format(
            points=score_text(above), gap=score_text(above - row["score_ppm"])
        )


def _peers(assessment: AssessmentFolder, row: Row) -> list[int]:
    found = assessment.tables.rows(
        "SELECT score_ppm FROM {score} WHERE scheme_id = ? AND period = ? AND item = '' AND score_ppm IS NOT NULL",
        row["scheme_id"],
        row["period"],
    )
    return [one["score_ppm"] for one in found]


def _item_node(book: Book, base: str, row: Row) -> Node:
    suffix = "" if row["period"] == "year" else f".{row['period']}"
    score = book.get(f"{base}.{row['item']}{suffix}")
    if score is None:
        return Node(_("{item}: {state}").format(item=row["item"], state=state_word(row["state"])))
    lost = _lost(row)
    sentences = [
        _("{points} of {weight} points").format(
            points=score_text(row["score_ppm"]), weight=score_text(row["weight_ppm"])
        )
    ]
    if lost > 0:
        sentences += needed_sentence(score, row["weight_ppm"])
    sentences += _interval_sentence(book, score)
    below = tuple(_line(book, lower) for lower in score.inputs.values() if lower.verb != "parameter")
    return figure_node(book, score, *below, sentences=(*sentences, *figure_sentences(score)))


def _interval_sentence(book: Book, score: Figure) -> list[str]:
    """Where a rate of few people was pulled to the county's, and how far it could lie by chance."""
    for figure in score.walk():
        if figure.verb == "credible_rate":
            own = figure.name.removesuffix(".credible")
            naked, low, high = (book.get(name) for name in (own, f"{own}.low", f"{own}.high"))
            texts = [_("{persons} persons counted").format(persons=figure.inputs["denominator"].value)]
            if naked is not None:
                texts.append(_("naked rate {rate}").format(rate=format_ppm(naked.value)))
            if low is not None and high is not None:
                texts.append(
                    _("by chance between {low} and {high}").format(
                        low=format_ppm(low.value), high=format_ppm(high.value)
                    )
                )
            return [" · ".join(texts)]
    return []


def state_word(state: str) -> str:
    """What came of an item, in words."""
    return {
        "scored": _("scored"),
        "missing": _("missing: not handed in, and never counted as zero"),
        "vetoed": _("vetoed: too many untrue in the sample"),
        "nothing_to_measure": _("nothing to measure: its weight is carried by the other items"),
    }.get(state, state)


def _line(book: Book, figure: Figure) -> Node:
    return figure_node(
        book, figure, *(_leaf(lower) for lower in figure.inputs.values()), sentences=figure_sentences(figure)
    )


def _leaf(figure: Figure) -> Node:
    value = number_text(figure.value, figure.unit) if isinstance(figure.value, int) else f"{figure.value}"
    return Node(f"{label_of(figure)} = {value}  {figure.name}")
