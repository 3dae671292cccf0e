"""Exact money, ratios, periods, findings and figures: what every other package stands on."""

from fenming.kernel.book import Book
from fenming.kernel.compiled import compiled
from fenming.kernel.figure import Citation, Figure, Grade, Reading, Source
from fenming.kernel.finding import BadInput, Finding
from fenming.kernel.money import (
    PPM,
    divide,
    format_ppm,
    format_yuan,
    parse_ppm,
    parse_yuan,
)
from fenming.kernel.period import Period
from fenming.kernel.split import split_whole

__all__ = [
    "PPM",
    "BadInput",
    "Book",
    "Citation",
    "Figure",
    "Finding",
    "Grade",
    "Period",
    "Reading",
    "Source",
    "compiled",
    "divide",
    "format_ppm",
    "format_yuan",
    "parse_ppm",
    "parse_yuan",
    "split_whole",
]
