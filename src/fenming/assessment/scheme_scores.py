"""Every scheme's scores: items, what is missing, totals; nothing missing is ever counted as zero."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from fenming.assessment.counts import PERIOD_LABELS, QUARTERS, suffix
from fenming.assessment.inputs import Ground
from fenming.assessment.parties import COUNTY, Party
from fenming.assessment.scoring import METHODS, UNTRUE, Line, shared_among
from fenming.assessment.values import MISSING, NOTHING, IndicatorValue, ValueKey
from fenming.kernel import Figure
from fenming.mechanisms import collect, derive, total
from fenming.policy.cards import Card
from fenming.policy.scheme_items import SchemeItem
from fenming.policy.schemes import Scheme

SCORED, VETOED = "scored", "vetoed"
LEFT_OUT = "left_out"
QUARTER_WEIGHTS = "public_health.quarter_weights"


@dataclass(frozen=True, slots=True)
class ItemScore:
    """One item of one party in one period. `state`: scored · vetoed · missing · nothing_to_measure; the last two have no score."""

    item: SchemeItem
    period: str
    value: IndicatorValue
    target: Figure | None
    weight: Figure
    score: Figure | None
    state: str


@dataclass(frozen=True, slots=True)
class SchemeScore:
    """A party's scores in one scheme. `items` by item and period; `totals` by period, in ppm of a hundred points, the weight of
    items that were left out carried by the others; None where nothing may be left out and something is missing.
    """

    scheme: Scheme
    party: Party
    items: Mapping[tuple[str, str], ItemScore]
    totals: Mapping[str, Figure | None]

    @property
    def total(self) -> Figure | None:
        """The year's score out of a hundred points, in ppm of them: the share of the money it earns."""
        return self.totals["year"]

    @property
    def figures(self) -> list[Figure]:
        """All figures there are."""
        scores = [item.score for item in self.items.values() if item.score is not None]
        return [*scores, *(one for one in self.totals.values() if one is not None)]


def score_scheme(
    ground: Ground, scheme: Scheme, cards: Mapping[str, Card], values: Mapping[ValueKey, IndicatorValue]
) -> dict[str, SchemeScore]:
    """The scores of every party that `scheme` assesses, by its id."""
    periods = QUARTERS if scheme.is_quarterly else ("year",)
    parties = ground.parties.of(scheme.assesses)
    items: dict[str, dict[tuple[str, str], ItemScore]] = {party.party_id: {} for party in parties}
    for item_id, item in scheme.items.items():
        for period in periods:
            line = _line(ground, (scheme, item, cards[item.indicator], period), values)
            for party in parties:
                items[party.party_id][item_id, period] = _scored(line, party)
    return {party.party_id: _scheme_score(ground, scheme, party, items[party.party_id]) for party in parties}


def _line(
    ground: Ground, place: tuple[Scheme, SchemeItem, Card, str], values: Mapping[ValueKey, IndicatorValue]
) -> Line:
    scheme, item, card, period = place
    parties = ground.parties.of(scheme.assesses)
    listed = {party.party_id: _judged(ground, place, party, values) for party in parties}
    untrue = _untrue(ground, place, parties) if item.method == "sample" else {}
    line = Line(scheme, item, card, period, listed, untrue, {})
    known = {party: one.scored for party, one in listed.items() if one.scored is not None}
    return replace(line, shared=shared_among(line, known))


def _judged(
    ground: Ground, place: tuple[Scheme, SchemeItem, Card, str], party: Party, values: Mapping[ValueKey, IndicatorValue]
) -> IndicatorValue:
    """The value by which a party is judged. Where targets decide money, who has nothing to measure is judged by the county's."""
    scheme, _item, card, period = place
    counted = ground.parties.counted_as(party, card.text.grain)
    found = values.get((card.indicator_id, *counted, period), IndicatorValue(card.indicator_id, party, period, MISSING))
    if found.state == NOTHING and found.scored is None and scheme.feeds == "target_result":
        return values.get((card.indicator_id, COUNTY, COUNTY, period), found)
    return found


