"""Scoring methods of schemes: each a verb over the party's value and the terms the scheme writes, or what peers reach."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from fenming.assessment.counts import PERIOD_LABELS, suffix
from fenming.assessment.parties import Party
from fenming.assessment.values import IndicatorValue
from fenming.kernel import BadInput, Figure
from fenming.kernel.language import _
from fenming.mechanisms import Name, collect, derive, derive_parts
from fenming.policy.cards import Card
from fenming.policy.scheme_items import SchemeItem
from fenming.policy.schemes import Scheme

# The places of P10 and P90 among peers: what the method's name says.
ENDS = {"low": (100_000, "P10"), "high": (900_000, "P90")}
DIRECTIONS = {"up": "越高越好", "down": "越低越好"}
NO_POINTS = Figure("assessment.no_points", 0, "ppm", "calendar", "不设最低得分", "no least score")
UNTRUE = "checks_untrue"  # the measure of untrue and lost samples, by the item checked


@dataclass(frozen=True, slots=True)
class Line:
    """One item of a scheme in one period: the card, everybody's value, and `shared` figures made once for all peers."""

    scheme: Scheme
    item: SchemeItem
    card: Card
    period: str
    values: Mapping[str, IndicatorValue]
    untrue: Mapping[str, Figure]
    shared: Mapping[str, Figure]

    def name(self, party: Party) -> Name:
        """What a party's score is called."""
        words = (f"{self.scheme.label}·{self.item.label}", f"{self.scheme.label_en}: {self.item.label_en}")
        label, label_en = PERIOD_LABELS[self.period]
        end = f"scheme.{self.scheme.scheme_id}.{self.item.item_id}{suffix(self.period)}"
        return party.base.child(end, f"{words[0]}{label}得分", f"{words[1]}, score {label_en}".strip(), "score")

    @property
    def base(self) -> Name:
        """What figures shared by all parties are called, before their own names."""
        end = f"{self.scheme.scheme_id}.{self.item.item_id}{suffix(self.period)}"
        words = (f"{self.scheme.label}·{self.item.label}", f"{self.scheme.label_en}: {self.item.label_en}")
        return Name(f"assessment.scheme.{end}", *words, self.card.unit)

    def term(self, key: str) -> Figure:
        """What the scheme writes at `key` of this item."""
        return self.scheme.term(self.item.item_id, key)

    @property
    def weight(self) -> Figure:
        return self.term("weight")

    @property
    def direction(self) -> Figure:
        return direction_of(self.card)


Method = Callable[[Line, Party, Figure], Figure | None]


def direction_of(card: Card) -> Figure:
    """Whether more or less is better, as the card says. Raises BadInput where it says neither."""
    if card.text.direction not in DIRECTIONS:
        raise BadInput(
            "assessment.no_direction",
            _("{indicator} ({label}) has no better direction").format(indicator=card.indicator_id, label=card.label),
            card.file.where("direction"),
            _("its scheme scores it by a target or by its peers, and must know whether more or less is better"),
            _("write `direction: up` or `direction: down`, or score it by `interval` or `sample`"),
        )
    return Figure(
        f"indicators.{card.indicator_id}.direction",
        card.text.direction,
        "choice",
        "parameter",
        "导向",
        "better direction",
        cite=card.citation,
        written=DIRECTIONS[card.text.direction],
    )


def _toward_target(verb_name: str) -> Method:
    def method(line: Line, party: Party, value: Figure) -> Figure:
        inputs = {"weight": line.weight, "value": value, "target": line.term("target"), "direction": line.direction}
        return derive(line.name(party), verb_name, inputs)

    return method


def _deduction(line: Line, party: Party, value: Figure) -> Figure:
    name = line.name(party)
    gap = derive(
        name.child("gap", "差距", "gap", line.card.unit),
        "shortfall",
        {"value": value, "target": line.term("target"), "direction": line.direction},
    )
    least = line.term("floor") if "floor" in line.item.terms else NO_POINTS
    inputs = {
        "weight": line.weight,
        "gap": gap,
        "step": line.term("step"),
        "points": line.term("points"),
        "least": least,
    }
    return derive(name, "deducted_score", inputs)


def _sample(line: Line, party: Party, _value: Figure) -> Figure | None:
    """Scored by its counts; None where nobody said how many were untrue."""
    found, untrue = line.values[party.party_id], line.untrue.get(party.party_id)
    if untrue is None or found.numerator is None or found.denominator is None:
        return None
    counted = {"qualified": found.numerator, "sampled": found.denominator, "untrue": untrue}
    return derive(
        line.name(party), "sampled_score", {"weight": line.weight, **counted, "veto_at": line.term("veto_at")}
    )


def _spread(line: Line, party: Party, value: Figure) -> Figure:
    inputs = {"weight": line.weight, "value": value, **line.shared, "direction": line.direction}
    return derive(line.name(party), "spread_score", inputs)


def _bands(line: Line, party: Party, _value: Figure) -> Figure:
    place, peers = line.shared[f"place.{party.party_id}"], line.shared["peers"]
    inputs = {"weight": line.weight, "place": place, "peers": peers, "bands": line.term("bands")}
    return derive(line.name(party), "ranked_score", inputs)


def _interval(line: Line, party: Party, value: Figure) -> Figure:
    inputs = {"weight": line.weight, "value": value, "low": line.term("low"), "high": line.term("high")}
    return derive(line.name(party), "interval_score", inputs)


METHODS: Mapping[str, Method] = {
    "met": _toward_target("met_score"),
    "proportional": _toward_target("proportional_score"),
    "deduction": _deduction,
    "sample": _sample,
    "spread": _spread,
    "bands": _bands,
    "interval": _interval,
}


def shared_among(line: Line, values: Mapping[str, Figure]) -> dict[str, Figure]:
    """What a method that looks at peers needs of all of them: the ends of their spread, or everybody's place."""
    if not values or line.item.method not in ("spread", "bands"):
        return {}
    peers = collect(line.base.child("peers", "各方结果", "results of all", line.card.unit), values)
    return _ends(line, peers) if line.item.method == "spread" else _places(line, peers)


def _ends(line: Line, peers: Figure) -> dict[str, Figure]:
    ends: dict[str, Figure] = {}
    for end, (place, word) in ENDS.items():
        share = Figure(f"assessment.spread.{end}", place, "ppm", "calendar", word, word)
        name = line.base.child(end, word, word, line.card.unit)
        ends[end] = derive(name, "quantile", {"values": peers, "share": share})
    return ends


def _places(line: Line, peers: Figure) -> dict[str, Figure]:
    names = {
        party: line.base.child(f"place.{party}", f"{party}名次", f"place of {party}", "place") for party in peers.value
    }
    places = derive_parts(names, "placed", {"values": peers, "direction": line.direction})
    count = derive(line.base.child("count", "参评数", "number ranked", "count"), "counted", {"parties": peers})
    return {f"place.{party}": place for party, place in places.items()} | {"peers": count}
