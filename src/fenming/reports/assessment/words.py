"""Figures of an assessment as people read them: whose they are and of which scheme is not said again in every sentence."""

from collections.abc import Mapping
from dataclasses import replace

from fenming.kernel import Figure
from fenming.kernel.language import _, language
from fenming.mechanisms.figures import LEAVES
from fenming.reports.wording import label_of, number_text, rule_template, rule_text, value_text

EVERYBODY = "all_"  # roles that stand for everybody together
SAID = ("step", "place", "peers", "bands", "share", "untrue", "veto_at")  # roles whose sentence says what they are
POINTS = ("weight", "points", "least", "floor")  # inputs of scoring verbs that are points of a hundred
LAST_WORDS = ("schemes.", "assessment.scheme.", "indicators.")  # names whose label ends in what they are


def rule_words(figure: Figure) -> str:
    """The sentence of a figure's rule, its inputs in short words; empty for what was counted or written."""
    if figure.verb in LEAVES:
        return ""
    template = rule_template(figure)
    if "{all}" in template:
        return rule_text(replace(figure, inputs={role: _plain(lower) for role, lower in figure.inputs.items()}))
    return template.format_map({role: _told(role, lower) for role, lower in figure.inputs.items()})


def short_words(figure: Figure, role: str = "") -> str:
    """What a figure is called, without whose it is and of which scheme; what all have together says that it is the county's."""
    label, mark = label_of(figure), "·" if language() == "zh" else ": "
    if figure.name.startswith(LAST_WORDS) or figure.name.endswith(".gap"):
        return label.rpartition(mark)[2]
    if figure.name.startswith("assessment.") and not role.startswith(EVERYBODY):
        return label.partition(mark)[2] or label
    return label


def _plain(figure: Figure) -> Figure:
    words = short_words(figure)
    return replace(figure, label=words, label_en=words)


def _told(role: str, figure: Figure) -> str:
    """An input inside a sentence: what it is called and its value; where the sentence says what it is, the value alone."""
    if role == "direction":
        better = {"up": _("higher is better"), "down": _("lower is better")}
        return better.get(figure.value, str(figure.value))
    if figure.unit == "ppm" and role in POINTS:
        points = number_text(figure.value, "score")
        return points if role != "weight" else f"{short_words(figure)} {points}"
    value = number_text(figure.value, "") if figure.unit == "place" else value_text(figure)
    if role in SAID:
        return value
    if isinstance(figure.value, Mapping):
        return _("{label} ({value})").format(label=short_words(figure, role), value=value)
    return f"{short_words(figure, role)} {value}"


def weights_of(figure: Figure) -> tuple[Mapping[str, int], Mapping[str, int]]:
    """Scores and weights of a chain score: own, and of the party above."""
    return figure.inputs["scores"].value, figure.inputs["weights"].value
