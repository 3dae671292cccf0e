"""What contradicts itself among a pack's cards and schemes, and what a person should know before money hangs on them."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from difflib import get_close_matches
from inspect import Parameter as Role
from inspect import signature
from itertools import combinations, pairwise
from typing import Any

from fenming.kernel import Finding
from fenming.kernel.language import _
from fenming.policy.cards import FOLDER, Card
from fenming.policy.pack import Pack
from fenming.policy.scheme_items import SchemeItem
from fenming.policy.schemes import Scheme

Verbs = Mapping[str, Callable[..., Any]]
FED = {
    "process_score": ("unit", "quarter", None),
    "target_result": ("unit", "year", "met"),
    "assessment_score": ("consortium", "year", None),
}
FALLING = {"public_health.result_uneven_bands": "as_written"}  # readings that may pay a better result less
ONE_ONLY = ("process_score", "target_result")  # tables in which no column says which scheme a row is of


def check_scored(pack: Pack, verbs: Verbs | None, today: date) -> list[Finding]:
    """Findings for the cards and schemes that the pack's own folder writes or changes; those of a folder above are its own to tell.

    Errors: what cannot be worked out. Warnings: scores that may fall while results rise. Notes: cards whose review is past `today`.
    """
    own = [card for card in pack.cards.values() if card.region == pack.region]
    found = [finding for card in own for finding in _card(pack, card, verbs, today)]
    changed = {card.indicator_id for card in own}
    for scheme in pack.schemes.values():
        if scheme.region == pack.region or changed & {item.indicator for item in scheme.items.values()}:
            found += _feeding(scheme)
            found += [finding for item in scheme.items.values() for finding in _falling(scheme, item, pack.cards)]
    return [*found, *_fed_twice(pack), *_falling_choices(pack)]


def _card(pack: Pack, card: Card, verbs: Verbs | None, today: date) -> Iterator[Finding]:
    for role, measured in card.inputs.items():
        if not measured.policy:
            continue
        if not pack.has(measured.policy):
            yield Finding(
                "policy.unknown_parameter",
                _("the pack has no parameter {name}").format(name=measured.policy),
                card.file.where("inputs", role),
                _("{indicator} could not be worked out").format(indicator=card.indicator_id),
                _did_you_mean(measured.policy, [one.name for one in pack.parameters()]),
            )
        elif measured.key and not _has_key(pack, measured.policy, measured.key):
            yield Finding(
                "policy.unknown_key",
                _("{name} has no key '{key}'").format(name=measured.policy, key=measured.key),
                card.file.where("inputs", role),
                _("{indicator} could not be worked out").format(indicator=card.indicator_id),
                _("name one of its keys, or add '{key}' to it after the document").format(key=measured.key),
            )
    if card.is_measured and verbs is not None:
        yield from _verb(card, verbs)
    if card.next_review < today:
        yield Finding(
            "policy.review_due",
            _("the review of {name} was due on {day}").format(
                name=f"{FOLDER}.{card.indicator_id}", day=card.next_review
            ),
            card.file.where("next_review"),
            _("it was last held against its document on {day}").format(day=card.text.checked_on),
            _("compare it with the document, then write new days at `checked_on` and `next_review`"),
        )


def _has_key(pack: Pack, name: str, key: str) -> bool:
    """Whether some version of the parameter holds a value for `key`."""
    return any(isinstance(one.value, Mapping) and key in one.value for one in pack.parameter(name).versions)


def _did_you_mean(name: str, known: list[str]) -> str:
    near = get_close_matches(name, known, 1)
    return _("did you mean '{key}'?").format(key=near[0]) if near else _("write the parameter, or name another one")


def _verb(card: Card, verbs: Verbs) -> Iterator[Finding]:
    if card.verb not in verbs:
        yield Finding(
            "policy.unknown_verb",
            _("there is no verb '{verb}'").format(verb=card.verb),
            card.file.where("verb"),
            _("{indicator} could not be worked out").format(indicator=card.indicator_id),
            _did_you_mean(card.verb, list(verbs)),
        )
        return
    roles = signature(verbs[card.verb]).parameters
    if any(role.kind is Role.VAR_KEYWORD for role in roles.values()) or set(roles) == set(card.text.inputs):
        return
    yield Finding(
        "policy.verb_inputs",
        _("the verb {verb} takes other inputs").format(verb=card.verb),
        card.file.where("inputs"),
        _("it takes: {known}").format(known=", ".join(roles)),
        _("key the inputs by these names"),
    )


def _feeding(scheme: Scheme) -> Iterator[Finding]:
    if not scheme.feeds:
        return
    assesses, period, method = FED[scheme.feeds]
    methods = {item.method for item in scheme.items.values()}
    if (scheme.assesses, scheme.text.period) != (assesses, period) or (method and methods != {method}):
        yield Finding(
            "policy.feeds",
            _("the scheme {scheme} cannot feed {table}").format(scheme=scheme.scheme_id, table=scheme.feeds),
            scheme.file.where("feeds"),
            _("settlement reads there one row per {party} and {period}").format(party=assesses, period=period)
            if method is None
            else _("settlement reads there one row per {party} and {period}, met or not").format(
                party=assesses, period=period
            ),
            _("correct `assesses`, `period` or the methods, or remove `feeds`"),
        )


def _fed_twice(pack: Pack) -> Iterator[Finding]:
    for table in ONE_ONLY:
        feeding = [scheme for scheme in pack.schemes.values() if scheme.feeds == table]
        for one, other in combinations(feeding, 2):
            if one.period.overlaps(other.period) and pack.region in (one.region, other.region):
                yield Finding(
                    "policy.feeds_twice",
                    _("{one} and {other} both feed {table}").format(
                        one=one.scheme_id, other=other.scheme_id, table=table
                    ),
                    other.file.where("feeds"),
                    _("they hold on the same days, and settlement could not tell whose score counts"),
                    _("remove `feeds` from one of them, or end it with `to`"),
                )


def _falling_choices(pack: Pack) -> Iterator[Finding]:
    """Readings that the pack itself chooses, by which a better result can bring less money."""
    for name, value in FALLING.items():
        if not pack.has(name) or (parameter := pack.parameter(name)).region != pack.region:
            continue
        for version in parameter.versions:
            if version.value == value:
                yield Finding(
                    "policy.not_monotone",
                    _("by {name}: {value} a better result may lower a unit's own money").format(name=name, value=value),
                    version.where,
                    _("a later band may pay each of its units more than the one before"),
                    _("keep it if the document says so; whoever is assessed should be told"),
                )


def _falling(scheme: Scheme, item: SchemeItem, cards: Mapping[str, Card]) -> Iterator[Finding]:
    """Items by which a better result can bring a lower score."""
    why = _reason(item, cards[item.indicator])
    if why:
        yield Finding(
            "policy.not_monotone",
            _("in the scheme {scheme} a higher {label} may lower the score: item {item}").format(
                scheme=scheme.scheme_id, label=item.indicator, item=item.item_id
            ),
            item.where,
            why,
            _("keep it if the document says so; whoever is assessed should be told"),
        )


def _reason(item: SchemeItem, card: Card) -> str:
    if item.method == "interval":
        return _("the method interval takes points off above {high} as well as below {low}").format(
            high=item.written["high"], low=item.written["low"]
        )
    if card.text.direction == "none":
        return _("the card says that neither more nor less is better")
    points = [band["points"] for band in item.terms.get("bands", ())]
    if any(better < worse for better, worse in pairwise(points)):
        return _("a better place gets fewer points: {bands}").format(bands=item.written["bands"])
    return ""
