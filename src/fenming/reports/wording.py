"""How figures read: label, value with its unit, grade, the sentence of the rule."""

import re
from collections.abc import Iterable, Mapping, Sequence
from itertools import takewhile

from fenming.kernel import PPM, Figure, Grade, divide, format_ppm, format_yuan, split_whole
from fenming.kernel.language import _, language
from fenming.mechanisms import verb
from fenming.mechanisms.figures import LEAVES

SHOWN = 8
SEVERAL = re.compile(r"[·，、]|, ")
_NUMBERED = re.compile(r"(band_|q)(\d+)")
SUMMABLE = ("fen", "person", "unit", "micro_point")


def label_of(figure: Figure) -> str:
    """What the figure is called in the language in use."""
    return (figure.label if language() == "zh" else figure.label_en) or figure.name


def grade_word(grade: Grade) -> str:
    """The evidence grade in words."""
    return {
        Grade.RECORDED: _("business record"),
        Grade.ORIGINAL: _("original document"),
        Grade.SUMMARY: _("official summary"),
        Grade.REPORTED: _("reported by media or meeting"),
        Grade.NAMED_ONLY: _("document named, not seen"),
        Grade.ASSUMED: _("assumption"),
    }[grade]


def number_text(value: int, unit: str) -> str:
    """A whole number with its unit: fen as yuan, ppm as percent, a flag as yes or no."""
    if unit in ("fen", "micro_yuan"):
        return _("{amount} yuan").format(amount=format_yuan(value) if unit == "fen" else points_text(value))
    if unit == "ppm":
        return format_ppm(value)
    if unit == "flag":
        return _("yes") if value else _("no")
    if unit in ("micro_point", "score"):
        scored = _("{points} points").format(points=score_text(value))
        return scored if unit == "score" else _("{count} points").format(count=points_text(value))
    if unit == "micro_month":
        return _("{count} months").format(count=points_text(value))
    counted = {
        "person": _("{count} persons"),
        "place": _("place {count}"),
        "unit": _("{count} units"),
        "day": _("{count} days"),
    }
    return counted.get(unit, "{count}").format(count=_grouped(value))


def score_text(score_ppm: int) -> str:
    """A score out of a hundred points with two decimals: 540000 → `54.00`."""
    hundredths = divide(score_ppm, 100)
    whole, part = divmod(abs(hundredths), 100)
    return f"{'−' if hundredths < 0 else ''}{whole:,}.{part:02d}"


def points_text(points_micro: int) -> str:
    """Points as documents write them, every place kept: 1053250000 → `1,053.25`."""
    whole, part = divmod(abs(points_micro), PPM)
    places = f"{part:06d}".rstrip("0")
    return f"{'−' if points_micro < 0 else ''}{whole:,}{'.' + places if places else ''}"


def value_text(figure: Figure) -> str:
    """The figure's value as people read it; values by party are summed up."""
    value = figure.value
    if isinstance(value, bool | int):
        return number_text(int(value), figure.unit)
    if isinstance(value, Mapping) and "steps" in value:
        return steps_text(value["steps"])
    if isinstance(value, Mapping) and figure.written and figure.unit != "split":
        return figure.written
    if isinstance(value, Mapping):
        return parties_text(figure)
    if isinstance(value, list | tuple):
        return listed(map(_part_text, value))
    return figure.written if language() == "zh" and figure.written else str(value).replace("_", " ")


def _part_text(part: object) -> str:
    """One of several parts of a value; a band of a ranking by its share of places and of points."""
    if isinstance(part, Mapping) and part.keys() == {"places", "points"}:
        return _("the next {places} of places earn {points}").format(
            places=format_ppm(part["places"]), points=format_ppm(part["points"])
        )
    return str(part)


def listed(texts: Iterable[str]) -> str:
    """Several texts one after the other, separated as the language in use separates them."""
    return _(", ").join(texts)


def parties_text(figure: Figure) -> str:
    """Values by party: all of them when few, else how many, their sum where a sum means something, and the largest."""
    value, unit = figure.value, figure.unit
    if unit == "flag":
        return _("{count} of {all} met").format(count=sum(value.values()), all=len(value))
    if len(value) <= SHOWN:
        return " · ".join(f"{party_name(figure, party)} {number_text(part, unit)}" for party, part in value.items())
    largest = max(value, key=lambda party: value[party])
    texts = {"count": len(value), "largest": f"{party_name(figure, largest)} {number_text(value[largest], unit)}"}
    if is_summable(figure):
        return _("{count} parties, together {sum}, largest {largest}").format(
            sum=number_text(sum(value.values()), unit), **texts
        )
    return _("{count} parties, largest {largest}").format(**texts)


