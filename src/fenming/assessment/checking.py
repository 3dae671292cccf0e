"""Indicator cards held against the measures there are: what `policy check` says of both."""

from collections.abc import Iterator, Mapping

from fenming.assessment.measure import Measure, known_measures, known_relations, measure_of
from fenming.assessment.measure_findings import no_measure
from fenming.kernel import Finding
from fenming.kernel.language import _
from fenming.policy import Pack
from fenming.policy.cards import Card

# For whom a card may be meaningful, and the grains of the measures that can be summed up to them.
FITTING: Mapping[str, tuple[str, ...]] = {
    "unit": ("unit",),
    "institution": ("institution",),
    "township": ("unit", "institution"),
    "consortium": ("unit", "institution", "consortium"),
    "county": ("unit", "institution", "consortium", "county"),
}


def check_measures(pack: Pack) -> list[Finding]:
    """What is wrong with the cards that the pack itself writes: measures nobody counts, too coarse ones, quarters that are not
    counted; and with those its own schemes score by: parameters that a measure reads and the pack does not write.
    """
    own = [card for card in pack.cards.values() if card.region == pack.region]
    scored = {
        item.indicator for one in pack.schemes.values() if one.region == pack.region for item in one.items.values()
    }
    found = [finding for card in own for finding in _card(card)]
    found += [finding for name in sorted(scored) for finding in _unwritten(pack, pack.cards[name])]
    return list(dict.fromkeys(found))


def _card(card: Card) -> Iterator[Finding]:
    for role, measured in card.inputs.items():
        where = card.file.where("inputs", role)
        for measure_id in measured.all_measures:
            measure = measure_of(measure_id)
            if measure is None:
                yield no_measure(measure_id, where)
            else:
                yield from _misfits(card, measure, where)


def _misfits(card: Card, measure: Measure, where: str) -> Iterator[Finding]:
    if measure.grain not in FITTING[card.text.grain]:
        yield Finding(
            "assessment.grain",
            _("{measure} is counted by {grain} and cannot be told for a {finer}").format(
                measure=measure.id, grain=measure.grain, finer=card.text.grain
            ),
            where,
            _("nobody below would have a value"),
            _("write a coarser `grain`, or choose another measure"),
        )
    if card.text.period == "quarter" and measure.periods != "quarter":
        yield Finding(
            "assessment.period",
            _("{measure} is counted by the year, and the card asks for quarters").format(measure=measure.id),
            where,
            _("no quarter would have a value"),
            _("write `period: year`, or choose another measure"),
        )


def _unwritten(pack: Pack, card: Card) -> Iterator[Finding]:
    for measure in filter(None, map(measure_of, card.measures)):
        for name in parameters_of(measure):
            if not pack.has(name):
                yield Finding(
                    "assessment.measure_parameter",
                    _("the measure {measure} reads {name}, which the pack does not write").format(
                        measure=measure.id, name=name
                    ),
                    card.file.where("inputs"),
                    _("it could not be counted"),
                    _("write {file} after the county's own document").format(file=f"{name.replace('.', '/')}.yaml"),
                )


def parameters_of(measure: Measure) -> tuple[str, ...]:
    """Every parameter a measure depends on, also by what it reads."""
    names, queue = list(measure.query.policy), list(measure.query.needs)
    while queue:
        relation = known_relations().get(queue.pop())
        if relation is not None:
            names += relation.policy
            queue += relation.needs
    return tuple(dict.fromkeys(names))


def unused_measures(pack: Pack) -> list[str]:
    """Measures that no card of the pack reads."""
    used = {name.partition(".")[0] for card in pack.cards.values() for name in card.measures}
    return sorted(set(known_measures()) - used)
