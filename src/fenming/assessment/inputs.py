"""What the verb of a card is applied to: counts, added or by key, as corrected by appeals, and parameters of the pack."""

from dataclasses import dataclass

from fenming.assessment.corrections import Corrections
from fenming.assessment.counts import Counts, labelled, suffix
from fenming.assessment.credibility import SmallNumbers
from fenming.assessment.parties import Parties, Party
from fenming.kernel import BadInput, Figure
from fenming.mechanisms import Name, collect, derive, given, total
from fenming.policy import Policy
from fenming.policy.cards import Card, Measured

Parts = dict[str, Figure]


@dataclass(frozen=True, slots=True)
class Ground:
    """What indicators are worked out on."""

    policy: Policy
    parties: Parties
    counts: Counts
    corrections: Corrections
    small: SmallNumbers


def indicator_name(card: Card, party: Party, period: str) -> Name:
    """What the value of an indicator is called."""
    words = labelled((card.label, card.label_en), period)
    return party.base.child(f"{card.indicator_id}{suffix(period)}", *words, card.unit)


def parts_of(ground: Ground, card: Card, party: Party, period: str) -> Parts | None:
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
