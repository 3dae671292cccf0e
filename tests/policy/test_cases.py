"""Bill examples in packs: what a document claims comes out to the fen, or it is said what is wrong with the claim."""

from pathlib import Path

import pytest

from fenming.adjudication.checking import judge_cases
from fenming.kernel import Finding
from fenming.policy import load_pack, pack_names
from fenming.policy.working import check_cases

from .place import REGION, write_place

CASE = """- name: 一例
  document: assumed
  clause: 测试
  bills:
"""
INPATIENT = "    - {scheme: resident, care: inpatient, settled: 2024-05-01, "


def found(root: Path, parameters: dict[str, tuple[str, str]], bills: str) -> list[Finding]:
    write_place(root, parameters, CASE + bills)
    return check_cases(load_pack(REGION, roots=(root,)), judge_cases)


def stay(deductible: str, rate: str) -> dict[str, tuple[str, str]]:
    return {
        "resident.inpatient.rate": ("rate", rate),
        "resident.inpatient.deductible": ("amount", deductible),
    }


@pytest.mark.parametrize("region", pack_names())
def test_every_published_bill_in_a_shipped_pack_comes_out(region: str) -> None:
    wrong = [
        finding for finding in check_cases(load_pack(region), judge_cases) if finding.code != "policy.published_wrong"
    ]
    assert wrong == []


@pytest.mark.parametrize(
    ("deductible", "rate", "claimed", "worked_out", "needed"),
    [
        ("500 元", "65%", "5750 元", "6,175.00", "5,750.00 is 65% of 8,846.15, and the base is 9,500.00"),
        ("1100 元", "60%", "4740 元", "5,340.00", "4,740.00 is 60% of 7,900.00, and the base is 8,900.00"),
        ("500 元", "65%", "6500 元", "6,175.00", "the deductible was not taken off"),
        ("500 元", "65%", "5850 元", "6,175.00", "the deductible was taken off twice"),
    ],
)
def test_a_payment_that_does_not_follow_from_its_rule_is_told_the_base_it_would_need(
    tmp_path: Path, deductible: str, rate: str, claimed: str, worked_out: str, needed: str
) -> None:
    [finding] = found(tmp_path, stay(deductible, rate), f"{INPATIENT} total: 10000 元, expect: {{pool: {claimed}}}}}\n")
    assert finding.code == "policy.case_fails"
    assert finding.where.endswith("examples.yaml:5")
    assert f"worked out {worked_out}" in finding.what
    assert needed in finding.why


def test_cost_outside_the_list_that_was_paid_on_is_told(tmp_path: Path) -> None:
    bill = f"{INPATIENT} total: 10000 元, excluded: 2000 元, expect: {{pool: 7600 元}}}}\n"
    [finding] = found(tmp_path, stay("500 元", "80%"), bill)
    assert (
        "7,600.00 is 80% of 9,500.00, and the base is 7,500.00; cost outside the list was not taken off" in finding.why
    )


def test_a_slip_in_multiplying_a_base_that_is_right_is_told(tmp_path: Path) -> None:
    bill = f"{INPATIENT} total: 20000 元, excluded: 2000 元, expect: {{base: 17200 元, pool: 14296 元}}}}\n"
    [finding] = found(tmp_path, stay("800 元", "83%"), bill)
    assert finding.what.endswith("does not come out: pool 14,296.00, worked out 14,276.00")
    assert "14,296.00 is 83% of 17,224.10, and the base is 17,200.00" in finding.why


def test_layers_that_pay_more_than_the_bill_are_told_what_was_left(tmp_path: Path) -> None:
    tiers = "[{above: 0 元, rate: 50%}, {above: 100000 元, rate: 60%}, {above: 200000 元, rate: 65%}]"
    rules = {
        "resident.inpatient.rate": ("rate", "0%"),
        "resident.critical_illness.tiers": ("marginal", tiers),
        "resident.critical_illness.deductible": ("amount", "12000 元"),
        "resident.critical_illness.tier_axis": ("choice", "absolute"),
    }
    bill = f"{INPATIENT} category: minimum_living, total: 200000 元, expect: {{critical_illness: 240000 元}}}}\n"
    [finding] = found(tmp_path, rules, bill)
    assert "critical_illness 240,000.00, worked out 104,000.00" in finding.what
    assert "critical_illness cannot pay 240,000.00: only 200,000.00 of the bill are left for it" in finding.why


