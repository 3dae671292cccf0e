"""codes.yaml: the same code may stand for different care in different places, and every code leads to a word there is."""

from pathlib import Path

import pytest

from fenming.adjudication.law import words
from fenming.policy import Pack, load_pack, vocabulary
from fenming.policy.codes import word_of

PLACE = "label: 某市\nlabel_en: A city\nlevel: city\n"


@pytest.fixture
def places(tmp_path: Path) -> Path:
    """A root with two cities that give the code 9901 to different care, and one of them a code more and one less."""
    write(tmp_path / "cn/aa/100100", care={"9901": "special_chronic"}, disease_care={"hypertension": "two_diseases"})
    write(tmp_path / "cn/bb/200100", care={"9901": "two_diseases", "13": "outpatient", "53": "null"})
    return tmp_path


def write(folder: Path, **sections: dict[str, str]) -> None:
    folder.mkdir(parents=True)
    (folder.parent / "pack.yaml").write_text(PLACE.replace("city", "province"), "utf8")
    (folder / "pack.yaml").write_text(PLACE, "utf8")
    lines = [
        line
        for section, codes in sections.items()
        for line in (f"{section}:", *(f'  "{code}": {word}' for code, word in codes.items()))
    ]
    (folder / "codes.yaml").write_text("\n".join(lines) + "\n", "utf8")


def city(places: Path, region: str) -> Pack:
    return load_pack(region, roots=(places,))


@pytest.mark.parametrize(
    ("section", "code", "word"),
    [
        ("scheme", "390", "resident"),
        ("scheme", "310", "employee"),
        ("scheme", "330", None),
        ("care", "11", "outpatient"),
        ("care", "24", "inpatient"),
        ("care", "9901", None),
        ("disease", "M03900", "hypertension"),
        ("disease", "M03902", "hypertension"),
        ("disease", "M01603", "diabetes"),
        ("disease", "M03", None),
        ("person", "1101", "adult"),
        ("person", "12", "retired"),
        ("person", "21", None),
        ("category", "minimum_living", "minimum_living"),
        ("category", "rich", None),
        ("delivery", "3", "caesarean"),
        ("delivery", "5", None),
        ("accumulator", "D390101", "resident.pool"),
    ],
)
def test_the_national_codes_lead_to_words(section: str, code: str, word: str | None) -> None:
    assert word_of(load_pack("cn").codes, section, code) == word


def test_one_code_stands_for_different_care_in_different_places(places: Path) -> None:
    assert city(places, "cn/aa/100100").codes["care"]["9901"] == "special_chronic"
    assert city(places, "cn/bb/200100").codes["care"]["9901"] == "two_diseases"


def test_a_place_adds_replaces_and_takes_away_single_codes_and_keeps_the_rest(places: Path) -> None:
    codes = city(places, "cn/bb/200100").codes["care"]
    assert codes["13"] == "outpatient"
    assert codes["21"] == "inpatient"
    assert "53" not in codes
    assert city(places, "cn/aa/100100").codes["care"]["53"] == "family_planning"


def test_a_disease_may_be_sent_to_a_care_of_its_own(places: Path) -> None:
    assert city(places, "cn/aa/100100").codes["disease_care"] == {"hypertension": "two_diseases"}
    assert city(places, "cn/bb/200100").codes["disease_care"] == {}


def test_the_longest_prefix_counts(tmp_path: Path) -> None:
    write(tmp_path / "cn/aa/100100", person={"1": "minor", "129": "adult"})
    codes = load_pack("cn/aa/100100", roots=(tmp_path,)).codes
    assert [word_of(codes, "person", code) for code in ("1", "12", "129", "1299", "13")] == [
        "minor",
        "retired",
        "adult",
        "adult",
        "minor",
    ]


def test_another_code_is_another_pack(places: Path) -> None:
    before = city(places, "cn/aa/100100").digest()
    codes = places / "cn/aa/100100/codes.yaml"
    codes.write_text(codes.read_text("utf8").replace("special_chronic", "two_diseases"), "utf8")
    assert city(places, "cn/aa/100100").digest() != before


def test_policy_knows_the_same_words_as_adjudication() -> None:
    assert ("", *vocabulary.SCHEMES) == words.SCHEMES
    assert ("", *vocabulary.CARES) == words.CARES
    assert words.LEVELS == vocabulary.CARE_LEVELS
    assert ("", *vocabulary.DELIVERIES) == words.DELIVERIES
    for name in ("AREAS", "REFERRALS", "PERSONS", "CATEGORIES", "ADMISSIONS"):
        assert getattr(words, name) == getattr(vocabulary, name)
