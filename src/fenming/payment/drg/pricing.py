"""A table of cases priced: the table `case_points`."""

from collections.abc import Iterator, Mapping
from itertools import starmap
from types import MappingProxyType
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from fenming.payment.drg.history import aligned
from fenming.payment.drg.price import Case, Decision, PricedCase, price_case
from fenming.payment.drg.readmission import readmitted
from fenming.payment.drg.terms import DrgTerms

UNDECIDED: Mapping[str, Decision] = MappingProxyType({})
SCHEMA = pa.schema(
    [
        ("case_id", pa.string()),
        ("institution_id", pa.string()),
        ("consortium_id", pa.string()),
        ("is_chronic", pa.int64()),
        ("drg", pa.string()),
        ("month", pa.int64()),
        ("weight_ppm", pa.int64()),
        ("coefficient_ppm", pa.int64()),
        ("points_micro", pa.int64()),
        ("rule", pa.string()),
        ("total_fen", pa.int64()),
        ("person_fen", pa.int64()),
        ("fund_billed_fen", pa.int64()),
    ]
)


def price_cases(
    cases: pa.Table, grouped: pa.Table, terms: DrgTerms, decisions: Mapping[str, Decision] = UNDECIDED
) -> pa.Table:
    """The table `case_points` of `cases`, row by row in their order.

    `cases`: the canonical table `case` of one year, whole persons, with `consortium_id` and `is_chronic` where the caller
    has joined them (else empty and 0); `grouped`: the grouper's rows in the same order; `decisions` of reviews by case.
    A case left out by its days has rule `excluded` and no points: its bill is paid as an ordinary one.
    Raises BadInput where the two tables do not belong together.
    """
    came = [(*one.rounded, one.rule) for one in price_all(cases, grouped, terms, decisions)]
    weight, coefficient, points, rule = zip(*came, strict=True) if came else ((), (), (), ())
    columns = {
        "case_id": _text(cases, "case_id"),
        "institution_id": _text(cases, "institution_id"),
        "consortium_id": _text(cases, "consortium_id"),
        "is_chronic": _whole(cases, "is_chronic", 0),
        "drg": _text(grouped, "drg"),
        "month": pc.month(cases["discharged_on"]),
        "weight_ppm": pa.array(weight, pa.int64()),
        "coefficient_ppm": pa.array(coefficient, pa.int64()),
        "points_micro": pa.array(points, pa.int64()),
        "rule": pa.array(rule, pa.string()),
        "total_fen": _whole(cases, "total_fen", 0),
        "person_fen": _whole(cases, "person_fen"),
        "fund_billed_fen": _whole(cases, "fund_fen"),
    }
    return pa.table(columns).cast(SCHEMA)


def price_all(
    cases: pa.Table, grouped: pa.Table, terms: DrgTerms, decisions: Mapping[str, Decision] = UNDECIDED
) -> Iterator[PricedCase]:
    """Every case with its price, in the order of the rows; takes what `price_cases` takes."""
    read = read_cases(cases, grouped)
    came_back = readmitted(read, terms.rules.readmission, decisions)
    for case in read:
        yield price_case(case, terms, decisions.get(case.case_id), came_back.get(case.case_id, ""))


def read_cases(cases: pa.Table, grouped: pa.Table) -> list[Case]:
    """What pricing looks at, row by row; blank days of stay are counted from the dates, at least one."""
    aligned(cases, grouped)
    admitted, discharged = (cases[day].cast(pa.date32()).cast(pa.int32()) for day in ("admitted_on", "discharged_on"))
    counted = pc.max_element_wise(pc.subtract(discharged, admitted), 1)
    stay_days = (
        pc.coalesce(cases["stay_days"].cast(pa.int32()), counted) if "stay_days" in cases.column_names else counted
    )
    columns = (
        _text(cases, "case_id"),
        cases["person_id"],
        _text(cases, "institution_id"),
        _text(grouped, "drg"),
        _whole(cases, "total_fen", 0),
        stay_days,
        _text(cases, "discharge_way"),
        pc.list_element(pc.split_pattern(_text(cases, "diagnoses"), "|"), 0),
        admitted,
        discharged,
    )
    return list(starmap(Case, zip(*(column.to_pylist() for column in columns), strict=True)))


def _text(table: pa.Table, name: str) -> Any:
    if name not in table.column_names:
        return pa.array([""] * table.num_rows, pa.string())
    return pc.fill_null(table[name].cast(pa.string()), "")


def _whole(table: pa.Table, name: str, blank: int | None = None) -> Any:
    """A column of whole numbers; `blank` stands for empty cells, None leaves them empty."""
    if name not in table.column_names:
        return pa.array([blank] * table.num_rows, pa.int64())
    column = table[name].cast(pa.int64())
    return column if blank is None else pc.fill_null(column, blank)
