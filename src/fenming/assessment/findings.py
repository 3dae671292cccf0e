"""What an assessment has to tell: values that are missing, nothing to measure, totals that cannot be given."""

from collections.abc import Iterable, Iterator, Mapping

from fenming.assessment.parties import COUNTY, kind_words
from fenming.assessment.scheme_scores import SchemeScore
from fenming.assessment.values import MISSING, NOTHING, IndicatorValue
from fenming.kernel import Finding
from fenming.kernel.language import _, language
from fenming.policy.cards import Card
from fenming.policy.schemes import Scheme

LISTED = 10


def value_findings(values: Iterable[IndicatorValue], cards: Mapping[str, Card]) -> Iterator[Finding]:
    """One finding for each indicator without values, of those for whom it is finest and of the county, and one where there was
    nothing to measure. Institutions are asked by the schemes that assess them.
    """
    grouped: dict[tuple[str, str, str], list[str]] = {}
    beyond: dict[tuple[str, str], list[str]] = {}
    for one in values:
        if cards[one.indicator_id].is_credible and _is_beyond(one):
            beyond.setdefault((one.indicator_id, one.party.kind), []).append(one.party.party_id)
        finest = cards[one.indicator_id].text.grain
        is_asked = one.party.kind == COUNTY or one.party.kind == finest != "institution"
        if one.state in (MISSING, NOTHING) and is_asked:
            listed = grouped.setdefault((one.indicator_id, one.party.kind, one.state), [])
            listed.append(one.party.party_id if one.period == "year" else f"{one.party.party_id} {one.period}")
    for (indicator, kind, state), parties in grouped.items():
        yield (_missing if state == MISSING else _nothing)(cards[indicator], kind, parties)
    for (indicator, kind), parties in beyond.items():
        yield _beyond(cards[indicator], kind, parties)


def _is_beyond(one: IndicatorValue) -> bool:
    """Whether more persons are counted than there are."""
    part, whole = one.numerator, one.denominator
    return part is not None and whole is not None and part.value > whole.value


def _beyond(card: Card, kind: str, parties: list[str]) -> Finding:
    return Finding(
        "assessment.beyond_all",
        what=_("{indicator} counts more than all for {count} of kind {kind}: {parties}").format(
            indicator=_called(card), count=len(parties), kind=kind_words()[kind], parties=_listed(parties)
        ),
        where=card.indicator_id,
        why=_("a share of persons cannot be more than one, and small numbers of others are drawn to it"),
        remedy=_("correct the rows or the appeal behind it, and assess again before it is frozen"),
        rows=len(parties),
    )


def _called(one: Card | Scheme) -> str:
    return one.label if language() == "zh" else one.label_en


def _listed(parties: list[str]) -> str:
    return ", ".join(parties[:LISTED]) + (" …" if len(parties) > LISTED else "")


def _missing(card: Card, kind: str, parties: list[str]) -> Finding:
    return Finding(
        "assessment.value_missing",
        what=_("{indicator} has no value for {count} of kind {kind}: {parties}").format(
            indicator=_called(card), count=len(parties), kind=kind_words()[kind], parties=_listed(parties)
        ),
        where=card.indicator_id,
        why=_("at least one of its counts is missing: {measures}").format(measures=", ".join(card.measures)),
        remedy=_("hand in what is counted; until then it is shown as missing and never counted as zero"),
        rows=len(parties),
    )


def _nothing(card: Card, kind: str, parties: list[str]) -> Finding:
    rule = (
        _("it is judged by the county's value, to which small numbers are drawn")
        if card.is_credible
        else _("in a scheme its weight is carried by the other items; a target is judged by the county's value")
    )
    return Finding(
        "assessment.nothing_to_measure",
        what=_("{indicator}: nothing to measure for {count} of kind {kind}: {parties}").format(
            indicator=_called(card), count=len(parties), kind=kind_words()[kind], parties=_listed(parties)
        ),
        where=card.indicator_id,
        why=_("there is nothing to divide by"),
        remedy=rule,
        rows=len(parties),
    )


def scheme_findings(scores: Mapping[str, Mapping[str, SchemeScore]]) -> Iterator[Finding]:
    """One finding for each scheme in which parties have no total, and one where missing items are left out of totals."""
    for parties in scores.values():
        without = [one for one in parties.values() if any(total is None for total in one.totals.values())]
        if without:
            yield _no_total(without)
        shortened = [one for one in parties.values() if one not in without and _missing_items(one)]
        if shortened:
            yield _left_out(shortened)


def _missing_items(score: SchemeScore) -> list[str]:
    return [item.item.item_id for item in score.items.values() if item.state == MISSING]


def _of_scheme(code: str, scores: list[SchemeScore], what: str, remedy: str) -> Finding:
    scheme = scores[0].scheme
    lacking = dict.fromkeys(item.item.item_id for one in scores for item in one.items.values() if item.score is None)
    return Finding(
        code,
        what.format(
            scheme=_called(scheme),
            count=len(scores),
            kind=kind_words()[scheme.assesses],
            parties=_listed([one.party.party_id for one in scores]),
        ),
        where=scheme.scheme_id,
        why=_("these items have no score: {items}").format(items=", ".join(lacking)),
        remedy=remedy,
        rows=len(scores),
    )


def _no_total(without: list[SchemeScore]) -> Finding:
    return _of_scheme(
        "assessment.no_total",
        without,
        _("{scheme} has no total for {count} of kind {kind}: {parties}"),
        _("hand in what they count, or let the scheme say `missing: left_out`"),
    )


def _left_out(shortened: list[SchemeScore]) -> Finding:
    return _of_scheme(
        "assessment.left_out",
        shortened,
        _("{scheme}: items are missing for {count} of kind {kind}: {parties}"),
        _("the other items carry their weight, as the scheme says; hand in what they count to score them"),
    )
