"""Fee lines that were published worked out: the same fen in both engines. They test arithmetic; none is claimed to be in force."""

import pytest

from fenming.adjudication.lines.line import FeeLine
from fenming.mechanisms import verb
from tests.adjudication.line_tables import MICRO, UNIT, four, in_both_engines, yuan_line

share, deductible = verb("share").function, verb("deductible").function
# what it is · line · excluded, over the limit, paid first, eligible, in fen
INTERFACE_SAMPLES = [
    ("class B at 5 %", FeeLine(452, price=4_520_000, rate=50_000, item_class=1), (0, 0, 23, 429)),
    ("class A, 3 × 2.00", FeeLine(600, 3 * UNIT, 0, 0, 2 * MICRO), (0, 0, 0, 600)),
    ("class A, 9 × 3.50", FeeLine(3150, 9 * UNIT, 0, 0, 3_500_000), (0, 0, 0, 3150)),
    ("class A at its limit, 2 × 8.00", FeeLine(1600, 2 * UNIT, 0, 0, 8 * MICRO, 8 * MICRO), (0, 0, 0, 1600)),
    ("self-paid, 1 × 1.50", FeeLine(150, UNIT, MICRO, 2, 1_500_000), (150, 0, 0, 0)),
]


@pytest.mark.parametrize("sample", INTERFACE_SAMPLES, ids=lambda sample: sample[0])
def test_interface_sample_reproduces_to_the_fen(sample):
    _name, line, parts = sample
    assert four(in_both_engines(line)) == parts


def eligible(*lines: FeeLine) -> int:
    return sum(in_both_engines(line).eligible_fen for line in lines)


def test_mixed_classes_of_the_heilongjiang_stay_leave_9500_in_scope():
    in_scope = eligible(yuan_line(2000), yuan_line(3000), yuan_line(5000, 10))
    assert in_scope == 950_000
    base = in_scope - deductible(in_scope, 130_000)
    assert base == 820_000
    assert share(base, 800_000) == 656_000
    assert 1_000_000 - share(base, 800_000) == 344_000


# total and rate paid first in whole yuan and percent · what the person bears of it in the end, in fen
KNEE = [(34_000, 0, 380_800), (18_200, 10, 365_456), (2_000, 30, 75_680)]
STAY = [(14_900, 0, 208_600), (2_000, 10, 45_200), (600, 30, 23_880)]


def borne(total: int, percent: int, rate: int) -> int:
    """What is paid first, and the person's share of the rest."""
    parts = in_both_engines(yuan_line(total, percent))
    return parts.upfront_copay_fen + share(parts.eligible_fen, rate)


def test_knee_replacement_lines_reproduce_and_add_up_to_what_the_person_bore():
    lines = [borne(total, percent, 112_000) for total, percent, _published in KNEE]
    assert lines == [published for *_line, published in KNEE]
    joint = in_both_engines(yuan_line(50_000, 50)).upfront_copay_fen
    assert joint == 2_500_000
    full = [in_both_engines(yuan_line(total, 100)).excluded_fen for total in (2_000, 3_000)]
    person = 80_000 + sum(full) + sum(lines) + joint
    assert person == 3_901_936
    assert 11_000_000 - person == 7_098_064


def test_itemised_stay_of_2012_reproduces_line_by_line():
    lines = [borne(total, percent, 140_000) for total, percent, _published in STAY]
    assert lines == [published for *_line, published in STAY]
    full = [in_both_engines(yuan_line(total, 100)).excluded_fen for total in (500, 1_200)]
    person = 80_000 + sum(full) + sum(lines)
    assert person == 527_680
    assert 2_000_000 - person == 1_472_320
