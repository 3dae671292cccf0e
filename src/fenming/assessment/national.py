"""The national monitoring indicators of tight county consortia as the county reports them: a table of values and evidence."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from fenming.assessment.assessing import Assessment
from fenming.assessment.parties import COUNTY
from fenming.assessment.values import EVIDENCE, MISSING, IndicatorValue
from fenming.kernel import Figure, Finding
from fenming.kernel.language import _, language
from fenming.mechanisms import Name, derive
from fenming.policy import Pack
from fenming.policy.cards import Card, Plausible, Published

LIFE_TABLE, CONFIDENCE = "premature_mortality", "outcomes.interval_confidence"
NUMBER = re.compile(r"(\d+)\.(\d+)(?:\((\d+)\))?")


@dataclass(frozen=True, slots=True)
class NationalIndicator:
    """One line of the table. `figure` is the county's value in the unit of the card, `before` last year's where it is known.

    `state`: valued · missing · nothing_to_measure · evidence. `is_plausible` is None where there is no value or no band.
    A qualitative line lists what must be shown and the names of the files that are there; whether it is met people judge.
    """

    card: Card
    state: str
    figure: Figure | None = None
    numerator: Figure | None = None
    denominator: Figure | None = None
    low: Figure | None = None
    high: Figure | None = None
    before: Figure | None = None
    files: tuple[str, ...] = ()

    @property
    def number(self) -> str:
        """The number in the national list, such as 3.1; parts of one indicator stand in brackets: 4.1(2)."""
        return self.card.text.number or ""

    @property
    def label(self) -> str:
        """What it is called, in the user's language."""
        return self.card.label if language() == "zh" else self.card.label_en

    @property
    def shown_as(self) -> str:
        return self.card.text.shown_as

    @property
    def published(self) -> tuple[Published, ...]:
        return self.card.published

    @property
    def plausible(self) -> Plausible | None:
        return self.card.plausible

    @property
    def evidence(self) -> tuple[str, ...]:
        """What must be shown for a qualitative indicator."""
        return tuple(self.card.text.evidence)

    @property
    def is_plausible(self) -> bool | None:
        if self.figure is None or self.plausible is None:
            return None
        return bool(self.plausible.low <= self.figure.value <= self.plausible.high)


@dataclass(frozen=True, slots=True)
class NationalTable:
    """The county's national indicators of a year, by number, and what is missing or implausible among them."""

    year: int
    rows: tuple[NationalIndicator, ...]
    findings: tuple[Finding, ...]

    @property
    def indicators(self) -> int:
        """How many indicators the table has, parts of one counted once."""
        return len({row.number.partition("(")[0] for row in self.rows})

    def figures(self) -> list[Figure]:
        """All figures of the table."""
        kinds = ("figure", "numerator", "denominator", "low", "high", "before")
        return [found for row in self.rows for kind in kinds if (found := getattr(row, kind)) is not None]


def national_table(
    pack: Pack,
    assessed: Assessment,
    before: Assessment | None = None,
    files: Mapping[str, tuple[str, ...]] | None = None,
) -> NationalTable:
    """The table of the indicators that have a national number, from the year's assessment.

    `before` is the assessment of the year before, where there is one; `files` names what lies on file for each qualitative
    indicator (see `evidence_on_file`). A value that is missing stays missing and is a finding.
    """
    cards = sorted((card for card in pack.cards.values() if card.text.number), key=_place)
    rows = tuple(_row(pack, card, assessed, before, (files or {}).get(card.indicator_id, ())) for card in cards)
    return NationalTable(assessed.year, rows, tuple(_findings(rows)))


def county_rows(pack: Pack, assessed: Assessment, before: Assessment | None = None) -> list[NationalIndicator]:
    """The county's value of every indicator that is worked out from counts, national or not, by id."""
    cards = [card for _id, card in sorted(pack.cards.items()) if card.is_measured]
    return [_row(pack, card, assessed, before, ()) for card in cards]


def evidence_on_file(folder: Path) -> dict[str, tuple[str, ...]]:
    """Names of the files in `folder/<indicator_id>/`, by indicator; nothing where there is no such folder."""
    if not folder.is_dir():
        return {}
    return {
        one.name: tuple(sorted(path.name for path in one.iterdir() if path.is_file()))
        for one in sorted(folder.iterdir())
        if one.is_dir()
    }


def _place(card: Card) -> tuple[int, ...]:
    """Where a card stands in the list: 2.2(1) before 2.2(2) before 2.3."""
    found = NUMBER.fullmatch(card.text.number or "")
    return tuple(int(part or 0) for part in found.groups()) if found else (0, 0, 0)


def _row(
    pack: Pack, card: Card, assessed: Assessment, before: Assessment | None, files: tuple[str, ...]
) -> NationalIndicator:
    if not card.is_measured:
        return NationalIndicator(card, EVIDENCE, files=files)
    value = assessed.value(card.indicator_id, COUNTY, COUNTY)
    if value is None:
        return NationalIndicator(card, MISSING)
    low, high = (value.low, value.high) if value.low is not None else _interval(pack, card, value, assessed.year)
    earlier = before.value(card.indicator_id, COUNTY, COUNTY) if before is not None else None
    return NationalIndicator(
        card,
        value.state,
        value.figure,
        value.numerator,
        value.denominator,
        low,
        high,
        earlier.figure if earlier is not None else None,
    )


def _interval(pack: Pack, card: Card, value: IndicatorValue, year: int) -> tuple[Figure | None, Figure | None]:
    """The interval around premature mortality, which is the county's alone and drawn towards nobody."""
    confidence = pack.on(date(year, 12, 31)).get(CONFIDENCE)
    if card.verb != LIFE_TABLE or value.figure is None or confidence is None:
        return None, None
    inputs = {**value.figure.inputs, "confidence": confidence}
    ends = {"low": ("下限", "lower end"), "high": ("上限", "upper end")}
    base = Name(value.figure.name, value.figure.label, value.figure.label_en, value.figure.unit)
    low, high = (
        derive(base.child(end, *words, base.unit), f"{LIFE_TABLE}_{end}", inputs) for end, words in ends.items()
    )
    return low, high


def _findings(rows: Iterable[NationalIndicator]) -> Iterator[Finding]:
    for row in rows:
        if row.state == EVIDENCE and not row.files:
            yield Finding(
                "national.no_evidence",
                _("{number} {indicator}: nothing is on file").format(number=row.number, indicator=row.label),
                row.card.indicator_id,
                _("a qualitative item counts as met only when a written arrangement exists and is being implemented"),
                _("put what shows it into the folder evidence/{indicator} of the workspace").format(
                    indicator=row.card.indicator_id
                ),
            )
        elif row.state != EVIDENCE and row.figure is None:
            yield Finding(
                "national.missing",
                _("{number} {indicator} has no value").format(number=row.number, indicator=row.label),
                row.card.indicator_id,
                _("at least one of its counts is missing: {measures}").format(measures=", ".join(row.card.measures)),
                _("hand in what is counted; until then it is shown as missing and never counted as zero"),
            )
        elif row.is_plausible is False:
            yield Finding(
                "national.implausible",
                _("{number} {indicator} lies outside what is to be expected").format(
                    number=row.number, indicator=row.label
                ),
                row.card.indicator_id,
                row.plausible.basis if row.plausible else "",
                _("look at its counts and at the rows behind them before it is reported"),
            )
