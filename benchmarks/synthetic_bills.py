"""Canonical bills by the million, drawn directly in person order: synthetic settlements of nobody, in constant memory.

The county twin draws a county as people live in it, and its files go through intake. Here only size matters: the
table has the columns, types and row groups that intake writes, and a mix of care, levels and amounts that is like a
county's, refunds included. The same seed and number of bills give the same table.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from fenming.engines.ranges import GROUP_ROWS
from fenming.facts.intake.cells import TYPES
from fenming.facts.table import TABLES
from fenming.facts.twin.draw import between, choose, draw_quantile, happens, quantile_table, share_of, stream

ROWS_AT_A_TIME = 200_000
MARK = {"fenming.synthetic": "yes: drawn for measuring, of nobody"}
ARROW = {
    "VARCHAR": pa.string(),
    "BIGINT": pa.int64(),
    "BOOLEAN": pa.bool_(),
    "DATE": pa.date32(),
    "TIMESTAMP": pa.timestamp("us"),
}
BILL_SCHEMA = pa.schema(
    [(column.name, ARROW[TYPES[column.type]]) for column in TABLES["bill"].columns]
    + [(name, pa.int64()) for name in ("line", "care", "level", "area", "row", "refund_row")]
    + [("is_chronic_pool", pa.bool_())]
).with_metadata(MARK)
CHRONIC_SCHEMA = pa.schema(
    [(column.name, ARROW[TYPES[column.type]]) for column in TABLES["chronic"].columns]
).with_metadata(MARK)
FIRST_ID = 10**15
NEW_YEAR_DAY = 19_723  # 2024-01-01 since 1970-01-01
YEAR_SECONDS = 366 * 86_400
DAY_SECONDS, SECOND_US = 86_400, 1_000_000
BILLS_A_YEAR = (1, 2, 3, 4, 5, 6, 8, 10, 12, 16, 24, 40, 80)
PERSONS_IN_100 = (14, 13, 12, 10, 9, 8, 9, 8, 7, 5, 3, 1, 1)
CARES = ("11", "13", "14", "41", "21", "24", "52", "19", "9901")  # med_type; the last one stands for nothing
CARES_IN_1000 = (560, 30, 170, 130, 90, 8, 4, 5, 3)
CHRONIC, FIRST_STAY, LAST_STAY = CARES.index("14"), CARES.index("21"), CARES.index("52")
LEVELS_IN_100 = np.array([(78, 17, 4, 1)] * FIRST_STAY + [(30, 48, 15, 7)] * (len(CARES) - FIRST_STAY))
SCHEMES, SCHEMES_IN_100 = ("390", "310", "340"), (96, 3, 1)
CATEGORIES, CATEGORIES_IN_100 = (None, "special_hardship", "minimum_living", "low_income_edge"), (90, 1, 6, 3)
PERSON_TYPES = ("11", "12", "15")
DISEASES = ("M03900", "M01600", "M07101", "M05300", "M00500")
REFUNDED_PPM = 12_000
REGISTERED_PPM = 150_000
VISIT_FEN = {0: 800, 250_000: 3_500, 500_000: 6_800, 800_000: 15_000, 950_000: 42_000, 1_000_000: 300_000}
STAY_FEN = {0: 60_000, 250_000: 180_000, 500_000: 380_000, 800_000: 950_000, 980_000: 4_000_000, 1_000_000: 30_000_000}
COSTS_FEN = np.array([quantile_table(VISIT_FEN), quantile_table(STAY_FEN)])


@dataclass(frozen=True)
class Crowd:
    """Some persons: their numbers, how many bills each has, and what is the same on all of them."""

    number: Any
    bills: Any
    scheme: Any
    age: Any
    category: Any
    is_contracted: Any
    is_registered: Any


def make_bills(folder: Path, bills: int, seed: int = 20240101) -> tuple[Path, Path]:
    """Write `bill.parquet` with just so many bills, and `chronic.parquet` with the registrations of their persons."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = folder / "bill.parquet", folder / "chronic.parquet"
    coded = [
        field.name for field in BILL_SCHEMA if field.type == pa.string() and field.name not in ("bill_id", "refund_of")
    ]
    with (
        pq.ParquetWriter(paths[0], BILL_SCHEMA, compression="lz4", use_dictionary=coded) as bill_file,
        pq.ParquetWriter(paths[1], CHRONIC_SCHEMA, compression="lz4") as chronic_file,
    ):
        for first_row, crowd, source in crowds(bills, seed):
            table = bill_table(crowd, first_row, source)
            bill_file.write_table(table, row_group_size=GROUP_ROWS)
            chronic_file.write_table(chronic_table(crowd, source), row_group_size=GROUP_ROWS)
    return paths


