"""What cards and schemes of an assessment say in ids, said in words."""

from typing import Any

from fenming.assessment.measure import measure_of
from fenming.assessment.parties import kind_words
from fenming.cli.choosing import label_of
from fenming.kernel.language import _
from fenming.mechanisms import verb
from fenming.policy import Card, Pack, SchemeItem


def party_kind(kind: str) -> str:
    """Whom a scheme assesses, or the finest party a card is meaningful for."""
    return kind_words()[kind]


def method_word(method: str) -> str:
    """How an item is scored."""
    return {
        "met": _("met or not met"),
        "proportional": _("in proportion to the target"),
        "deduction": _("points off by steps"),
        "sample": _("by sample"),
        "spread": _("by where it lies among peers"),
        "bands": _("by place among peers"),
        "interval": _("within limits"),
    }[method]


def terms_text(item: SchemeItem) -> str:
    """The terms of an item one after the other, as written."""
    words = _term_words()
    written = {key: value for key, value in item.written.items() if key != "weight"}
    return _(", ").join(f"{words.get(key, key)} {value}" for key, value in written.items())


def rule_of(card: Card, pack: Pack) -> str:
    """The sentence of the card's verb with what it counts in words."""
    inputs = card.text.model_dump(mode="json", exclude_none=True)["inputs"]
    return _(verb(card.verb).explain).format_map({role: _input_words(value, pack) for role, value in inputs.items()})


def _term_words() -> dict[str, str]:
    return {
        "target": _("target"),
        "step": _("each step"),
        "points": _("points off"),
        "floor": _("at least"),
        "item_id": _("item sampled"),
        "veto_at": _("nothing from so many untrue"),
        "bands": _("places and points"),
        "low": _("from"),
        "high": _("up to"),
    }


def _input_words(value: Any, pack: Pack) -> str:
    """A measure, several that are added, one by age group, or a number of the pack."""
    if isinstance(value, list):
        return " + ".join(_measure_words(one, pack) for one in value)
    if isinstance(value, dict) and "policy" in value:
        parameter = pack.parameter(value["policy"])
        return _with_key(label_of(parameter.label, parameter.label_en), value.get("key", ""), pack)
    if isinstance(value, dict):
        known = measure_of(next(iter(value["by"].values())))
        return label_of(known.label, known.label_en) if known else ", ".join(value["by"].values())
    return _measure_words(str(value), pack)


def _measure_words(measure_id: str, pack: Pack) -> str:
    known = measure_of(measure_id)
    if known is None:
        return measure_id
    return _with_key(label_of(known.label, known.label_en), measure_id.partition(".")[2], pack)


def _with_key(label: str, key: str, pack: Pack) -> str:
    """A label with the key that it is counted or written by."""
    if not key:
        return label
    word = label_of(pack.keys[key].label, pack.keys[key].label_en) if key in pack.keys else key
    return _("{label} ({word})").format(label=label, word=word)
