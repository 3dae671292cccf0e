"""The assessment as tables: indicators and scores as they were worked out, and what a settlement reads of them."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from fenming.assessment.assessing import Assessment
from fenming.assessment.scheme_scores import SCORED, ItemScore, SchemeScore
from fenming.assessment.values import MISSING, IndicatorValue
from fenming.kernel import PPM, Figure

Rows = Iterator[dict[str, Any]]
TEXT, WHOLE, FLAG = pa.string(), pa.int64(), pa.bool_()
INDICATOR = {
    **dict.fromkeys(("indicator_id", "party_kind", "party_id", "period"), TEXT),
    **dict.fromkeys(("numerator", "denominator", "value", "low", "high", "credible"), WHOLE),
    "state": TEXT,
}
SCORE = {
    **dict.fromkeys(("scheme_id", "assesses", "party_id", "item", "period", "indicator_id"), TEXT),
    **dict.fromkeys(("value_ppm", "credible_ppm", "target_ppm", "weight_ppm", "score_ppm"), WHOLE),
    "state": TEXT,
}
PROCESS_SCORE = {"unit_id": TEXT, "quarter": WHOLE, "score_ppm": WHOLE, "year": WHOLE}
TARGET_RESULT = {"unit_id": TEXT, "item_id": TEXT, "is_met": FLAG, "year": WHOLE}
ASSESSMENT_SCORE = {"consortium_id": TEXT, "scheme_id": TEXT, "score_ppm": WHOLE, "year": WHOLE}


def write_assessment_tables(assessment: Assessment, folder: Path) -> None:
    """Write `indicator`, `score`, `process_score`, `target_result` and `assessment_score` as Parquet into `folder`.

    `score` has one row for each item and, with a blank `item`, each total. Scores are ppm of a hundred points, values in the unit
    of their cards. What has no score has no row in the last three: a settlement refuses it and never counts it as zero.
    """
    folder.mkdir(parents=True, exist_ok=True)
    tables: Mapping[str, tuple[Mapping[str, Any], Rows]] = {
        "indicator": (INDICATOR, map(_indicator, assessment.indicators.values())),
        "score": (SCORE, _scores(assessment)),
        "process_score": (PROCESS_SCORE, _process_scores(assessment)),
        "target_result": (TARGET_RESULT, _target_results(assessment)),
        "assessment_score": (ASSESSMENT_SCORE, _assessment_scores(assessment)),
    }
    for name, (columns, rows) in tables.items():
        pq.write_table(_ordered(columns, rows), folder / f"{name}.parquet")


def _ordered(columns: Mapping[str, Any], rows: Rows) -> Any:
    """The rows as a table, in the order of their columns from the first on."""
    listed = sorted(rows, key=lambda row: [str(row[column]) for column in columns])
    return pa.Table.from_pylist(listed, schema=pa.schema(columns))


def number(figure: Figure | None) -> int | None:
    """The whole number of a figure, the sum where it holds one for each of several keys."""
    if figure is None:
        return None
    value = figure.value
    return sum(value.values()) if isinstance(value, Mapping) else int(value)


def _indicator(one: IndicatorValue) -> dict[str, Any]:
    row: dict[str, Any] = {
        "indicator_id": one.indicator_id,
        "party_kind": one.party.kind,
        "party_id": one.party.party_id,
    }
    row |= {"period": one.period, "numerator": number(one.numerator), "denominator": number(one.denominator)}
    row |= {"value": number(one.figure), "low": number(one.low), "high": number(one.high)}
    return row | {"credible": number(one.credible), "state": one.state}


def _scores(assessment: Assessment) -> Rows:
    for one in _all(assessment):
        for item in one.items.values():
            yield _item(one, item)
        for period, total in one.totals.items():
            yield _of(one, "", period) | {
                "weight_ppm": PPM,
                "score_ppm": number(total),
                "state": MISSING if total is None else SCORED,
            }


def _all(assessment: Assessment, feeds: str | None = None) -> Iterator[SchemeScore]:
    for parties in assessment.schemes.values():
        yield from (one for one in parties.values() if feeds is None or one.scheme.feeds == feeds)


def _of(one: SchemeScore, item: str, period: str) -> dict[str, Any]:
    row = dict.fromkeys(SCORE)
    row |= {"scheme_id": one.scheme.scheme_id, "assesses": one.scheme.assesses, "party_id": one.party.party_id}
    return row | {"item": item, "period": period, "indicator_id": ""}


def _item(one: SchemeScore, item: ItemScore) -> dict[str, Any]:
    return _of(one, item.item.item_id, item.period) | {
        "indicator_id": item.item.indicator,
        "value_ppm": number(item.value.figure),
        "credible_ppm": number(item.value.credible),
        "target_ppm": number(item.target),
        "weight_ppm": number(item.weight),
        "score_ppm": number(item.score),
        "state": item.state,
    }


def _process_scores(assessment: Assessment) -> Rows:
    for one in _all(assessment, "process_score"):
        for period, total in one.totals.items():
            if total is not None and period != "year":
                quarter = int(period.removeprefix("q"))
                yield {
                    "unit_id": one.party.party_id,
                    "quarter": quarter,
                    "score_ppm": total.value,
                    "year": assessment.year,
                }


def _target_results(assessment: Assessment) -> Rows:
    for one in _all(assessment, "target_result"):
        for item in one.items.values():
            if item.score is not None:
                is_met = item.score.value == item.weight.value
                unit, item_id = one.party.party_id, item.item.item_id
                yield {"unit_id": unit, "item_id": item_id, "is_met": is_met, "year": assessment.year}


def _assessment_scores(assessment: Assessment) -> Rows:
    for one in _all(assessment, "assessment_score"):
        if one.total is not None:
            consortium = assessment.parties.consortium_of.get(one.party.party_id, one.party.party_id)
            score = {"consortium_id": consortium, "scheme_id": one.scheme.scheme_id, "score_ppm": one.total.value}
            yield score | {"year": assessment.year}
