"""`fenming policy cards` and `fenming policy schemes`: by which indicators a place is assessed, and how each is scored."""

from collections.abc import Mapping
from typing import Annotated, Any

import typer

from fenming.cli.choosing import JsonOption, PacksOption, example, label_of
from fenming.cli.commands.policy import PackOption, day_of, policy_app
from fenming.cli.console import out, show_json, show_table
from fenming.cli.scored_words import method_word, party_kind, rule_of, terms_text
from fenming.facts.workspace import COUNTY
from fenming.kernel import BadInput
from fenming.kernel.language import _
from fenming.policy import Card, Pack, Scheme, SchemeItem, load_pack


@policy_app.command(
    "cards",
    help=_("List the indicator cards of a pack, or show one: how it is worked out and how it could be gamed."),
    epilog=example("fenming policy cards primary_visit_share"),
)
def cards(
    name: Annotated[str, typer.Argument(help=_("id of the indicator; left out: all"), metavar="ID")] = "",
    pack: PackOption = COUNTY,
    packs: PacksOption = None,
    as_json: JsonOption = False,
) -> None:
    loaded = load_pack(pack, tuple(packs or ()))
    chosen = [_card(loaded, name)] if name else sorted(loaded.cards.values(), key=_national_first)
    if as_json:
        show_json([card_as_dict(card) for card in chosen])
    elif name:
        _show_card(chosen[0], loaded)
    else:
        rows = [[one.text.number or "", one.indicator_id, label_of(one.label, one.label_en)] for one in chosen]
        show_table(pack, [_("number"), _("indicator"), _("meaning")], rows, numbers=(), unbroken=(0, 1))


@policy_app.command(
    "schemes",
    help=_("List the assessments of a pack on a day, or show one: items, weights, methods, targets."),
    epilog=example("fenming policy schemes chronic --on 2024-06-30"),
)
def schemes(
    name: Annotated[str, typer.Argument(help=_("id of the scheme; left out: all"), metavar="ID")] = "",
    on: Annotated[str, typer.Option(help=_("the day, as 2024-06-30"))] = "",
    pack: PackOption = COUNTY,
    packs: PacksOption = None,
    as_json: JsonOption = False,
) -> None:
    policy = load_pack(pack, tuple(packs or ())).on(day_of(on))
    chosen = [policy.scheme(name)] if name else list(policy.schemes())
    if as_json:
        show_json([scheme_as_dict(scheme) for scheme in chosen])
    elif name:
        _show_scheme(chosen[0])
    else:
        _show_list(pack, chosen)


def _national_first(card: Card) -> tuple[bool, str, str]:
    return not card.text.number, card.text.number or "", card.indicator_id


def card_as_dict(card: Card) -> dict[str, Any]:
    """What the card says, with its citation's title and grade."""
    told = card.text.model_dump(mode="json", exclude_none=True, exclude={"cite"})
    return {"id": card.indicator_id, **told, "cite": _cite(card.citation.title, card.citation.clause, card)}


def scheme_as_dict(scheme: Scheme) -> dict[str, Any]:
    """What the scheme says; terms of items as written."""
    told = scheme.text.model_dump(mode="json", exclude_none=True, by_alias=True, exclude={"cite", "items"})
    items = [
        {"id": one.item_id, "indicator": one.indicator, "method": one.method, **one.written}
        for one in scheme.items.values()
    ]
    cite = _cite(scheme.citation.title, scheme.citation.clause, scheme)
    return {"id": scheme.scheme_id, **told, "cite": cite, "items": items}


def _cite(title: str, clause: str, cited: Card | Scheme) -> dict[str, str]:
    return {"title": title, "clause": clause, "grade": cited.citation.grade.word}