def crowds(bills: int, seed: int) -> Iterator[tuple[int, Crowd, np.random.Generator]]:
    """Persons in rising order, some hundred thousand bills at a time, each with the first row and the source of its numbers."""
    typical = sum(count * weight for count, weight in zip(BILLS_A_YEAR, PERSONS_IN_100, strict=True)) // 100
    most_apart, last, done = (1 << 62) // max(bills // typical, 1), 0, 0
    while done < bills:
        source = stream(seed, f"bills from {done}")
        crowd = _crowd(source, min(ROWS_AT_A_TIME, bills - done), (last, most_apart))
        yield done, crowd, source
        done, last = done + int(crowd.bills.sum()), int(crowd.number[-1])


def _crowd(source: np.random.Generator, bills: int, numbers: tuple[int, int]) -> Crowd:
    last, most_apart = numbers
    each = np.array(BILLS_A_YEAR, np.int64)[choose(source, PERSONS_IN_100, bills)]
    persons = int(np.searchsorted(np.cumsum(each), bills)) + 1
    each = each[:persons]
    each[-1] -= each.sum() - bills
    return Crowd(
        number=last + np.cumsum(between(source, 1, most_apart, persons)),
        bills=each,
        scheme=choose(source, SCHEMES_IN_100, persons),
        age=between(source, 0, 95, persons),
        category=choose(source, CATEGORIES_IN_100, persons),
        is_contracted=happens(source, 300_000, persons),
        is_registered=happens(source, REGISTERED_PPM, persons),
    )


def bill_table(crowd: Crowd, first_row: int, source: np.random.Generator) -> pa.Table:
    """All bills of these persons, the first of which is row `first_row` of the whole table."""
    of = np.repeat(np.arange(len(crowd.number)), crowd.bills)
    count = len(of)
    seconds = np.sort((of << 32) | source.integers(0, YEAR_SECONDS, count)) & 0xFFFFFFFF
    original = _refunded(source, of)
    is_refund, shown = original >= 0, np.where(original >= 0, original, np.arange(count))
    care = _cares(source, crowd.is_registered[of])[shown]
    stay_days = np.where(_is_stay(care), between(source, 1, 20, count), 0)[shown]
    day = NEW_YEAR_DAY + seconds // DAY_SECONDS
    money = {name: np.where(is_refund, -fen[shown], fen[shown]) for name, fen in _money(source, care).items()}
    rows = first_row + np.arange(count)
    texts = pa.array(FIRST_ID + rows).cast(pa.string())
    columns = money | _of_persons(crowd, of) | _of_place(source, care, shown)
    columns |= {
        "bill_id": texts,
        "refund_of": texts.take(pa.array(original, mask=~is_refund)),
        "care_type": _coded(care, CARES),
        "began_on": pa.array((day - stay_days).astype(np.int32)).cast(pa.date32()),
        "ended_on": pa.array(day.astype(np.int32)).cast(pa.date32()),
        "settled_at": pa.array(NEW_YEAR_DAY * DAY_SECONDS * SECOND_US + seconds * SECOND_US).cast(pa.timestamp("us")),
        "disease_id": _coded(np.where(care == CHRONIC, rows % len(DISEASES), -1), DISEASES),
        "supply_days": pa.array(np.full(count, 30), mask=care != CHRONIC),
        "is_chronic_pool": care == CHRONIC,
        "line": rows + 2,
        "row": rows,
        "refund_row": np.where(is_refund, first_row + original, -1),
    }
    whole = [pa.nulls(count, field.type) if field.name not in columns else columns[field.name] for field in BILL_SCHEMA]
    arrays = [column if isinstance(column, pa.Array) else pa.array(column) for column in whole]
    return pa.table([array.cast(field.type) for array, field in zip(arrays, BILL_SCHEMA, strict=True)], BILL_SCHEMA)


def _refunded(source: np.random.Generator, of: Any) -> Any:
    """For each bill the bill it takes back, the same person's just before, −1 for most."""
    picked = happens(source, REFUNDED_PPM, len(of))
    picked[1:] &= ~picked[:-1] & (of[1:] == of[:-1])
    picked[:1] = False
    picked[1:] &= ~picked[:-1]
    return np.where(picked, np.arange(len(of)) - 1, -1)