def is_summable(figure: Figure) -> bool:
    """Whether the values of several parties mean something as one sum: amounts per head and places do not."""
    return figure.unit in SUMMABLE and all(lower.verb != "per_head" for lower in figure.inputs.values())


def party_name(figure: Figure, party: str) -> str:
    """A party of `figure` by the name that its own figure among the inputs bears, else its key in words."""
    own = figure.inputs.get(party)
    if own is not None and f".{party}." in own.name:
        return label_of(own).partition("·" if language() == "zh" else ": ")[0]
    return party_word(party)


def party_word(party: str) -> str:
    """A party's key in words; ids of units and institutions stand for themselves."""
    numbered = _NUMBERED.fullmatch(party)
    if numbered:
        texts = {"band_": _("band {number}"), "q": _("quarter {number}")}
        return texts[numbered[1]].format(number=numbered[2])
    words = {
        "latest": _("last year"),
        "county": _("county level"),
        "town": _("townships"),
        "village": _("villages"),
        "process": _("process"),
        "target": _("target"),
        "result": _("result"),
        "maternal_child": _("maternal and child health"),
        "disease_control": _("disease control"),
        "health_inspection": _("health inspection"),
        "own": _("own score"),
        "above": _("the score above"),
    }
    return words.get(party, party)


def steps_text(steps: Iterable[Sequence[int]]) -> str:
    """Tiers as edges and rates."""
    return " · ".join(
        _("above {edge}: {rate}").format(edge=format_ppm(above), rate=format_ppm(rate)) for above, rate in steps
    )


def rule_text(figure: Figure) -> str:
    """The sentence of the figure's rule with every input by label and value; empty for leaves."""
    if figure.verb in LEAVES:
        return ""
    roles = {role: _told(figure, lower) for role, lower in figure.inputs.items()}
    return rule_template(figure).format_map(roles | {"all": sum_text(figure)}) + pick_text(figure)


def rule_template(figure: Figure) -> str:
    """The verb's sentence in the language in use, its `{role}` fields still open."""
    return _(verb(figure.verb).explain)


def sum_text(figure: Figure) -> str:
    """All inputs one after the other, the largest first and the rest as one sum."""
    parts = shown_inputs(figure)
    listed = [_told(figure, lower) for lower in parts]
    rest = rest_text(figure, parts)
    joint = " + " if figure.verb == "total" else _("; ")
    return joint.join([*listed, *([rest] if rest else [])]) or _("nothing")


def shown_inputs(figure: Figure, focus: str = "") -> list[Figure]:
    """The inputs to be listed: all in order when few, else that of the party `focus` and the largest by size."""
    inputs = figure.inputs
    if len(inputs) <= SHOWN:
        return list(inputs.values())

    def place(role: str) -> tuple[bool, int]:
        value = inputs[role].value
        return role != focus, -abs(value) if isinstance(value, int) else 0

    return [inputs[role] for role in sorted(inputs, key=place)[:SHOWN]]


def rest_text(figure: Figure, listed: list[Figure]) -> str:
    """What the inputs beyond those `listed` come to; empty when there are none."""
    left = len(figure.inputs) - len(listed)
    if left <= 0:
        return ""
    if not is_summable(figure):
        return _("… and {count} more").format(count=left)
    rest = sum(lower.value for lower in figure.inputs.values()) - sum(lower.value for lower in listed)
    return _("… and {count} more = {sum}").format(count=left, sum=number_text(rest, figure.unit))


def pick_text(figure: Figure) -> str:
    """For one part of several: whose part it is and, in a split, its weight among all weights."""
    if not figure.pick or figure.verb == "rank":
        return ""
    weights = figure.inputs.get("weights")
    if weights is None or not isinstance(weights.value, Mapping) or figure.pick not in weights.value:
        party = party_name(figure.inputs.get("parties", figure), figure.pick)
        return _("; the part of {party}").format(party=party)
    unit = "" if weights.unit == "split" else weights.unit
    return _("; the part of {party}: {weight} of {all}").format(
        party=party_name(weights, figure.pick),
        weight=number_text(weights.value[figure.pick], unit),
        all=number_text(sum(weights.value.values()), unit),
    )


