"""Why an institution, a unit or a team scored what it scored, what it would take to score more, and what money hangs on it."""

from collections.abc import Iterator, Mapping, Sequence
from difflib import get_close_matches
from itertools import groupby

from fenming.facts.run_tables import Row
from fenming.kernel import PPM, BadInput, Book, Figure, format_ppm
from fenming.kernel.language import _
from fenming.reports.assessment.folder import AssessmentFolder
from fenming.reports.assessment.money import money_nodes
from fenming.reports.assessment.overview import indicator_label
from fenming.reports.assessment.reach import needed_sentence
from fenming.reports.node import Node, figure_node, figure_sentences
from fenming.reports.run_folder import RunFolder
from fenming.reports.wording import label_of, listed, party_word, score_text, value_text

RATES = {"rate": "value", "low": "low", "high": "high", "credible": "credible"}


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
        _scheme_node(assessment, book, list(of_scheme))
        for _scheme, of_scheme in groupby(rows, key=lambda row: row["scheme_id"])
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
    return assessment.names.get(party_id) or (_("the county") if party_id == "county" else party_id)


def _unknown(assessment: AssessmentFolder, party_id: str) -> BadInput:
    known = sorted(set(assessment.scores["party_id"].to_pylist()))
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
    counted = assessment.indicators_of(first["assesses"], first["party_id"])
    base = f"assessment.{first['assesses']}.{first['party_id']}.scheme.{first['scheme_id']}"
    totals = [row for row in rows if not row["item"]]
    items = sorted((row for row in rows if row["item"]), key=lambda row: (-_lost(row), row["item"], row["period"]))
    sentences = tuple(sentence for row in totals for sentence in _total_sentences(assessment, row))
    below = tuple(_item_node(book, counted, row) for row in items if _lost(row))
    if full := [row for row in items if not _lost(row)]:
        below += (_full_node(assessment, full),)
    total = book.get(f"{base}.total")
    if total is not None:
        return figure_node(book, total, *below, sentences=sentences)
    return Node(_("scheme {scheme}").format(scheme=first["scheme_id"]), sentences, below)


def _full_node(assessment: AssessmentFolder, rows: Sequence[Row]) -> Node:
    """The items that lost nothing, on one line."""
    named = dict.fromkeys(indicator_label(assessment, row["indicator_id"]) for row in rows)
    return Node(_("in full: {items}").format(items=listed(named)))


def _lost(row: Row) -> int:
    return int(row["weight_ppm"] or 0) - int(row["score_ppm"] or 0) if row["state"] != "missing" else PPM


def _total_sentences(assessment: AssessmentFolder, row: Row) -> Iterator[str]:
    if row["score_ppm"] is None:
        yield _("No total: something is missing, and what is missing is never counted as zero.")
        return
    peers = assessment.totals[row["scheme_id"], row["period"]]
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


def _item_node(book: Book, counted: Mapping[tuple[str, str], Row], row: Row) -> Node:
    suffix = "" if row["period"] == "year" else f".{row['period']}"
    base = f"assessment.{row['assesses']}.{row['party_id']}.scheme.{row['scheme_id']}"
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
    sentences += _interval_sentence(counted.get((row["indicator_id"], row["period"])))
    below = tuple(_line(book, lower) for lower in score.inputs.values() if lower.verb != "parameter")
    return figure_node(book, score, *below, sentences=(*sentences, *figure_sentences(score)))


def _interval_sentence(counted: Row | None) -> list[str]:
    """Where a rate of few people was drawn to the county's, and how far it could lie by chance."""
    if counted is None or counted["credible"] is None or counted["low"] is None:
        return []
    return [
        _(
            "{count} persons counted, naked rate {rate}, by chance between {low} and {high}; counted with {credible}"
        ).format(
            count=counted["denominator"],
            **{name: format_ppm(counted[column]) for name, column in RATES.items()},
        )
    ]


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
    return Node(f"{label_of(figure)} = {value_text(figure)}  {figure.name}")