def _cares(source: np.random.Generator, is_registered: Any) -> Any:
    """Chronic care is for those registered, and most of what they see a doctor for."""
    care = choose(source, CARES_IN_1000, len(is_registered))
    care[(care == CHRONIC) & ~is_registered] = 0
    care[(care == 0) & is_registered & happens(source, 600_000, len(care))] = CHRONIC
    return care


def _is_stay(care: Any) -> Any:
    return (care >= FIRST_STAY) & (care <= LAST_STAY)


def _money(source: np.random.Generator, care: Any) -> dict[str, Any]:
    """What a bill costs, what of it lies outside the list, and what a platform may have printed."""
    count = len(care)
    total = draw_quantile(source, COSTS_FEN, _is_stay(care).astype(np.int64))
    excluded = share_of(total, between(source, 0, 120_000, count))
    over_limit = np.where(happens(source, 60_000, count), share_of(total, 10_000), 0)
    upfront = share_of(total, between(source, 0, 90_000, count))
    eligible = total - excluded - over_limit - upfront
    pool = share_of(eligible, 550_000)
    return {
        "total_fen": total,
        "excluded_fen": excluded,
        "over_limit_fen": over_limit,
        "upfront_copay_fen": upfront,
        "eligible_fen": eligible,
        "platform_pool_fen": pool,
        "platform_critical_illness_fen": np.zeros(count, np.int64),
        "platform_medical_aid_fen": np.zeros(count, np.int64),
        "platform_other_fen": np.zeros(count, np.int64),
        "platform_fund_fen": pool,
        "platform_hospital_fen": np.zeros(count, np.int64),
        "platform_person_fen": total - pool,
        "platform_account_fen": np.zeros(count, np.int64),
        "platform_cash_fen": total - pool,
    }


def _of_persons(crowd: Crowd, of: Any) -> dict[str, Any]:
    employed = crowd.scheme != 0
    types = np.where(employed, (crowd.age >= 60).astype(np.int64), 2)
    return {
        "person_id": crowd.number[of],
        "scheme": _coded(crowd.scheme[of], SCHEMES),
        "person_type": _coded(types[of], PERSON_TYPES),
        "age": crowd.age[of],
        "aid_category": _coded(np.where(crowd.category == 0, -1, crowd.category)[of], CATEGORIES),
        "is_contracted": crowd.is_contracted[of],
        "is_civil_servant": (employed & (crowd.number % 9 == 0))[of],
        "insured_region": _coded(np.zeros(len(of), np.int64), ("340621",)),
    }


def _of_place(source: np.random.Generator, care: Any, shown: Any) -> dict[str, Any]:
    """Where care was given: higher levels and other places are for stays more than for visits."""
    edges = LEVELS_IN_100.cumsum(axis=1)[care]
    level = (source.integers(0, 100, len(care))[shown][:, None] >= edges).sum(axis=1)
    away = np.where(_is_stay(care), 160_000, 15_000)
    drawn = source.integers(0, 1_000_000, len(care))[shown]
    area = np.where(drawn < away, 1 + (drawn % 3 == 0), 0)
    return {
        "level": level,
        "area": area,
        "is_referred": (area > 0) & (drawn % 2 == 0),
        "institution_id": _coded(level * 3 + area, tuple(f"H3406{number:08d}" for number in range(12))),
        "care_level": _coded(level, ("primary", "county", "city", "province")),
        "care_region": _coded(area, ("340621", "340300", "320100")),
        "payment_method": _coded(np.where(_is_stay(care), 1, 0), ("1", "4")),
    }


def _coded(places: Any, words: tuple[str | None, ...]) -> pa.DictionaryArray:
    """Words by their places, none for −1."""
    mask = places < 0
    return pa.DictionaryArray.from_arrays(
        pa.array(np.maximum(places, 0).astype(np.int32), mask=mask), pa.array(words, pa.string())
    )


def chronic_table(crowd: Crowd, source: np.random.Generator) -> pa.Table:
    """One to three registered diseases for each registered person, all since before the year."""
    persons = crowd.number[crowd.is_registered]
    each = between(source, 1, 3, len(persons))
    of = np.repeat(persons, each)
    place = np.arange(len(of)) - np.repeat(np.cumsum(each) - each, each)
    began = pa.array(np.full(len(of), NEW_YEAR_DAY - 400, np.int32)).cast(pa.date32())
    columns = {"person_id": of, "disease_id": _coded(place, DISEASES).cast(pa.string()), "began_on": began}
    whole = [columns.get(field.name, pa.nulls(len(of), field.type)) for field in CHRONIC_SCHEMA]
    return pa.table(whole, CHRONIC_SCHEMA)
