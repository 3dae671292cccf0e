"""A whole run folder made of made-up rows, at any size: six units in a moment, or 232 units at a county's real money."""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from fenming.facts.run_tables import RunTables
from fenming.kernel import Book
from fenming.policy import load_pack
from fenming.settlement import (
    book,
    read_monthly_spend,
    recompute_check,
    settle_tables,
    settlement_checks,
)
from fenming.settlement.clearing import Settlement

COUNTY, YEAR = "cn/ah/340621", 2024
LEADS = {"people": "H34062100001", "tcm": "H34062100002"}
YUAN = 100


@dataclass
class Draw:
    """Whole numbers that look random and are always the same."""

    state: int = 20240101

    def between(self, low: int, high: int) -> int:
        self.state = (self.state * 6364136223846793005 + 1442695040888963407) % 2**64
        return low + (self.state >> 20) % (high - low + 1)


@dataclass(frozen=True)
class Size:
    """How many units of each consortium, how many heads and chronic persons they have together, and points of their cases.

    Without points, bills of cases are charged as they are.
    """

    people: int
    tcm: int
    heads: int
    chronic: int
    points_micro: int = 0
    tick: int = 1  # micro-points by which a case's points are counted


SMALL = Size(people=3, tcm=3, heads=5_003, chronic=251)
REAL = Size(people=149, tcm=83, heads=840_480, chronic=43_511)


CASES = Size(people=3, tcm=3, heads=5_003, chronic=251, points_micro=73_000_000_019)
REAL_CASES = Size(people=149, tcm=83, heads=840_480, chronic=43_511, points_micro=12_240_581_510_300, tick=100)
LARGE_CASES = Size(people=3, tcm=3, heads=2_500_003, chronic=130_051, points_micro=36_000_000_000_001)

TOO_MANY_POINTS = Size(people=3, tcm=3, heads=5_003, chronic=251, points_micro=240_000_000_000_007)


def make_run(folder: Path, size: Size = SMALL, roots: tuple[Path, ...] = ()) -> Path:
    """Write the run into `folder` and return it; `roots` are packs of the user's own."""
    (folder / "tables").mkdir(parents=True)
    (folder / "reports").mkdir()
    for name, rows in made_tables(size).items():
        pq.write_table(pa.Table.from_pylist(rows), folder / "tables" / f"{name}.parquet")
    pack = load_pack(COUNTY, roots)
    tables = RunTables(folder / "tables")
    settlement = settle_tables(pack, tables, YEAR)
    pq.write_table(pa.Table.from_pylist(share_rows(settlement)), folder / "tables" / "share.parquet")
    monthly = read_monthly_spend(tables)
    journal = book(settlement, monthly, YEAR, tables.called())
    journal.save(folder / "journal.jsonl")
    figures = Book([*settlement.figures(), *monthly.values()])
    checks = [*settlement_checks(settlement), recompute_check(figures)]
    (folder / "figures.json").write_text(figures.to_json(), "utf8")
    write_json(folder / "checks.json", [check.as_dict() for check in checks])
    write_json(folder / "findings.json", [finding.as_dict() for finding in settlement.findings])
    write_json(folder / "adjudication.json", {"bills": 0})
    write_json(folder / "manifest.json", manifest(folder, pack.digest(), journal.head))
    return folder


def manifest(folder: Path, pack_digest: str, journal_head: str) -> dict[str, object]:
    facts, code = "0" * 64, "1" * 64
    identity = hashlib.sha256("\n".join((COUNTY, pack_digest, facts, code, str(YEAR))).encode()).hexdigest()[:12]
    return {
        "run_id": identity,
        "county": COUNTY,
        "county_label": "安徽省淮北市濉溪县",
        "county_label_en": "Suixi County, Huaibei, Anhui",
        "year": YEAR,
        "fenming": "0.1.0",
        "synthetic": True,
        "pack_digest": pack_digest,
        "facts_digest": facts,
        "code_digest": code,
        "journal_head": journal_head,
        "batches": [
            {"id": "b1", "table": "bill", "sha256": "2" * 64, "rows_in": 3, "rows_accepted": 3, "rows_quarantined": 0}
        ],
        "tables": {"bill": 3},
        "sha256": {
            path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
            for path in sorted(folder.rglob("*"))
            if path.is_file()
        },
    }


