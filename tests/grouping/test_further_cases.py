"""Cases beyond the answered ones, against a second opinion; and what is unknown, against everything it could be."""

import random

import pyarrow as pa
import pytest
from tests.grouping.second_opinion import SecondOpinion
from tests.support.group_tables import national_tables

from fenming.grouping import group_cases, read_tables


@pytest.fixture(scope="module")
def folder():
    return national_tables()


@pytest.fixture(scope="module")
def tables(folder):
    return read_tables(folder)


@pytest.fixture(scope="module")
def opinion(folder):
    return SecondOpinion(folder)


def drawn(opinion, chance):
    """A case whose codes are likely to meet one another in lists."""
    mdc = chance.choice(opinion.mdc)["mdc"]
    adrg = chance.choice(opinion.adrg[mdc])["adrg"]
    own = sorted(opinion.dx[adrg] or opinion.of_mdc[mdc] or opinion.complication)
    further = [chance.choice(COMPLICATIONS if chance.random() < 0.7 else own) for _ in range(chance.randint(0, 8))]
    lists = [sorted(codes) for (owner, _number), codes in opinion.proc.items() if owner == adrg]
    near = [chance.choice(chance.choice(lists or [OPERATING])) for _ in range(chance.randint(0, 3))]
    age = 0 if mdc == "MDCP" or chance.random() < 0.1 else chance.randint(1, 99)
    return {
        "dx": [chance.choice(own), *further],
        "proc": near + [chance.choice(OPERATING)] * (chance.random() < 0.2),
        "sex": chance.choice("12"),
        "age": age,
        "age_days": chance.randint(0, 60) if age == 0 else 365 * age,
        "weight": chance.randint(400, 4000),
    }


COMPLICATIONS: list[str] = []
OPERATING: list[str] = []


@pytest.fixture(scope="module", autouse=True)
def pools(opinion):
    COMPLICATIONS[:], OPERATING[:] = sorted(opinion.complication), sorted(opinion.operating)


def as_table(cases):
    rows = [
        {
            "case_id": str(number),
            "sex": case["sex"],
            "age": str(case["age"]),
            "age_days": str(case["age_days"]) if case["age"] == 0 else None,
            "birth_weight_g": str(case["weight"]) if case["weight"] else None,
            "diagnoses": "|".join(case["dx"]),
            "procedures": "|".join(case["proc"]),
        }
        for number, case in enumerate(cases)
    ]
    return pa.Table.from_pylist(rows)


@pytest.mark.parametrize("seed", range(4))
def test_the_grouper_agrees_with_a_second_opinion_on_further_cases(opinion, tables, seed):
    chance = random.Random(seed)
    cases = [drawn(opinion, chance) for _ in range(2000)]
    grouped = group_cases(as_table(cases), tables).to_pylist()
    assert [(row["mdc"], row["adrg"], row["drg"]) for row in grouped] == [opinion.group(case) for case in cases]


UNKNOWN = {
    "sex": ("sex", ["1", "2"]),
    "birth_weight_g": ("weight", [400, 1499, 1500, 1999, 2000, 2499, 2500, 4000]),
    "age_days": ("age_days", [0, 28, 29, 300]),
}


@pytest.mark.parametrize("name", UNKNOWN)
def test_a_missing_fact_is_doubted_exactly_where_the_group_depends_on_it(opinion, tables, name):
    fact, values = UNKNOWN[name]
    chance = random.Random(name)
    cases = [case for case in (drawn(opinion, chance) for _ in range(3000)) if case["age"] == 0 or name == "sex"]
    rows = [{**row, name: None} for row in as_table(cases).to_pylist()]
    grouped = group_cases(pa.Table.from_pylist(rows), tables).to_pylist()
    doubted = 0
    for case, row in zip(cases, grouped, strict=True):
        possible = {opinion.group(case | {fact: value})[2] for value in values}
        assert (row["status"] == "needs_data") == (len(possible) > 1), (case, row, possible)
        assert len(possible) > 1 or row["drg"] == possible.pop()
        doubted += row["status"] == "needs_data"
    assert doubted > 10


def test_an_unknown_code_is_passed_over_only_where_no_code_could_change_the_group(opinion, tables):
    chance = random.Random(3)
    cases = [drawn(opinion, chance) for _ in range(400)]
    changed = [case | {"dx": [*case["dx"], "J99.999x99"]} for case in cases]
    grouped = group_cases(as_table(changed), tables).to_pylist()
    sure = [(case, row["drg"]) for case, row in zip(cases, grouped, strict=True) if row["status"] == "grouped"]
    assert 50 < len(sure) < 400
    for case, drg in sure:
        others = chance.sample(COMPLICATIONS, 60)
        assert {opinion.group(case | {"dx": [*case["dx"], other]})[2] for other in others} == {drg}
