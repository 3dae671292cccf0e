"""What holds of the verbs of advances, gates and deposits whatever goes in."""

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from fenming.mechanisms import verb
from fenming.mechanisms.deposit_by_points import jump_at_least

PPM = 1_000_000
FEN = st.integers(0, 10**14)
SIGNED = st.integers(-(10**14), 10**14)
MONTHS = st.integers(1, 36)
SCORES = st.integers(0, PPM)
POINTS = st.integers(1, 100)


def nearest(exact: Fraction) -> int:
    """The whole number nearest to `exact`, a half away from zero; another way than the kernel's."""
    sign = -1 if exact < 0 else 1
    return sign * int(abs(exact) + Fraction(1, 2))


@given(amount=SIGNED, over=MONTHS, months=MONTHS)
def months_at_mean_is_the_exact_quotient_rounded_once(amount, over, months):
    assert verb("months_at_mean").function(amount, over, months) == nearest(Fraction(amount * months, over))
    assert verb("months_at_mean").function(amount, over, over) == amount


@given(balance=SIGNED, spend=st.integers(1, 10**14), months=MONTHS)
def payable_months_is_the_exact_quotient_rounded_once(balance, spend, months):
    exact = Fraction(balance) / Fraction(spend, months) * PPM
    assert verb("payable_months").function(balance, spend, months) == nearest(exact)


@given(balance=SIGNED, spend=st.integers(1, 10**14), months=MONTHS, least=st.integers(0, 24))
def covers_months_is_decided_before_anything_is_rounded(balance, spend, months, least):
    flag = verb("covers_months").function(balance, spend, months, least)
    assert flag == int(Fraction(balance) / Fraction(spend, months) >= least)
    assert verb("covers_months").function(balance + 1, spend, months, least) >= flag


@given(income=SIGNED, spend=SIGNED)
def in_balance_is_so_unless_spend_exceeds_income(income, spend):
    assert verb("in_balance").function(income, spend) == int(income - spend >= 0)
    assert verb("in_balance").function(spend, spend) == 1


@given(withheld=FEN, score=SCORES, full=POINTS, least=POINTS, loss=st.integers(0, PPM))
def deposit_by_points_never_exceeds_what_was_withheld_and_never_falls_with_the_score(
    withheld, score, full, least, loss
):
    released = verb("deposit_by_points").function(withheld, score, full, min(least, full), loss)
    better = verb("deposit_by_points").function(withheld, min(score + 1, PPM), full, min(least, full), loss)
    assert 0 <= released <= better <= withheld


@given(withheld=FEN)
def deposit_by_points_meets_the_full_score_and_jumps_at_the_least(withheld):
    release = verb("deposit_by_points").function
    assert release(withheld, 800_000, 80, 60, 30_000) == withheld
    assert withheld - release(withheld, 799_999, 80, 60, 30_000) <= nearest(Fraction(withheld * 3, 10**6)) + 1
    assert release(withheld, 600_000, 80, 60, 30_000) == nearest(
        Fraction(withheld * jump_at_least(80, 60, 30_000), PPM)
    )
    assert release(withheld, 599_999, 80, 60, 30_000) == 0


@given(withheld=FEN, score=SCORES, full=POINTS)
def deposit_in_proportion_is_continuous_when_taken_of_the_full_points(withheld, score, full):
    release = verb("deposit_in_proportion").function
    of_full, of_hundred = release(withheld, score, full, full), release(withheld, score, full, 100)
    assert 0 <= of_hundred <= of_full <= withheld
    assert of_full <= release(withheld, min(score + 1, PPM), full, full)
    assert withheld - release(withheld, full * 10_000 - 1, full, full) <= nearest(Fraction(withheld, full * 10_000)) + 1


@given(withheld=FEN, balance=SIGNED)
def deposit_if_balanced_is_all_or_nothing(withheld, balance):
    released = verb("deposit_if_balanced").function(withheld, balance)
    assert released == (withheld if balance >= 0 else 0)


def test_advance_verbs_hold_on_whatever_is_drawn():
    names = ("months_at_mean", "payable_months", "covers_months", "in_balance", "deposit_")
    for name, holds in list(globals().items()):
        if name.startswith(names):
            holds()