def write_json(path: Path, value: object) -> None:
    path.write_text(json.dumps(value, ensure_ascii=False, indent=1) + "\n", "utf8")


def share_rows(settlement: Settlement) -> list[dict[str, object]]:
    return [
        {
            "payee": share.payee,
            "figure": share.figure.name,
            "fen": share.figure.value,
            "kind": share.kind,
            "level": share.level,
            "consortium_id": share.consortium,
        }
        for share in settlement.shares
    ]


def made_tables(size: Size) -> dict[str, list[dict[str, object]]]:
    draw = Draw()
    roll = list(made_roll(size, draw))
    spend = [row for unit in roll for row in made_spend(unit, draw)]
    points = {"points": made_points(size, spend, draw)} if size.points_micro else {}
    return points | {
        "roll": roll,
        "spend": spend,
        "spend_total": [{"scheme": "390", "bills": len(spend), "pool_fen": sum(row["pool_fen"] for row in spend)}],
        "institution": list(made_institutions(roll)),
        "unit_history": [row for unit in roll[:-1] for row in made_history(unit, spend, draw)],
        "process_score": [
            {"unit_id": unit["unit_id"], "quarter": quarter, "score_ppm": draw.between(900_000, 1_000_000)}
            for unit in roll
            for quarter in (1, 2, 3, 4)
        ],
        "target_result": [
            {"unit_id": unit["unit_id"], "item_id": f"item_{item:02d}", "is_met": draw.between(0, 9) > 0}
            for unit in roll
            for item in range(1, 13)
        ],
        "assessment_score": [
            {"consortium_id": one, "scheme_id": "chronic", "score_ppm": draw.between(880_000, 970_000)} for one in LEADS
        ],
    }


