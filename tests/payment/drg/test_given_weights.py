"""Weights from a file come in exactly, and every line that cannot be read is named."""

from pathlib import Path

import pytest

from fenming.kernel import BadInput
from fenming.payment.drg import read_weights


def written(folder: Path, text: str) -> Path:
    file = folder / "weights.csv"
    file.write_text(text, "utf-8")
    return file


def test_weights_are_read_to_the_last_decimal(tmp_path):
    assert read_weights(written(tmp_path, "\ufeffdrg,name,weight\nbb11,颅内,5.123456\n AA19 ,心脏, 12.5\n")) == {
        "BB11": 5_123_456,
        "AA19": 12_500_000,
    }


def test_every_wrong_line_is_named_at_once(tmp_path):
    text = "drg,weight\nBB11,1.2\nBB11,1.3\n,1\nCC11,many\nDD11,0\nEE11,1.2345678\nFF11\n"
    with pytest.raises(BadInput) as refused:
        read_weights(written(tmp_path, text))
    assert [(one.code, one.where.rpartition(":")[2]) for one in refused.value.findings] == [
        ("drg.weights_twice", "3"),
        ("drg.weights_line", "4"),
        ("amount.unreadable", "5"),
        ("drg.weights_line", "6"),
        ("amount.too_fine", "7"),
        ("amount.unreadable", "8"),
    ]


def test_a_file_without_the_columns_says_which_it_needs(tmp_path):
    with pytest.raises(BadInput, match=r"weights\.csv has no column weight"):
        read_weights(written(tmp_path, "drg,rw\nBB11,1\n"))