def _untrue(ground: Ground, place: tuple[Scheme, SchemeItem, Card, str], parties: list[Party]) -> dict[str, Figure]:
    _scheme, item, card, period = place
    found: dict[str, Figure] = {}
    for party in parties:
        kind, one = ground.parties.counted_as(party, card.text.grain)
        leaf = ground.counts.leaf(ground.parties.by_kind[kind][one], f"{UNTRUE}.{item.terms['item_id']}", period)
        if leaf is not None:
            found[party.party_id] = leaf
    return found


def _scored(line: Line, party: Party) -> ItemScore:
    value = line.values[party.party_id]
    target = line.term("target") if "target" in line.item.terms else None
    judged = value.scored
    score = METHODS[line.item.method](line, party, judged) if judged is not None else None
    return ItemScore(line.item, line.period, value, target, line.weight, score, _state(value, score))


def _state(value: IndicatorValue, score: Figure | None) -> str:
    if score is None:
        return NOTHING if value.state == NOTHING else MISSING
    if score.verb == "sampled_score" and score.inputs["untrue"].value >= score.inputs["veto_at"].value:
        return VETOED
    return SCORED


def _scheme_score(
    ground: Ground, scheme: Scheme, party: Party, items: Mapping[tuple[str, str], ItemScore]
) -> SchemeScore:
    periods = list(dict.fromkeys(period for _item, period in items))
    totals = {period: _total(scheme, party, period, _of_period(items, period)) for period in periods}
    if scheme.is_quarterly:
        totals["year"] = _year(ground, scheme, party, totals)
    return SchemeScore(scheme, party, items, totals)


def _of_period(items: Mapping[tuple[str, str], ItemScore], period: str) -> list[ItemScore]:
    return [one for (_item, when), one in items.items() if when == period]


def _total(scheme: Scheme, party: Party, period: str, items: list[ItemScore]) -> Figure | None:
    """The sum of the items; where some are left out, over the weight of the others."""
    scored = [(one.score, one.weight) for one in items if one.score is not None]
    is_refused = scheme.text.missing != LEFT_OUT and any(one.state == MISSING for one in items)
    if is_refused or not scored:
        return None
    name = party.base.child(f"scheme.{scheme.scheme_id}.total{suffix(period)}", *_words(scheme, period), "score")
    scores = [score for score, _weight in scored]
    if len(scored) == len(items):
        return total(name, scores)
    points = total(name.child("points", "已评各项得分", "points of the items scored", "score"), scores)
    weights = total(
        name.child("weights", "已评各项权重", "weight of the items scored", "score"), [w for _s, w in scored]
    )
    return derive(name, "ratio", {"part": points, "whole": weights})


def _words(scheme: Scheme, period: str) -> tuple[str, str]:
    label, label_en = PERIOD_LABELS[period]
    return f"{scheme.label}{label}总分", f"{scheme.label_en}, total {label_en}".strip()


def _year(ground: Ground, scheme: Scheme, party: Party, quarters: Mapping[str, Figure | None]) -> Figure | None:
    """The quarters weighted as their money is; None while one of them has no score."""
    weights = ground.policy.get(QUARTER_WEIGHTS)
    known = {quarter: one for quarter, one in quarters.items() if one is not None}
    if weights is None or set(weights.value) - set(known):
        return None
    name = party.base.child(f"scheme.{scheme.scheme_id}.total", *_words(scheme, "year"), "score")
    scores = collect(name.child("quarters", "各季得分", "scores of the quarters", "score"), known)
    return derive(name, "weighted_score", {"scores": scores, "weights": weights})


def all_items(schemes: Mapping[str, Mapping[str, SchemeScore]]) -> Iterator[tuple[SchemeScore, ItemScore]]:
    """Every item of every party in every scheme."""
    for parties in schemes.values():
        for one in parties.values():
            for item in one.items.values():
                yield one, item
