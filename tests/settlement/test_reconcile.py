"""Suixi's published figures of 2024 beside ours."""

import pytest

from fenming.kernel import BadInput
from fenming.settlement.reconcile import reconcile

COMPARED = {row.id: row for row in reconcile("suixi-2024")}


@pytest.mark.parametrize(
    ("figure", "fen"),
    [
        ("financing", 88_250_400_000),
        ("premium", 9_665_520_000),
        ("premium_per_head", 115_00),
        ("package", 77_799_031_200),
        ("package_difference", 580_968_800),
        ("risk_money_that_fits", 204_880_000),
        ("chronic_quota_exact", 16_099_070_000),
        ("chronic_savings", 4_981_400_000),
        ("process_paid", 2_854_243_000),
        ("target_paid", 678_530_000),
        ("result_paid", 544_717_000),
        ("result_by_text", 407_752_000),
    ],
)
def test_derived_amount_is_exact(figure: str, fen: int) -> None:
    ours = COMPARED[figure].ours
    assert ours is not None
    assert ours.value == fen


@pytest.mark.parametrize(
    ("figure", "verdict"),
    [
        ("financing", "same"),
        ("premium_per_head", "same"),
        ("package", "differs"),
        ("package_difference", "same"),
        ("chronic_savings", "same"),
        ("process_paid", "same"),
        ("target_paid", "given"),
        ("result_paid", "same"),
        ("result_by_text", "differs"),
        ("band_units", "same"),
        ("drg_share", "differs"),
        ("training_fund", "not_derivable"),
    ],
)
def test_verdict_is_judged_at_the_printed_precision(figure: str, verdict: str) -> None:
    assert COMPARED[figure].verdict == verdict


def test_whatever_is_not_the_same_says_why() -> None:
    assert all(row.because for row in COMPARED.values() if row.verdict != "same")


def test_unknown_name_is_told_what_there_is() -> None:
    with pytest.raises(BadInput, match="suixi-2024"):
        reconcile("suixi-1999")
