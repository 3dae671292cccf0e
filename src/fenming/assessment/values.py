"""Every indicator of every party: the card's verb over what was counted, and what small numbers make of it."""

from collections.abc import Iterator
from dataclasses import dataclass

from fenming.assessment.corrections import Corrections, sides
from fenming.assessment.counts import QUARTERS, Counts, labelled, suffix
from fenming.assessment.credibility import SmallNumbers
from fenming.assessment.parties import COUNTY, KINDS, Parties, Party
from fenming.kernel import BadInput, Figure
from fenming.mechanisms import Name, collect, derive, given, total, verb_names
from fenming.policy import Policy
from fenming.policy.cards import Card, Measured

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
Parts = dict[str, Figure]


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


@dataclass(frozen=True, slots=True)
class Ground:
    """What indicators are worked out on."""

    policy: Policy
    parties: Parties
    counts: Counts
    corrections: Corrections
    small: SmallNumbers


def indicator_values(ground: Ground, card: Card) -> Iterator[IndicatorValue]:
    """The values of a card, the county's first, for every party for which it is meaningful."""
    for period in _periods(ground, card):
        everyone: Parts | None = None
        for kind in KINDS[card.text.grain]:
            for party in ground.parties.of(kind):
                if kind == "institution" and party.party_id not in ground.counts.institutions:
                    continue
                parts = _parts(ground, card, party, period)
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


def indicator_name(card: Card, party: Party, period: str) -> Name:
    """What the value of an indicator is called."""
    words = labelled((card.label, card.label_en), period)
    return party.base.child(f"{card.indicator_id}{suffix(period)}", *words, card.unit)


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


def _parts(ground: Ground, card: Card, party: Party, period: str) -> Parts | None:
    """The inputs of the card's verb; None where one of them is missing."""
    parts: Parts = {}
    for role, measured in card.inputs.items():
        figure = _input(ground, (card, party, period, role), measured)
        if figure is None:
            return None
        parts[role] = figure
    return parts


_Place = tuple[Card, Party, str, str]


def _input(ground: Ground, place: _Place, measured: Measured) -> Figure | None:
    card, party, period, role = place
    if measured.policy:
        return _parameter(ground.policy, measured)
    if measured.by:
        leaves = {key: ground.counts.leaf(party, one, period) for key, one in measured.by.items()}
        known = {key: leaf for key, leaf in leaves.items() if leaf is not None}
        name = indicator_name(card, party, period).child(role, "构成", role.replace("_", " "), "count")
        return collect(name, known) if len(known) == len(leaves) else None
    return _corrected(ground, place, _counted(ground, place, measured.measures))


def _parameter(policy: Policy, measured: Measured) -> Figure | None:
    """The parameter or one cell of it, or None where the pack does not know it on this day."""
    try:
        return policy.cell(measured.policy, measured.key) if measured.key else policy[measured.policy]
    except BadInput:
        return None


def _counted(ground: Ground, place: _Place, measures: tuple[str, ...]) -> Figure | None:
    """What was counted, several measures added; None where one of them is missing."""
    card, party, period, role = place
    leaves = [ground.counts.leaf(party, one, period) for one in measures]
    known = [leaf for leaf in leaves if leaf is not None]
    if len(known) < len(leaves):
        return None
    if len(known) == 1:
        return known[0]
    return total(_role_name(card, party, period, role, known[0].unit), known)


def _role_name(card: Card, party: Party, period: str, role: str, unit: str) -> Name:
    words = {"part": ("分子", "numerator"), "whole": ("分母", "denominator")}
    return indicator_name(card, party, period).child(role, *words.get(role, (role, role.replace("_", " "))), unit)


def _corrected(ground: Ground, place: _Place, counted: Figure | None) -> Figure | None:
    """What holds after accepted appeals: the party's own correction, or the sum moved by corrections of those below."""
    card, party, period, role = place
    where = (card.indicator_id, period, role)
    if (party.key, where) in ground.corrections.own:
        return _as_appealed(ground, place)
    moved = [
        _moved(ground, (card, ground.parties.by_kind[kind][one], period, role))
        for kind, one in ground.corrections.below.get((party.key, where), ())
    ]
    if not moved:
        return counted
    name = _role_name(card, party, period, role, moved[0].unit)
    return total(name.child("corrected", "更正后", "corrected", name.unit), [*([counted] if counted else []), *moved])


def _as_appealed(ground: Ground, place: _Place) -> Figure:
    card, party, period, role = place
    correction = ground.corrections.own[party.key, (card.indicator_id, period, role)]
    counted = _counted(ground, place, card.inputs[role].measures)
    name = _role_name(card, party, period, role, counted.unit if counted else "count")
    label = (f"申诉{correction.appeal_id}更正", f"corrected by appeal {correction.appeal_id}", name.unit)
    return given(name.child("appealed", *label), correction.value, correction.source)


def _moved(ground: Ground, place: _Place) -> Figure:
    """By how much a correction moves the sums above: all of it where nothing had been counted."""
    card, party, period, role = place
    appealed = _as_appealed(ground, place)
    counted = _counted(ground, place, card.inputs[role].measures)
    if counted is None:
        return appealed
    name = _role_name(card, party, period, role, appealed.unit).child(
        "moved", "更正差额", "moved by the correction", appealed.unit
    )
    return derive(name, "difference", {"whole": appealed, "part": counted})