def parts_of(whole: int, count: int, draw: Draw) -> list[int]:
    """`count` unequal parts of `whole`."""
    weights = [draw.between(60, 140) for _ in range(count)]
    parts = [whole * weight // sum(weights) for weight in weights]
    parts[0] += whole - sum(parts)
    return parts


def made_roll(size: Size, draw: Draw) -> Iterator[dict[str, object]]:
    count = size.people + size.tcm
    heads, chronic = parts_of(size.heads, count, draw), parts_of(size.chronic, count, draw)
    for number in range(count):
        one = "people" if number < size.people else "tcm"
        town = number // 13
        yield {
            "unit_id": f"U{number + 1:03d}",
            "name": f"模拟第{number + 1}健康管理单元",
            "town_id": f"town_{town}",
            "consortium_id": one,
            "clinic_id": f"H340621C{number + 1:04d}",
            "township_hospital_id": f"H340621T{one[0].upper()}{town:02d}",
            "heads": heads[number],
            "chronic_heads": chronic[number],
            "contracted_chronic_heads": chronic[number] * 3 // 4,
            "residents": heads[number] * 108 // 100 + 1,
        }


def made_spend(unit: dict[str, object], draw: Draw) -> Iterator[dict[str, object]]:
    """Twelve months in four cells: people ends in surplus, tcm in an overspend beyond the second tier."""
    is_people = unit["consortium_id"] == "people"
    per_head = {0: 640 if is_people else 790, 1: 3_380 if is_people else 3_760}
    for chronic, heads in ((0, int(unit["heads"])), (1, int(unit["chronic_heads"]))):
        year = heads * per_head[chronic] * YUAN * draw.between(88, 112) // 100
        for month in range(1, 13):
            for drg in (0, 1):
                pool = max(0, year // 24 + draw.between(-9_999, 9_999))
                yield {
                    "consortium_id": unit["consortium_id"],
                    "unit_id": unit["unit_id"],
                    "month": month,
                    "care": 3 if drg else 1,
                    "level": drg,
                    "area": 0,
                    "payment_method": "4" if drg else "1",
                    "is_drg": drg,
                    "is_chronic": chronic,
                    "bills": draw.between(1, 50),
                    "total_fen": pool * 16 // 10 + draw.between(0, 99),
                    "eligible_fen": pool * 14 // 10,
                    "pool_fen": pool,
                    "recomputed_fen": pool,
                    "platform_fen": pool,
                    "critical_illness_fen": pool // 50,
                    "person_fen": pool * 6 // 10,
                }


def made_points(size: Size, spend: list[dict[str, object]], draw: Draw) -> list[dict[str, object]]:
    """The bills paid by DRG, with points, by hospital: two lead hospitals and nine others, some of which earn nothing."""
    hospitals = [*LEADS.values(), *(f"H340621T{number:03d}" for number in range(9))]
    cells = [
        (hospital, one, chronic, fen)
        for one in LEADS
        for chronic in (0, 1)
        for hospital, fen in zip(hospitals, parts_of(drg_spend(spend, one, chronic), len(hospitals), draw), strict=True)
    ]
    points = [ticks * size.tick for ticks in parts_of(size.points_micro // size.tick, len(cells), draw)]
    return [
        {
            "institution_id": hospital,
            "consortium_id": one,
            "is_chronic": chronic,
            "month": 1,
            "bills": 2,
            "cases": 1,
            "without_case": 1,
            "points_micro": earned,
            "total_fen": billed * 17 // 10,
            "billed_fen": billed,
            "others_fen": billed * 17 // 10 - billed,
            "ordinary_fen": billed // 100 if chronic else 0,
        }
        for (hospital, one, chronic, billed), earned in zip(cells, points, strict=True)
    ]


def drg_spend(spend: list[dict[str, object]], one: str, chronic: int) -> int:
    return sum(
        int(row["pool_fen"])
        for row in spend
        if (row["consortium_id"], row["is_chronic"], row["is_drg"]) == (one, chronic, 1)
    )


def made_history(unit: dict[str, object], spend: list[dict[str, object]], draw: Draw) -> Iterator[dict[str, object]]:
    sums = {
        chronic: sum(
            int(row["pool_fen"]) for row in spend if (row["unit_id"], row["is_chronic"]) == (unit["unit_id"], chronic)
        )
        for chronic in (0, 1)
    }
    yield {
        "unit_id": unit["unit_id"],
        "year": YEAR - 1,
        "heads": int(unit["heads"]) * draw.between(98, 102) // 100,
        "general_fen": sums[0] * draw.between(88, 108) // 100,
        "chronic_heads": int(unit["chronic_heads"]),
        "chronic_fen": sums[1] * draw.between(88, 108) // 100,
    }


def made_institutions(roll: list[dict[str, object]]) -> Iterator[dict[str, object]]:
    def row(identity: object, name: str, kind: str, one: object) -> dict[str, object]:
        words = {"institution_id": identity, "name": name, "kind": kind, "care_level": "primary", "region": "340621"}
        return words | {"consortium_id": one, "town_id": ""}

    yield row(LEADS["people"], "模拟县人民医院", "lead_hospital", "people")
    yield row(LEADS["tcm"], "模拟县中医医院", "lead_hospital", "tcm")
    towns = {unit["township_hospital_id"]: unit["consortium_id"] for unit in roll}
    for number, (hospital, one) in enumerate(towns.items(), 1):
        yield row(hospital, f"模拟第{number}镇卫生院", "township_hospital", one)
    for number, unit in enumerate(roll, 1):
        yield row(unit["clinic_id"], f"模拟第{number}村卫生室", "village_clinic", unit["consortium_id"])
