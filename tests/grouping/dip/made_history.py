"""A made-up history: settlement lists of no real person, in the canonical names of the table `case`."""

import csv
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from pathlib import Path
from random import Random

from fenming.grouping.dip.terms import Terms

COLUMNS = (
    "case_id", "person_id", "institution_id", "scheme", "age", "admitted_on", "discharged_on", "stay_days", "discharge_way",
    "diagnoses", "procedures", "procedure_fees_fen", "total_fen", "person_fen", "fund_fen",
)  # fmt: skip
DIAGNOSES = (
    "K35.800x001",
    "K35.900",
    "I10.x00x002",
    "J18.900",
    "J18.000",
    "Z51.100",
    "O80.0",
    "c34.9",
    "E10.300x025+H36.0*",
)
PROCEDURES = ("47.0100x001", "54.2100", "88.7200", "99.2501", "51.2300x002")


def case(number: int, **given: object) -> dict[str, object]:
    """One case: 10,000 yuan, appendicitis without an operation, discharged in March 2024, unless `given` otherwise."""
    ordinary = {
        "case_id": f"c{number}", "person_id": f"p{number}", "institution_id": "H1", "scheme": "390", "age": 40,
        "admitted_on": "2024-03-01", "discharged_on": "2024-03-08", "stay_days": 7, "discharge_way": "1",
        "diagnoses": "K35.800x001", "procedures": "", "procedure_fees_fen": "", "total_fen": 1_000_000,
        "person_fen": 300_000, "fund_fen": 700_000,
    }  # fmt: skip
    return ordinary | given


def history(count: int, seed: int = 1) -> list[dict[str, object]]:
    """`count` cases over three years with procedures, fees, deaths and readmissions."""
    random = Random(seed)
    return [_drawn(number, random) for number in range(count)]


def _drawn(number: int, random: Random) -> dict[str, object]:
    total, stay = random.randint(50_000, 5_000_000), random.randint(1, 30)
    done = random.sample(PROCEDURES, random.choice((0, 0, 1, 1, 2, 3)))
    left = date(2022, 1, 1) + timedelta(days=random.randint(0, 3 * 365 - 1))
    return case(
        number,
        person_id=f"p{random.randint(1, count_of_persons(number))}",
        institution_id=f"H{random.randint(1, 4)}",
        scheme=random.choice(("390", "390", "310")),
        age=random.randint(0, 95),
        admitted_on=str(left - timedelta(days=stay)),
        discharged_on=str(left),
        stay_days=stay,
        discharge_way=random.choice(("1", "1", "1", "2", "5")),
        diagnoses="|".join(random.choices(DIAGNOSES, weights=range(9, 0, -1), k=random.randint(1, 3))),
        procedures="|".join(done),
        procedure_fees_fen="|".join(str(random.randint(0, total // 3)) for _one in done),
        total_fen=total,
        person_fen=total * 3 // 10,
        fund_fen=total - total * 3 // 10,
    )


def count_of_persons(number: int) -> int:
    return max(5, number // 2)


def write_cases(path: Path, cases: Iterable[Mapping[str, object]], encoding: str = "utf-8") -> Path:
    """The cases as CSV."""
    with path.open("w", encoding=encoding, newline="") as text:
        writer = csv.DictWriter(text, COLUMNS, extrasaction="ignore")
        writer.writeheader()
        writer.writerows(cases)
    return path


def terms(threshold: int = 5, **given: object) -> Terms:
    """Terms with every rule on."""
    usual = {
        "age_bands": (7, 18, 65), "readmission_days": 15, "early_death_days": 3, "long_stay_times": 2_000_000,
    }  # fmt: skip
    return Terms(threshold, 4, 4, 3, 100_000, (1, 2, 7), "thousand", **{**usual, **given})
