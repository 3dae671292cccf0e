"""Cases and rules made for these tests: a group H11 that costs 8,000 yuan where all cases cost 10,000 on average."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta

import pyarrow as pa

from fenming.payment.drg import DrgRules, DrgTerms, History, mean_costs
from fenming.payment.drg.rules import (
    CoefficientRule,
    IncompleteRule,
    OutlierRule,
    PayRule,
    ReadmissionRule,
    ReviewRule,
    StayRule,
    WeightRule,
)

YEAR = 2024
RULES = DrgRules(
    method="points",
    scale=100,
    weight=WeightRule(
        "history", {"three_years_before": 1, "two_years_before": 2, "year_before": 7}, "none", 0, 1, "cost_ratio", "cost_ratio"
    ),
    coefficient=CoefficientRule("none", 0, 0, None, frozenset()),
    outlier=OutlierRule("group_mean", 400_000, 3_000_000, None, "added_excess", frozenset()),
    incomplete=IncompleteRule("capped_at_base", frozenset({"4"})),
    readmission=ReadmissionRule(15, 500_000, "any_institution", ("Z51.0", "Z51.1")),
    stay=StayRule(None, None, {}),
    pay=PayRule(None, {}),
    review=ReviewRule(50_000, "institution", "applied_on"),
    year=YEAR,
    printed_places=4,
    written={},
)  # fmt: skip
COLUMNS = {
    "case_id": pa.string(),
    "person_id": pa.int64(),
    "institution_id": pa.string(),
    "admitted_on": pa.date32(),
    "discharged_on": pa.date32(),
    "stay_days": pa.int64(),
    "discharge_way": pa.string(),
    "diagnoses": pa.string(),
    "total_fen": pa.int64(),
    "person_fen": pa.int64(),
    "fund_fen": pa.int64(),
    "drg": pa.string(),
}


def stay(case_id: str, **told) -> dict:
    """A stay of six days in March, in group H11 at hospital A, at 8,000 yuan, but for what is told."""
    admitted = told.pop("admitted_on", date(YEAR, 3, 1))
    days = told.pop("stay_days", 6)
    return {
        "case_id": case_id,
        "person_id": 1,
        "institution_id": "A",
        "admitted_on": admitted,
        "discharged_on": admitted + timedelta(days=days),
        "stay_days": days,
        "discharge_way": "1",
        "diagnoses": "I10.x00|E11.9",
        "total_fen": 800_000,
        "person_fen": 200_000,
        "fund_fen": 600_000,
        "drg": "H11",
    } | told


def tables(stays: Iterable[dict]) -> tuple[pa.Table, pa.Table]:
    """The tables `case` and `grouped` of these stays, row by row."""
    listed = list(stays)
    whole = pa.table({name: pa.array([one[name] for one in listed], kind) for name, kind in COLUMNS.items()})
    return whole.drop(["drg"]), whole.select(["case_id", "drg"])


def before(year: int, costs: dict[tuple[str, str], list[int]]) -> list[dict]:
    """Stays of an earlier year: yuan by hospital and group."""
    return [
        stay(
            f"{year}-{hospital}-{drg}-{place}",
            institution_id=hospital,
            drg=drg,
            total_fen=yuan * 100,
            admitted_on=date(year, 5, 1),
        )
        for (hospital, drg), listed in costs.items()
        for place, yuan in enumerate(listed)
    ]


PLAIN = {("A", "H11"): [8_000] * 6, ("B", "X99"): [12_000] * 6}


def history(costs=None, **named) -> History:
    """Three years of the same costs, if no others are given by year."""
    years = {YEAR - back: PLAIN for back in (3, 2, 1)} if costs is None else costs
    return History(*tables([one for year, given in years.items() for one in before(year, given)]), **named)


def terms(rules: DrgRules = RULES, past: History | None = None) -> DrgTerms:
    past = past or history()
    return DrgTerms(rules, mean_costs(past, rules), past.levels, past.weights)


def ruled(**changed) -> DrgRules:
    """The rules of these tests, some parts of them changed."""
    return replace(RULES, **changed)
