"""Every indicator of every party: the card's verb over what was counted, and what small numbers make of it."""

from collections.abc import Iterator
from dataclasses import dataclass

from fenming.assessment.corrections import sides
from fenming.assessment.counts import QUARTERS
from fenming.assessment.inputs import Ground, Parts, indicator_name, parts_of
from fenming.assessment.parties import COUNTY, KINDS, Party
from fenming.kernel import Figure
from fenming.mechanisms import Name, derive, verb_names
from fenming.policy.cards import Card

VALUED, MISSING, NOTHING, EVIDENCE = "valued", "missing", "nothing_to_measure", "evidence"
DIVIDED_BY = {
    "ratio": ("whole",),
    "per_head": ("heads",),
    "rise": ("before",),
    "growth": ("heads", "spend_before", "heads_before"),
    "ratio_per_head": ("part_heads", "whole", "whole_heads"),
    "ratio_per_day": ("whole", "days"),
    "rise_per_head": ("heads", "amount_before", "heads_before"),
    "estimated_rate": ("residents", "adult_share", "prevalence"),
}


@dataclass(frozen=True, slots=True)
class IndicatorValue:
    """One indicator of one party in one period. `state`: valued · missing · nothing_to_measure · evidence.

    `figure` is the naked value in the unit of the card, `credible` what small numbers make of it; either may be None.
    """

    indicator_id: str
    party: Party
    period: str
    state: str
    figure: Figure | None = None
    numerator: Figure | None = None
    denominator: Figure | None = None
    low: Figure | None = None
    high: Figure | None = None
    credible: Figure | None = None

    @property
    def scored(self) -> Figure | None:
        """The value by which the party is judged: the credible one where there is one."""
        return self.credible or self.figure

    @property
    def figures(self) -> list[Figure]:
        """All figures there are."""
        return [
            one
            for one in (self.numerator, self.denominator, self.figure, self.low, self.high, self.credible)
            if one is not None
        ]


ValueKey = tuple[str, str, str, str]  # indicator, kind, party, period


def indicator_values(ground: Ground, card: Card) -> Iterator[IndicatorValue]:
    """The values of a card, the county's first, for every party for which it is meaningful."""
    for period in _periods(ground, card):
        everyone: Parts | None = None
        for kind in KINDS[card.text.grain]:
            for party in ground.parties.of(kind):
                if kind == "institution" and party.party_id not in ground.counts.institutions:
                    continue
                parts = parts_of(ground, card, party, period)
                everyone = parts if kind == COUNTY else everyone
                yield _value(ground, _Asked(card, party, period, parts, everyone))


def _periods(ground: Ground, card: Card) -> tuple[str, ...]:
    """The year; of a quarterly card its quarters, and the year where its measures count that too."""
    if card.text.period != "quarter":
        return ("year",)
    county = ground.parties.by_kind[COUNTY][COUNTY]
    has_year = any(ground.counts.leaf(county, measure, "year") for measure in card.measures)
    return (*QUARTERS, "year") if has_year else QUARTERS


@dataclass(frozen=True, slots=True)
class _Asked:
    """One value that is asked for; `parts` and the county's are None where a count is missing."""

    card: Card
    party: Party
    period: str
    parts: Parts | None
    everyone: Parts | None

    @property
    def name(self) -> Name:
        return indicator_name(self.card, self.party, self.period)


def _value(ground: Ground, asked: _Asked) -> IndicatorValue:
    if not asked.card.is_measured:
        return IndicatorValue(asked.card.indicator_id, asked.party, asked.period, EVIDENCE)
    if asked.parts is None:
        return IndicatorValue(asked.card.indicator_id, asked.party, asked.period, MISSING)
    figure = _divided(asked)
    numerator, denominator = (asked.parts.get(role) for role in sides(list(asked.parts)))
    low, high, credible = _small(ground, asked)
    return IndicatorValue(
        asked.card.indicator_id,
        asked.party,
        asked.period,
        NOTHING if figure is None else VALUED,
        figure,
        numerator,
        denominator,
        low,
        high,
        credible,
    )


def _divided(asked: _Asked) -> Figure | None:
    """The card's verb applied; None where there is nothing to divide by."""
    parts = asked.parts or {}
    if any(parts[role].value <= 0 for role in DIVIDED_BY.get(asked.card.verb, ()) if role in parts):
        return None
    try:
        return derive(asked.name, asked.card.verb, parts)
    except ArithmeticError:
        return None


def _small(ground: Ground, asked: _Asked) -> tuple[Figure | None, Figure | None, Figure | None]:
    """Interval, where the card's verb or its rule on small numbers has one, and the credible value."""
    parts, everyone = asked.parts or {}, asked.everyone
    if f"{asked.card.verb}_low" in verb_names():
        return *ground.small.ends(asked.name, asked.card.verb, parts), None
    if not asked.card.is_credible or set(parts) != {"part", "whole"}:
        return None, None, None
    own = (parts["part"], parts["whole"])
    low, high = ground.small.interval(asked.name, own)
    if everyone is None or asked.party.kind == COUNTY:
        return low, high, None
    name = asked.name.child("credible", "可信值", "credible", asked.card.unit)
    return low, high, ground.small.credible(name, own, (everyone["part"], everyone["whole"]))