def test_a_layer_that_pays_on_what_the_pool_has_paid_is_told_what_the_pool_left(tmp_path: Path) -> None:
    tiers = {"resident.critical_illness.tiers": ("marginal", "[{above: 0 元, rate: 50%}]")}
    bill = f"{INPATIENT} total: 10000 元, expect: {{pool: 8000 元, critical_illness: 5000 元}}}}\n"
    [finding] = found(tmp_path, {**stay("0 元", "80%"), **tiers}, bill)
    assert "critical_illness 5,000.00, worked out 1,000.00" in finding.what
    assert "critical_illness cannot pay 5,000.00: only 2,000.00 of the bill are left for it" in finding.why


def test_a_bill_may_come_with_its_fee_lines(tmp_path: Path) -> None:
    lines = """    - scheme: resident
      care: inpatient
      settled: 2024-05-01
      lines:
        - {item: 服务, total: 2000 元, upfront_rate: 0%}
        - {item: 甲类, total: 3000 元, item_class: class_a}
        - {item: 乙类, total: 5000 元, upfront_rate: 10%}
      expect: {upfront: 500 元, eligible: 9500 元, base: 8200 元, pool: 6560 元, person: 3440 元}
    - scheme: resident
      care: inpatient
      settled: 2024-05-02
      lines: [{price: 4.52 元, quantity: 1, upfront_rate: 5%}, {price: 1.5 元, quantity: 2.5 盒, price_limit: 1.2 元, upfront_rate: 0%}]
      expect: {upfront: 0.23 元, over_limit: 0.75 元, eligible: 7.29 元}
"""
    assert found(tmp_path, stay("1300 元", "80%"), lines) == []


@pytest.mark.parametrize(
    ("lines", "words"),
    [
        ("lines: [{total: 90 元, upfront_rate: 0%}]", "the lines do not add up to the bill"),
        ("lines: [{total: 100 元, item_class: class_b}]", "line 1 cannot be judged"),
    ],
)
def test_lines_that_cannot_be_judged_are_told(tmp_path: Path, lines: str, words: str) -> None:
    [finding] = found(tmp_path, stay("0 元", "80%"), f"{INPATIENT} total: 100 元, {lines}}}\n")
    assert words in finding.what
    assert finding.where.endswith("examples.yaml:1")


def test_bills_of_a_case_are_one_persons_year(tmp_path: Path) -> None:
    rules = {**stay("500 元", "80%"), "resident.inpatient.repeat_factor": ("rates", "{first: 100%, second: 50%}")}
    bills = (
        f"{INPATIENT} total: 10000 元, expect: {{deductible_applied: 500 元}}}}\n"
        f"{INPATIENT} total: 10000 元, expect: {{deductible_applied: 250 元}}}}\n"
        f"{INPATIENT} total: -10000 元, eligible: -10000 元, refunds: 2, expect: {{pool: -7800 元, person: -2200 元}}}}\n"
        f"{INPATIENT} total: 10000 元, expect: {{deductible_applied: 250 元}}}}\n"
    )
    assert found(tmp_path, rules, bills) == []


def test_a_case_on_a_day_without_rules_says_so(tmp_path: Path) -> None:
    bill = "    - {scheme: resident, care: inpatient, settled: 2020-05-01, total: 100 元, expect: {pool: 0 元}}\n"
    findings = found(tmp_path, stay("0 元", "80%"), bill)
    assert "adjudication.not_covered" in {finding.code for finding in findings}
    assert all(finding.what.startswith("一例: ") for finding in findings)
