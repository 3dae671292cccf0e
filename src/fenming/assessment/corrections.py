"""What accepted appeals corrected: a count of one party, in one indicator and period, and so of everybody above it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from fenming.assessment.parties import KINDS, Key, Parties
from fenming.facts.run_tables import RunTables
from fenming.kernel import BadInput, Finding, Source
from fenming.kernel.language import _
from fenming.policy.cards import Card


@dataclass(frozen=True, slots=True)
class Correction:
    """One row of table `correction`: the count that holds in place of what was measured."""

    appeal_id: str
    indicator_id: str
    party_id: str
    period: str
    role: str
    value: int

    @property
    def source(self) -> Source:
        where = {
            "appeal_id": self.appeal_id,
            "indicator_id": self.indicator_id,
            "party_id": self.party_id,
            "period": self.period,
            "role": self.role,
        }
        return Source("correction", "value", where)


Place = tuple[str, str, str]  # indicator, period, role as the card's verb calls it


@dataclass(frozen=True, slots=True)
class Corrections:
    """Corrections by the party they are about; `below` lists for everybody above whose corrections move their sums."""

    own: Mapping[tuple[Key, Place], Correction]
    below: Mapping[tuple[Key, Place], tuple[Key, ...]]
    findings: tuple[Finding, ...] = ()


def read_corrections(tables: RunTables, cards: Mapping[str, Card], parties: Parties) -> Corrections:
    """Table `correction`, where there is one; see `placed_corrections`."""
    if not tables.has("correction"):
        return Corrections({}, {})
    query = "SELECT appeal_id, indicator_id, party_id, period, role, value FROM {correction} ORDER BY ALL"
    return placed_corrections([Correction(**row) for row in tables.rows(query)], cards, parties)


def placed_corrections(rows: Iterable[Correction], cards: Mapping[str, Card], parties: Parties) -> Corrections:
    """Corrections by whom they are about. One that fits no indicator or party is a finding, two for one count BadInput."""
    own: dict[tuple[Key, Place], Correction] = {}
    findings = []
    for correction in rows:
        found = _place(correction, cards, parties)
        if found is None:
            findings.append(_unused(correction))
        elif found in own:
            raise _twice(correction, own[found])
        else:
            own[found] = correction
    return Corrections(own, _below(own, parties), tuple(findings))


def _below(own: Mapping[tuple[Key, Place], Correction], parties: Parties) -> dict[tuple[Key, Place], tuple[Key, ...]]:
    """Whose corrections move whose sums; one above whose own count was corrected stands for all that lies in it."""
    below: dict[tuple[Key, Place], tuple[Key, ...]] = {}
    for party, place in own:
        for upper in parties.chain(party):
            below[upper, place] = (*below.get((upper, place), ()), party)
            if (upper, place) in own:
                break
    return below


def _place(correction: Correction, cards: Mapping[str, Card], parties: Parties) -> tuple[Key, Place] | None:
    card = cards.get(correction.indicator_id)
    if card is None or not card.is_measured:
        return None
    role = _role(correction.role, card)
    kinds = [kind for kind in reversed(KINDS[card.text.grain]) if correction.party_id in parties.by_kind[kind]]
    if role is None or not kinds:
        return None
    return (kinds[0], correction.party_id), (correction.indicator_id, correction.period, role)


def _role(role: str, card: Card) -> str | None:
    """The input as the card's verb calls it, where it is counted."""
    counted = [name for name, measured in card.inputs.items() if measured.measures]
    named = dict(zip(("numerator", "denominator"), sides(list(card.inputs)), strict=True))
    found = named.get(role, role)
    return found if found in counted else None


def sides(roles: list[str]) -> tuple[str, str]:
    """Which inputs of a card are its numerator and its denominator: `part` and `whole`, else the first and the next."""
    numerator = "part" if "part" in roles else roles[0]
    others = [role for role in roles if role != numerator]
    return numerator, "whole" if "whole" in others else (*others, "")[0]


def _unused(correction: Correction) -> Finding:
    return Finding(
        "assessment.correction_unused",
        what=_("the correction of appeal {appeal} changes nothing").format(appeal=correction.appeal_id),
        where=f"correction · {correction.indicator_id} · {correction.party_id} · {correction.period} · {correction.role}",
        why=_("there is no such indicator, party or count in this assessment"),
        remedy=_("appeal anew with an indicator, party and count that are assessed; this one stays in the register"),
        rows=1,
    )


def _twice(correction: Correction, first: Correction) -> BadInput:
    return BadInput(
        "assessment.corrected_twice",
        what=_("appeals {first} and {second} correct the same count").format(
            first=first.appeal_id, second=correction.appeal_id
        ),
        where=f"correction · {correction.indicator_id} · {correction.party_id} · {correction.period} · {correction.role}",
        why=_("only one of them can hold"),
        remedy=_("reject one of the two appeals"),
    )
