"""The grouper against the 4,000 answered cases, against itself uncompiled, and in parts."""

import random
from collections import Counter

import pyarrow as pa
import pytest
from tests.support.group_tables import national_tables, read_rows

from fenming.grouping import group_cases, read_tables
from fenming.grouping.case.encode import encode_cases
from fenming.grouping.case.source import read_cases
from fenming.grouping.engine.machine import group_compiled, group_plain
from fenming.grouping.engine.rules import STATUSES


@pytest.fixture(scope="module")
def folder():
    return national_tables()


@pytest.fixture(scope="module")
def tables(folder):
    return read_tables(folder)


@pytest.fixture(scope="module")
def cases(folder):
    return read_cases(folder / "cases.csv")


def answers(folder):
    """MDC, ADRG and DRG of every case; what is not grouped is empty."""
    names = ("mdc", "adrg", "drg")
    return [
        tuple("" if set(row[name]) == {"0"} else row[name] for name in names) for row in read_rows(folder / "cases.csv")
    ]


def groups(table: pa.Table):
    return [(row["mdc"], row["adrg"], row["drg"]) for row in table.to_pylist()]


def test_all_four_thousand_cases_have_the_group_of_the_reference(folder, tables, cases):
    assert groups(group_cases(cases, tables, shows_provisional=True)) == answers(folder)


def test_a_newborn_without_weight_gets_a_group_only_where_the_weight_cannot_matter(folder, tables, cases):
    grouped = group_cases(cases, tables).to_pylist()
    weightless = [
        (row, answer)
        for row, answer, given in zip(grouped, answers(folder), cases.to_pylist(), strict=True)
        if given["age"] == "0" and not given["birth_weight_g"]
    ]
    assert Counter(row["status"] for row, _answer in weightless) == {"grouped": 21, "needs_data": 8}
    for row, answer in weightless:
        if row["status"] == "needs_data":
            assert (row["drg"], row["reason"]) == ("", "missing:birth_weight_g")
        else:
            assert row["drg"] == answer[2]


def test_the_compiled_loop_and_plain_python_find_the_same(tables, cases):
    encoded = encode_cases(mangled(cases.slice(0, 1500), random.Random(1)), tables)
    both = [one(tables.rules, encoded.cases, encoded.count, tables.lists) for one in (group_compiled, group_plain)]
    for name in ("mdc", "adrg", "drg", "severity", "status", "cause", "deciding", "doubted", "candidate"):
        compiled, plain = (getattr(room, name).tolist() for room in both)
        assert compiled == plain, name


def test_cases_in_parts_are_grouped_as_the_whole(tables, cases):
    whole = group_cases(cases, tables)
    parts = [group_cases(cases.slice(first, 333), tables) for first in range(0, cases.num_rows, 333)]
    assert pa.concat_tables(parts).to_pylist() == whole.to_pylist()


NOISE = {
    "sex": ["1", "2", "1.0", "男", "女性", "female", "", None, "9", "x"],
    "age": ["0", "1.0", "0.5", "65岁", "", None, "-1", "999", "abc", "３０"],
    "age_days": ["0", "3", "28.0", "29", "400", "", None, "一天"],
    "birth_weight_g": ["3000", "1499", "1500.0", "0", "", None, "3.2", "2500g"],
    "diagnoses": ["", "|", None, "|||J18.900", "j18.900", "Ｊ18.900", "J18.900;E11.900", "ZZZ", "\t", "A|B|C", "É"],
    "procedures": ["", "|", None, "zz.zz", "32.4100 |", "|38.9300", "3", "９６.0400"],
}
CODE_NOISE = [
    str.lower,
    str.upper,
    lambda code: f" {code} ",
    lambda code: code + "。",
    lambda code: code[:-1],
    lambda code: code + "x9",
]


def mangled(cases: pa.Table, chance: random.Random) -> pa.Table:
    """The same cases, each with something wrong."""
    rows = cases.to_pylist()
    for row in rows:
        name = chance.choice([*NOISE, "codes", "codes"])
        if name == "codes":
            side = chance.choice(["diagnoses", "procedures"])
            row[side] = "|".join(chance.choice(CODE_NOISE)(code) if code else code for code in row[side].split("|"))
        else:
            row[name] = chance.choice(NOISE[name])
    return pa.Table.from_pylist(rows, cases.schema)


@pytest.mark.parametrize("seed", range(5))
def test_no_mangled_case_crashes_or_lacks_a_status(tables, cases, seed):
    grouped = group_cases(mangled(cases, random.Random(seed)), tables).to_pylist()
    assert {row["status"] for row in grouped} <= set(STATUSES)
    for row in grouped:
        assert bool(row["drg"]) == (row["status"] == "grouped")
        assert bool(row["reason"]) == (row["status"] != "grouped")


@pytest.mark.parametrize(
    ("name", "change"),
    [
        ("sex", lambda sex: {"1": "男", "2": "女"}[sex]),
        ("sex", lambda sex: f"{sex}.0"),
        ("sex", lambda _sex: ""),
        ("age", lambda age: f"{age}.0"),
        ("age", lambda _age: None),
        ("birth_weight_g", lambda _weight: ""),
        ("diagnoses", lambda codes: codes.lower()),
        ("diagnoses", lambda codes: "|".join(f" {code}, " for code in codes.split("|"))),
        ("diagnoses", lambda codes: codes.replace("J", "Ｊ").replace(".", "．")),
        ("diagnoses", lambda codes: codes + "|Q99.999x999"),
        ("diagnoses", lambda codes: codes[:-1]),
        ("procedures", lambda codes: codes.upper().replace("|", " | ")),
        ("procedures", lambda codes: codes[:-2] if codes else codes),
    ],
)
def test_whatever_is_done_to_a_case_it_never_gets_a_wrong_group(tables, cases, name, change):
    rows = cases.slice(0, 1000).to_pylist()
    changed = pa.Table.from_pylist([{**row, name: change(row[name] or "")} for row in rows], cases.schema)
    before, after = (group_cases(one, tables).to_pylist() for one in (cases.slice(0, 1000), changed))
    known = set(tables.diagnoses.texts.to_pylist()) | set(tables.procedures.texts.to_pylist())
    for was, now, row in zip(before, after, changed.to_pylist(), strict=True):
        is_another_code = name in {"diagnoses", "procedures"} and set((row[name] or "").split("|")) <= known
        assert now["status"] != "grouped" or now["drg"] == was["drg"] or is_another_code or was["status"] != "grouped"


def test_cutting_a_code_short_never_groups_by_a_code_nobody_knows(tables, cases):
    row = cases.slice(0, 1).to_pylist()[0]
    cut = pa.Table.from_pylist([{**row, "diagnoses": "E21.00|" + row["diagnoses"]}], cases.schema)
    assert group_cases(cut, tables).to_pylist()[0]["reason"] == "unknown_code:E21.00"