def working_texts(figure: Figure) -> list[str]:
    """The steps inside a rule that takes several: slices of a corridor, parts by quarter, items met and not met."""
    workings = {"corridor": _corridor_slices, "scored_quarters": _quarters, "met_items": _items}
    return workings[figure.verb](figure) if figure.verb in workings else []


def _corridor_slices(figure: Figure) -> list[str]:
    overspend, budget, tiers = (figure.inputs[role].value for role in ("overspend", "annual_budget", "tiers"))
    if tiers["reading"] != "marginal":
        return []
    steps = tiers["steps"]
    edges = [divide(budget * above, PPM) for above, _rate in steps]
    uppers = [*edges[1:], max(overspend, edges[-1])]
    texts = []
    for (above, rate), edge, upper in zip(steps, edges, uppers, strict=True):
        part = min(overspend, upper) - edge
        if part > 0:
            paid = number_text(divide(part * rate, PPM), "fen")
            words = {"edge": format_ppm(above), "part": number_text(part, "fen"), "rate": format_ppm(rate)}
            texts.append(_("above {edge}: {part} × {rate} = {paid}").format(paid=paid, **words))
    return texts


def _quarters(figure: Figure) -> list[str]:
    whole, weights, scores = (figure.inputs[role].value for role in ("whole", "weights", "scores"))
    return [
        _("{quarter}: {part} × {score} = {paid}").format(
            quarter=party_word(quarter),
            part=number_text(part, "fen"),
            score=format_ppm(scores.get(quarter, 0)),
            paid=number_text(divide(part * scores.get(quarter, 0), PPM), "fen"),
        )
        for quarter, part in split_whole(whole, weights).items()
    ]


def _items(figure: Figure) -> list[str]:
    met = figure.inputs["met"].value
    missed = [item for item, is_met in met.items() if not is_met]
    texts = [_("{count} of {all} items met").format(count=len(met) - len(missed), all=len(met))]
    return texts + ([_("not met: {items}").format(items=listed(missed))] if missed else [])


def evidence_texts(figure: Figure) -> list[str]:
    """What a leaf rests on: written words, clause, reading and open question, or the rows behind it."""
    texts = []
    if figure.written and figure.written != value_text(figure):
        texts.append(_("as written: {text}").format(text=figure.written))
    if figure.cite:
        texts.append(_cited(figure))
    reading = reading_word(figure.reading.chosen) if figure.reading and figure.reading.chosen else ""
    if reading and reading != value_text(figure):
        texts.append(_("read as: {reading}").format(reading=reading))
    if figure.reading and figure.reading.open_question:
        texts.append(_("open question: {question}").format(question=figure.reading.open_question))
    if figure.source:
        where = listed(f"{column} = {value}" for column, value in figure.source.where.items()) or _("all rows")
        texts.append(
            _("rows behind: table {table}, column {column}, where {where}").format(
                table=figure.source.table, column=figure.source.column, where=where
            )
        )
    return texts


def reading_word(chosen: str) -> str:
    """Readings that packs write as one word, in words; all others are sentences already."""
    words = {
        "marginal": _("each tier at its own rate on its own part"),
        "whole": _("the whole amount at the rate of the tier reached"),
    }
    return words.get(chosen, chosen)


def _cited(figure: Figure) -> str:
    cite = figure.cite
    assert cite is not None
    text = _("source: {title}, {clause}").format(title=cite.title, clause=cite.clause)
    if cite.quote:
        text += _(", “{quote}”").format(quote=cite.quote)
    return f"{text} [{grade_word(cite.grade)}]"


def _told(figure: Figure, lower: Figure) -> str:
    """An input inside the sentence of `figure`: label and value, a value of several parts in brackets."""
    value = value_text(lower)
    words = {"label": short_label(figure, lower), "value": value}
    return (_("{label} ({value})") if SEVERAL.search(value) else "{label} {value}").format(**words)


def short_label(figure: Figure, lower: Figure) -> str:
    """What `lower` is called where `figure` is spoken of: whose it is is not said again when it is the same one's."""
    label, above = label_of(lower), label_of(figure)
    alike = takewhile(lambda place: label[place] == above[place], range(min(len(label), len(above))))
    start = label[: len(list(alike))]
    return label[max(start.rfind(": ") + 2 if ": " in start else 0, start.rfind("·") + 1) :]


def _grouped(value: int) -> str:
    return f"{'−' if value < 0 else ''}{abs(value):,}"