def _show_card(card: Card, pack: Pack) -> None:
    told: Mapping[str, Any] = card_as_dict(card)
    lines = [f"{card.indicator_id} · {label_of(card.label, card.label_en)}", card.text.meaning]
    if card.is_measured:
        inputs = ", ".join(f"{role}: {_written(told['inputs'][role])}" for role in told["inputs"])
        lines.append(_("worked out: {rule}").format(rule=rule_of(card, pack)))
        lines.append(_("written as: {verb} ({inputs})").format(verb=card.verb, inputs=inputs))
    lines += [_("evidence: {what}").format(what=one) for one in card.text.evidence]
    lines += [f"{word}: {said}" for word, said in _said(card).items()]
    lines += [
        _("why it matters: {why}").format(why=card.text.why_it_matters),
        _("how it could be gamed: {risk}").format(risk=card.text.gaming_risk),
    ]
    if card.text.plausible:
        band = card.text.plausible
        lines.append(_("plausible: {low} to {high} ({basis})").format(low=band.low, high=band.high, basis=band.basis))
    lines += [
        _("published: {value} · {what}").format(value=one.value, what=label_of(one.what, one.what_en))
        for one in card.text.published
    ]
    lines.append(_where_from(card))
    out.print("\n".join(lines), markup=False)


def _said(card: Card) -> dict[str, str]:
    """The card's short words, said in the language in use."""
    text = card.text
    directions = {"up": _("more is better"), "down": _("less is better"), "none": _("neither is better")}
    small = {"credible": _("scored by the credible value"), "as_counted": _("scored as counted")}
    periods = {"year": _("year"), "quarter": _("quarter")}
    numbered = {_("number"): text.number} if text.number else {}
    return numbered | {
        _("meaningful from"): party_kind(text.grain),
        _("period"): periods[text.period],
        _("direction"): directions[text.direction],
        _("small numbers"): small[text.small_numbers],
        _("data of"): f"{text.owner} · {text.source}",
    }


def _written(value: Any) -> str:
    if isinstance(value, list):
        return " + ".join(value)
    if isinstance(value, dict):
        return ".".join(map(str, value.values())) if "policy" in value else ", ".join(value["by"].values())
    return str(value)


def _show_list(pack: str, chosen: list[Scheme]) -> None:
    rows = [
        [one.scheme_id, party_kind(one.assesses), label_of(one.label, one.label_en), str(len(one.items))]
        for one in chosen
    ]
    headings = [_("assessment scheme"), _("assesses"), _("meaning"), _("items")]
    show_table(pack, headings, rows, numbers=(3,), unbroken=(0, 1))


def _show_scheme(scheme: Scheme) -> None:
    rows = [_row(one) for one in scheme.items.values()]
    title = f"{scheme.scheme_id} · {label_of(scheme.label, scheme.label_en)}"
    show_table(title, [_("item"), _("indicator"), _("weight"), _("method"), _("terms")], rows, numbers=(2,))
    out.print(_where_from(scheme), markup=False)


def _row(item: SchemeItem) -> list[str]:
    words = method_word(item.method), terms_text(item)
    return [item.item_id, label_of(item.label, item.label_en), item.written["weight"], *words]


def _where_from(cited: Card | Scheme) -> str:
    """Clause and grade, and the question that stays open."""
    from fenming.reports.wording import grade_word

    lines = [
        _("source: {title} · {clause} · {grade}").format(
            title=cited.citation.title, clause=cited.citation.clause, grade=grade_word(cited.citation.grade)
        )
    ]
    if cited.text.open_question:
        lines.append(_("open question: {question}").format(question=cited.text.open_question))
    if cited.settled_by:
        lines.append(_("it would be settled by: {documents}").format(documents="; ".join(cited.settled_by)))
    return "\n".join(lines)


def _card(pack: Pack, name: str) -> Card:
    if name not in pack.cards:
        raise BadInput(
            "policy.unknown_indicator",
            _("there is no indicator '{indicator}'").format(indicator=name),
            pack.region,
            remedy=_("list them with: fenming policy cards"),
        )
    return pack.cards[name]
