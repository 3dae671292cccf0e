"""Random canonical bills of nobody: all care, places and persons; amounts at every edge the rules have, halves of a fen included."""

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

FIRST = datetime(2023, 10, 1, tzinfo=UTC).replace(tzinfo=None)
CARE_TYPES = ("11", "11", "13", "14", "14", "21", "21", "21", "24", "52", "41", "98", "00")
LEVELS = ("primary", "county", "city", "province")
BILL = {
    **dict.fromkeys(
        ("bill_id", "refund_of", "scheme", "care_type", "care_level", "disease_id", "person_type"), pa.string()
    ),
    **dict.fromkeys(("aid_category", "delivery_kind", "institution_id", "care_region", "diagnosis_id"), pa.string()),
    **dict.fromkeys(("visit_id", "payment_method"), pa.string()),
    **dict.fromkeys(("row", "refund_row", "person_id", "level", "area", "total_fen", "excluded_fen"), pa.int64()),
    **dict.fromkeys(("over_limit_fen", "upfront_copay_fen", "eligible_fen", "platform_pool_fen", "care"), pa.int64()),
    **dict.fromkeys(("platform_critical_illness_fen", "platform_deductible_fen", "platform_hospital_fen"), pa.int64()),
    "platform_other_fen": pa.int64(),
    **dict.fromkeys(("age", "continuous_years", "no_claim_years"), pa.int64()),
    **dict.fromkeys(("is_referred", "is_newborn", "is_contracted", "is_third_party", "is_mid_stay"), pa.bool_()),
    **dict.fromkeys(("began_on", "ended_on"), pa.date32()),
    "settled_at": pa.timestamp("us"),
}
CHRONIC = {"person_id": pa.int64(), "disease_id": pa.string(), "began_on": pa.date32(), "ended_on": pa.date32()}
Row = dict[str, Any]


def bill(number: int, at: datetime, care_type: str, eligible_fen: int, **more: Any) -> Row:
    """A local bill of person 1 in a county hospital, all of it eligible unless said."""
    upfront = more.get("upfront_copay_fen", 0)
    days = {"settled_at": at.replace(tzinfo=None), "began_on": at.date(), "ended_on": at.date()}
    place = {"care_level": "county", "level": 1, "area": 0, "is_referred": True}
    amounts = {"total_fen": eligible_fen + upfront, "eligible_fen": eligible_fen, "upfront_copay_fen": upfront}
    others = dict.fromkeys(("excluded_fen", "over_limit_fen", "platform_pool_fen", "care"), 0)
    keys = {"bill_id": f"S{number:04d}", "row": number, "refund_row": -1, "person_id": 1, "scheme": "390"}
    return keys | days | place | amounts | others | {"care_type": care_type} | more


def drawn_bills(random: Random, persons: int, edges: Sequence[int]) -> list[Row]:
    """The bills of so many persons over 15 months, refunds among them; `edges` are amounts in fen to come close to."""
    rows: list[Row] = []
    for person in range(1, persons + 1):
        rows.extend(_history(random, person, edges, len(rows)))
    return rows


def drawn_registrations(random: Random, persons: int) -> list[Row]:
    """Up to five chronic diseases a person, some renewed with a gap or an overlap, some ended."""
    rows = []
    for person in range(1, persons + 1):
        for disease in random.sample(("M01600", "M03900", "M00100", "M00200", "M00300"), random.randint(0, 5)):
            began = date(2023, 1, 1) + timedelta(days=random.randint(0, 400))
            for _period in range(random.randint(1, 2)):
                ended = began + timedelta(days=random.randint(0, 300))
                rows.append((person, disease, began, random.choice((None, ended))))
                began = began + timedelta(days=random.randint(1, 400))
    return [dict(zip(CHRONIC, row, strict=True)) for row in dict.fromkeys(rows)]


def stored(path: Path, rows: Sequence[Row], columns: dict[str, pa.DataType]) -> Path:
    """The rows as a Parquet file of these columns; what a row does not say is empty."""
    pq.write_table(
        pa.table({name: pa.array([row.get(name) for row in rows], kind) for name, kind in columns.items()}), path
    )
    return path


def _history(random: Random, person: int, edges: Sequence[int], start: int) -> Iterator[Row]:
    own = _person(random, person)
    times = sorted(FIRST + timedelta(hours=random.randint(0, 450 * 24)) for _bill in range(random.randint(1, 12)))
    bills = [{**own, **_bill(random, edges), **_days(random, at)} for at in times]
    refunded = [bill for bill in bills if random.random() < 0.12]
    events = [*bills, *(_refund(random, bill) for bill in refunded)]
    for number, bill in enumerate(events):
        bill["bill_id"] = f"S{person:06d}{number:03d}"
    events.sort(key=lambda bill: (bill["settled_at"], bill["bill_id"]))
    places = {id(bill): start + place for place, bill in enumerate(events)}
    for bill in events:
        original = bill.pop("original", None)
        refund = {} if original is None else {"refund_of": original["bill_id"]}
        yield bill | refund | {"row": places[id(bill)], "refund_row": -1 if original is None else places[id(original)]}


def _person(random: Random, person: int) -> Row:
    return {
        "person_id": person,
        "scheme": random.choice(("390", "390", "390", "310", "340")),
        "person_type": random.choice(("1101", "1200", "1500", None)),
        "age": random.choice((None, 0, 7, 17, 18, 40, 81)),
        "aid_category": random.choice((None, None, "minimum_living", "special_hardship", "low_income_edge")),
        "is_newborn": random.random() < 0.05,
        "is_contracted": random.choice((None, False, True)),
        "continuous_years": random.choice((None, 0, 2, 3, 9)),
        "no_claim_years": random.choice((None, 0, 1, 4)),
    }


def _bill(random: Random, edges: Sequence[int]) -> Row:
    eligible = max(
        random.choice(
            (random.randint(0, 40_000), random.randint(0, 4_000_000), random.choice(edges) + random.randint(-2, 2))
        ),
        0,
    )
    upfront, excluded = (random.choice((0, random.randint(0, eligible // 4 + 9))) for _part in range(2))
    level = random.randrange(4)
    return {
        "care_type": random.choice(CARE_TYPES),
        "care_level": LEVELS[level],
        "level": level,
        "area": random.choice((0, 0, 0, 1, 2)),
        "is_referred": random.choice((None, False, True)),
        "is_third_party": random.random() < 0.03,
        "disease_id": random.choice((None, "M01600", "M039", "M00100", "M0019")),
        "delivery_kind": random.choice((None, "1", "3")),
        "total_fen": eligible + upfront + excluded,
        "excluded_fen": excluded,
        "over_limit_fen": 0,
        "upfront_copay_fen": upfront,
        "eligible_fen": eligible,
        "platform_pool_fen": 0,
        "platform_hospital_fen": random.choice((0, 0, excluded // 2)),
        "platform_other_fen": random.choice((0, 0, excluded // 3)),
        "care": 0,
    }


def _days(random: Random, settled: datetime) -> Row:
    ended = settled - timedelta(days=random.choice((0, 0, 1, 9)))
    began = ended - timedelta(days=random.choice((0, 0, 3, 12)))
    return {"settled_at": settled, "ended_on": ended.date(), "began_on": began.date()}


def _refund(random: Random, bill: Row) -> Row:
    amounts = {name: -value for name, value in bill.items() if name.endswith("_fen")}
    at = bill["settled_at"] + timedelta(hours=random.choice((0, 1, 24, 24 * 40, 24 * 120)))
    return {**bill, **amounts, "settled_at": at, "original": bill}
