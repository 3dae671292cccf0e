"""The chain county → lead hospital → township → health unit: part of everybody's score is the score of whoever stands above."""

from collections.abc import Mapping
from dataclasses import dataclass

from fenming.assessment.parties import COUNTY, Key, Parties
from fenming.assessment.scheme_scores import SchemeScore
from fenming.kernel import Figure
from fenming.mechanisms import collect, derive
from fenming.policy import Policy
from fenming.policy.schemes import Scheme

WEIGHTS = "assessment.chain_weights"
LEVELS = (COUNTY, "consortium", "township", "unit")  # from above; the lead hospital stands for its consortium
Scores = Mapping[str, Mapping[str, SchemeScore]]


@dataclass(frozen=True, slots=True)
class Chained:
    """The schemes that make the chain, by level, and the chain score of every party that has one."""

    schemes: Mapping[str, str]
    scores: Mapping[Key, Figure]


def chain_scores(policy: Policy, parties: Parties, schemes: Mapping[str, Scheme], scores: Scores) -> Chained:
    """Own score and the chain score of the party above by `assessment.chain_weights`; the county's is its own.

    A level's score is that of its scheme which feeds no table of its own. Who has no score, or stands below one without, has none.
    """
    weights = policy.get(WEIGHTS)
    chosen = {level: found for level in LEVELS if (found := _scheme_of(level, schemes)) is not None}
    if weights is None:
        return Chained(chosen, {})
    chained: dict[Key, Figure] = {}
    for level in LEVELS:
        for party in parties.of(level):
            own = _own(parties, chosen, scores, party.key)
            above = parties.above.get(party.key)
            figure = _figure(parties, party.key, own, chained.get(above) if above else None, weights)
            if figure is not None:
                chained[party.key] = figure
    return Chained(chosen, chained)


def _scheme_of(level: str, schemes: Mapping[str, Scheme]) -> str | None:
    """The scheme of a level: the first that feeds no table; lead hospitals are assessed for their consortium."""
    kinds = ("lead", "consortium") if level == "consortium" else (level,)
    found = [
        one for kind in kinds for one, scheme in sorted(schemes.items()) if scheme.assesses == kind and not scheme.feeds
    ]
    return found[0] if found else None


def _own(parties: Parties, chosen: Mapping[str, str], scores: Scores, key: Key) -> Figure | None:
    kind, one = key
    listed = scores.get(chosen.get(kind, ""), {})
    found = listed.get(one) or listed.get(parties.lead_of.get(one, ""))
    return found.total if found else None


def _figure(parties: Parties, key: Key, own: Figure | None, above: Figure | None, weights: Figure) -> Figure | None:
    kind, one = key
    if own is None or (above is None and kind != COUNTY):
        return None
    base = parties.by_kind[kind][one].base
    name = base.child("chain", "链式得分", "chain score", "score")
    if above is None:
        return derive(name, "total", {own.name: own})
    both = collect(
        name.child("scores", "本级与上级得分", "own score and that above", "score"), {"own": own, "above": above}
    )
    return derive(name, "weighted_score", {"scores": both, "weights": weights})
