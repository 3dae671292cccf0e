"""Numbers on the page: each a link to its explanation."""

from collections.abc import Iterable

from markupsafe import Markup

from fenming.kernel import Figure, divide, format_ppm, format_yuan
from fenming.kernel.language import language
from fenming.reports.wording import number_text, value_text

TENTH_OF_PERCENT = 1_000
SCALES = {
    "zh": (("yuan", 100, "元"), ("wan", 1_000_000, "万元"), ("yi", 10_000_000_000, "亿元")),
    "en": (("yuan", 100, "yuan"), ("thousand", 100_000, "thousand yuan"), ("million", 100_000_000, "million yuan")),
}


def scales() -> tuple[tuple[str, int, str], ...]:
    """Key, fen in one, and word of the units that money can be shown in; the second is shown first."""
    return SCALES[language()]


def number(figure: Figure | None, kind: str = "") -> Markup:
    """The figure as a link. Fen show in a larger unit that can be switched; of kind `yuan` they stay in yuan."""
    if figure is None:
        return Markup('<span class="none">–</span>')
    text, more = _shown(figure, kind)
    kind_of = "n zero" if figure.value == 0 and figure.unit == "fen" else "n"
    link = '<a class="{kind}" href="#figure={name}" data-figure="{name}"{more}>{text}</a>'
    return Markup(link).format(kind=kind_of, name=figure.name, more=more, text=text)  # noqa: S704  every part is escaped


def amount(figure: Figure) -> Markup:
    """Fen inside a sentence, with the unit behind it."""
    return Markup('{number} <span class="u">{word}</span>').format(number=number(figure), word=scales()[1][2])


def sentence(text: str, **parts: object) -> Markup:
    """`text`, a message of ours, with its fields filled in: numbers as links, all else escaped."""
    return Markup(text).format(**parts)  # noqa: S704  the message is our own


def joined(sentences: Iterable[Markup]) -> Markup:
    """Sentences one after the other, as the language sets them."""
    return Markup().join(sentences) if language() == "zh" else Markup(" ").join(sentences)


def scaled(fen: int) -> str:
    """Fen in the unit shown first, to two places: 124306012345 → `124,306.01` 万元."""
    _key, size, _word = scales()[1]
    hundredths = divide(abs(fen) * 100, size)
    sign = "−" if fen < 0 and hundredths else ""
    return f"{sign}{hundredths // 100:,}.{hundredths % 100:02d}"


def percent(ppm: int) -> str:
    """Parts per million as a percentage to one place; the exact value stands in the explanation."""
    tenths = divide(abs(ppm), TENTH_OF_PERCENT)
    sign = "−" if ppm < 0 and tenths else ""
    return f"{sign}{tenths // 10:,}.{tenths % 10}%"


def _shown(figure: Figure, kind: str) -> tuple[str, Markup]:
    if isinstance(figure.value, bool) or not isinstance(figure.value, int):
        return value_text(figure), Markup()
    if figure.unit == "ppm":
        return percent(figure.value), Markup(' title="{0}"').format(format_ppm(figure.value))
    if figure.unit != "fen":
        return (number_text(figure.value, figure.unit) if figure.unit == "flag" else f"{figure.value:,}"), Markup()
    if kind == "yuan":
        return format_yuan(figure.value), Markup()
    return scaled(figure.value), Markup(' data-fen="{0}"').format(figure.value)
