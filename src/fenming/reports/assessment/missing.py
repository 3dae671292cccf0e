"""What an item without a score lacks: the counts of its card of which nothing was handed in for the party."""

from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import pyarrow.compute as pc
import pyarrow.parquet as pq
from ruamel.yaml import YAML

from fenming.assessment.measure import measure_of
from fenming.assessment.parties import COLUMN
from fenming.facts.run_tables import Row
from fenming.kernel.language import _, language
from fenming.reports.assessment.folder import AssessmentFolder
from fenming.reports.wording import listed

MISSING = "missing"


def missing_words(assessment: AssessmentFolder, row: Row) -> str:
    """What became of an item that has no score, with the counts that are missing; `row` is its row of table `score`."""
    if row["state"] != MISSING:
        return state_word(row["state"])
    lacking = [_label(measure, assessment.folder) for measure in _lacking(assessment, row)]
    return (
        _("missing: {counts}; never counted as zero").format(counts=listed(lacking)) if lacking else state_word(MISSING)
    )


def state_word(state: str) -> str:
    """What came of an item, in words."""
    return {
        "scored": _("scored"),
        "missing": _("missing: not handed in, and never counted as zero"),
        "vetoed": _("vetoed: too many untrue in the sample"),
        "nothing_to_measure": _("nothing to measure: its weight is carried by the other items"),
    }.get(state, state)


def _lacking(assessment: AssessmentFolder, row: Row) -> list[str]:
    wanted = list(dict.fromkeys(_measures(assessment.folder, row["indicator_id"])))
    filters: list[Any] = [("measure_id", "in", wanted), ("period", "==", row["period"])]
    if row["assesses"] in COLUMN:
        filters.append((COLUMN[row["assesses"]], "==", row["party_id"]))
    path = assessment.folder / "tables" / "measure.parquet"
    counted = pc.unique(pq.read_table(path, columns=["measure_id"], filters=filters)["measure_id"]).to_pylist()
    return [measure for measure in wanted if measure not in counted]


def _label(measure_id: str, folder: Path) -> str:
    known, word = measure_of(measure_id), measure_id.partition(".")[2]
    if known is None:
        return measure_id
    label = known.label if language() == "zh" else known.label_en
    if not word:
        return label
    key = _keys(folder).get(word, {"label": word, "label_en": word})
    return _("{label} ({word})").format(label=label, word=key["label" if language() == "zh" else "label_en"])


@cache
def _keys(folder: Path) -> Mapping[str, Mapping[str, str]]:
    """Words of the keys that measures count by, from the packs enclosed in the assessment; the nearest to the county counts."""
    paths = sorted((folder / "packs").glob("**/keys.yaml"), key=lambda path: len(path.parts))
    return {key: words for path in paths for key, words in YAML(typ="safe").load(path).items()}


@cache
def _measures(folder: Path, indicator_id: str) -> tuple[str, ...]:
    """The measures that a card reads, as the packs enclosed in the assessment write it: the nearest to the county."""
    cards = sorted((folder / "packs").glob(f"**/indicators/{indicator_id}.yaml"), key=lambda path: len(path.parts))
    if not cards:
        return ()
    return tuple(_named(YAML(typ="safe").load(cards[-1]).get("inputs", {})))


def _named(written: Any) -> Iterator[str]:
    if isinstance(written, str):
        yield written
    elif isinstance(written, list):
        for one in written:
            yield from _named(one)
    elif isinstance(written, dict):
        for key, one in written.items():
            if key != "policy":
                yield from _named(one)
