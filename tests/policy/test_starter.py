"""A pack begun with `policy new` loads, checks cleanly, and claims nothing that nobody has read."""

import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator
from ruamel.yaml import YAML

from fenming.adjudication.checking import contradictions
from fenming.kernel import BadInput, Grade
from fenming.policy import check_pack, load_pack
from fenming.policy.benefits import LAYERS
from fenming.policy.schema import SCHEMAS
from fenming.policy.starter import label_of, start_pack
from fenming.policy.starter_text import Wish
from fenming.policy.vocabulary import CARES, SCHEMES

TODAY = date(2026, 11, 22)


def wish(root: Path, region: str = "cn/sn/610100") -> Wish:
    return Wish(region, root, "某市", "A city", date(2024, 1, 1), TODAY)


def whole(root: Path) -> Wish:
    """Everything there is to write."""
    return replace(wish(root), schemes=SCHEMES, parts=(*CARES, *LAYERS))


def test_a_blank_pack_of_everything_loads_and_checks_cleanly(tmp_path: Path) -> None:
    start_pack(whole(tmp_path))
    assert check_pack(tmp_path, inspect=contradictions) == []
    pack = load_pack("cn/sn/610100", roots=(tmp_path,))
    assert (pack.label, pack.label_en) == ("某市", "A city")
    own = [parameter for parameter in pack.parameters() if parameter.region == "cn/sn/610100"]
    assert len(own) == len(SCHEMES) * 42
    for parameter in own:
        assert [version.value for version in parameter.versions] == [None]
        assert "某市的文件未查" in parameter.versions[0].open_question
        assert parameter.versions[0].settled_by == ("某市基本医疗保险待遇文件(名称待填)",)


def test_every_file_leads_the_editor_to_a_schema_that_accepts_it(tmp_path: Path) -> None:
    named = [path for path in start_pack(whole(tmp_path)) if "$schema" in path.read_text("utf8")]
    for path in (path for path in named if path.suffix == ".yaml"):
        line = path.read_text("utf8").splitlines()[0]
        schema = path.parent / re.fullmatch(r"# yaml-language-server: \$schema=(\S+)", line)[1]
        assert schema.name in SCHEMAS
        data = YAML(typ="safe").load(re.sub(r"(\d{4}-\d\d-\d\d)", r'"\1"', path.read_text("utf8")))
        assert not list(Draft202012Validator(YAML(typ="safe").load(schema)).iter_errors(data)), path


def test_values_of_another_place_come_as_assumptions_with_their_question(tmp_path: Path) -> None:
    start_pack(replace(wish(tmp_path), existing="cn/ah", parts=("inpatient",)))
    assert check_pack(tmp_path, inspect=contradictions) == []
    figure = load_pack("cn/sn/610100", roots=(tmp_path,)).on(date(2024, 5, 1))["benefits.resident.inpatient.rate"]
    assert figure.value == load_pack("cn/ah").on(date(2024, 5, 1))["benefits.resident.inpatient.rate"].value
    assert figure.grade is Grade.ASSUMED
    assert "cn/ah" in figure.reading.open_question


def test_a_place_does_not_write_what_the_level_above_keeps_to_itself(tmp_path: Path) -> None:
    start_pack(replace(wish(tmp_path, "cn/ah/341200"), parts=("inpatient", "critical_illness")))
    assert check_pack(tmp_path, inspect=contradictions) == []
    start_pack(replace(wish(tmp_path, "cn/ah/341221"), parts=("inpatient", "critical_illness")))
    assert check_pack(tmp_path, inspect=contradictions) == []
    assert (tmp_path / "cn/ah/341200/benefits/resident/critical_illness/tiers.yaml").exists()
    assert not (tmp_path / "cn/ah/341221/benefits/resident/critical_illness").exists()


def test_a_province_not_seen_before_gets_its_name(tmp_path: Path) -> None:
    start_pack(wish(tmp_path))
    assert load_pack("cn/sn", roots=(tmp_path,)).label == "陕西省"
    assert label_of("cn/sn/610100") == ("610100", "610100")


def test_nothing_is_written_over(tmp_path: Path) -> None:
    start_pack(wish(tmp_path))
    rate = tmp_path / "cn/sn/610100/benefits/resident/inpatient/rate.yaml"
    rate.write_text("mine", "utf8")
    with pytest.raises(BadInput, match="there is a pack in"):
        start_pack(wish(tmp_path))
    assert rate.read_text("utf8") == "mine"


@pytest.mark.parametrize("region", ["sn/610100", "cn", "cn/sn/610100/x", "cn/../610100", "cn/shaanxi/610100"])
def test_a_region_that_is_no_place_is_refused(tmp_path: Path, region: str) -> None:
    with pytest.raises(BadInput, match="no place for a pack"):
        start_pack(wish(tmp_path, region))
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("part", [{"schemes": ("farmers",)}, {"parts": ("hospital",)}])
def test_a_word_there_is_none_of_is_refused_with_those_there_are(tmp_path: Path, part: dict) -> None:
    with pytest.raises(BadInput, match=r"use one of: (resident|outpatient)"):
        start_pack(replace(wish(tmp_path), **part))
