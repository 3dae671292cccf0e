"""Cliffs are found by judging bills around every edge: the same ones as judging every cost there is."""

from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest

from fenming.adjudication.checking.cases import judge_cases
from fenming.adjudication.checking.on_day import OnDay, rule_days
from fenming.adjudication.checking.steps import JUMP_FEN, ROUNDING_FEN, made_up_at, steps_of
from fenming.adjudication.checking.trials import Trial
from fenming.adjudication.law.words import AREAS, LEVELS
from fenming.policy import load_pack

from .place import REGION, write_place

FEN_TRIED = 6_000
WHOLE = "[{above: 0 元, rate: 80%}, {above: 10 元, rate: 60%}, {above: 25 元, rate: 90%}, {above: 40 元, rate: 50%}]"
PLACES = {
    "whole from the deductible on": {
        "segments.primary": ("whole", WHOLE),
        "deductible": ("amount", "2 元"),
    },
    "whole with the deductible inside": {
        "segments.primary": ("whole", WHOLE),
        "segment_axis": ("choice", "eligible"),
        "deductible": ("amount", "12 元"),
    },
    "whole up to a cap": {
        "segments.primary": ("whole", WHOLE),
        "annual_cap": ("amount", "20 元"),
    },
    "whole away from home, a share paid first": {
        "segments.primary": ("whole", WHOLE),
        "copay_first": ("rate", "10%"),
    },
    "marginal": {
        "segments.primary": ("marginal", WHOLE),
        "deductible": ("amount", "2 元"),
    },
    "a deductible that is a share of the bill": {
        "rate": ("rate", "70%"),
        "out_of_province_deductible_rate": ("rate", "20%"),
        "out_of_province_deductible_min": ("amount", "3 元"),
        "out_of_province_deductible_max": ("amount", "10 元"),
        "copay_first": ("rate", "10%"),
    },
}


def trials(root: Path, own: dict[str, tuple[str, str]]) -> list[Trial]:
    write_place(root, {f"resident.inpatient.{name}": value for name, value in own.items()})
    rules: OnDay = next(rule_days(load_pack(REGION, roots=(root,)), []))
    return [Trial(rules, "resident", "inpatient", (area, 0)) for area in range(len(AREAS))]


@pytest.mark.parametrize("place", PLACES)
def test_every_fall_and_jump_that_judging_each_cost_finds_is_found(tmp_path: Path, place: str) -> None:
    for trial in trials(tmp_path, PLACES[place]):
        paid = [trial.fund(cost) for cost in range(FEN_TRIED)]
        rises = [(cost, after - before) for cost, (before, after) in enumerate(pairwise(paid))]
        expected = [cost for cost, rise in rises if rise < -ROUNDING_FEN or rise > JUMP_FEN]
        assert [step.cost_fen for step in steps_of(trial) if step.cost_fen < FEN_TRIED] == expected
        for step in steps_of(trial):
            again = next((cost for cost in range(step.until_fen, FEN_TRIED) if paid[cost] >= step.before_fen), None)
            if step.after_fen < step.before_fen and again is not None:
                assert made_up_at(trial, step) == again


def test_there_are_falls_to_be_found(tmp_path: Path) -> None:
    home, _other, away = trials(tmp_path, PLACES["whole away from home, a share paid first"])
    assert [step.cost_fen for step in steps_of(home)] == [1_000, 2_500, 4_000]
    assert [step.cost_fen for step in steps_of(away)] == [1_111, 2_778, 4_445]


def test_a_trial_pays_what_an_example_pays(tmp_path: Path) -> None:
    trial = trials(tmp_path, PLACES["whole with the deductible inside"])[0]
    pack = load_pack(REGION, roots=(tmp_path,))
    for cost in (1_199, 1_200, 1_201, 2_500, 2_501, 999_999):
        bill = {"scheme": "resident", "care": "inpatient", "settled": date(2024, 5, 1), "level": LEVELS[0]}
        [paid] = judge_cases([{**bill, "total_fen": cost, "eligible_fen": cost}], pack)
        assert paid.fund_fen == trial.fund(cost)
