"""Packs as the rest of the engine sees them: dated values with clause and grade, or a refusal that says what is missing."""

import re
from datetime import date
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator
from ruamel.yaml import YAML

from fenming.kernel import BadInput, Grade
from fenming.mechanisms import verb, verb_names
from fenming.policy import Pack, check_pack, load_pack, pack_names
from fenming.policy.examples import check_examples
from fenming.policy.load import SHIPPED
from fenming.policy.schema import SCHEMAS, schema_text

SUMMER = date(2024, 6, 30)


@pytest.fixture(scope="module")
def suixi() -> Pack:
    return load_pack("cn/ah/340621")


def refused(pack: Pack, name: str, day: date = SUMMER) -> BadInput:
    with pytest.raises(BadInput) as refusal:
        pack.on(day)[name]
    return refusal.value


def test_values_come_as_whole_numbers_in_fen_and_ppm(suixi: Pack) -> None:
    policy = suixi.on(SUMMER)
    assert policy["budget.financing_per_head"].value == 105_000
    assert policy["budget.hand_over_ratio"].value == 990_000
    assert policy["budget.chronic_groups"].value == 47
    assert policy["public_health.village_total"].value == 4_077_490_000
    assert policy["settlement.surplus_split"].value == {"county": 6, "town": 3, "village": 1}
    assert list(policy["settlement.team_split"].value) == ["village", "town", "county"]
    assert policy["settlement.spend_basis"].value == "platform"
    assert policy["benefits.resident.inpatient.rate"].value == {
        "primary": 850_000,
        "county": 800_000,
        "city": 750_000,
        "province": 700_000,
    }
    assert policy["benefits.resident.critical_illness.tiers"].value == {
        "reading": "marginal",
        "steps": ((0, 600_000), (5_000_000, 650_000), (10_000_000, 750_000), (20_000_000, 800_000)),
    }


def test_a_value_knows_its_clause_grade_and_open_question(suixi: Pack) -> None:
    figure = suixi.on(SUMMER)["settlement.risk_corridor"]
    assert figure.verb == "parameter"
    assert (figure.label, figure.label_en) == ("超支分担档次", "Overspend risk corridor")
    assert figure.cite is not None
    assert figure.cite.clause == "资金共池·风险分担"
    assert figure.grade is Grade.REPORTED
    assert figure.reading is not None
    assert figure.reading.chosen == "marginal"
    assert "分段累进" in figure.reading.open_question
    assert figure.written == ">0%: 40%; >5%: 30%; >10%: 20%; >15%: 0%"


def test_what_we_assumed_is_graded_assumed(suixi: Pack) -> None:
    assert suixi.on(SUMMER)["budget.risk_reserve_source"].grade is Grade.ASSUMED


def test_a_county_inherits_from_its_province_and_the_nation(suixi: Pack) -> None:
    assert suixi.parameter("benefits.resident.inpatient.rate").region == "cn/ah"
    assert suixi.parameter("public_health.standard_per_head").region == "cn"
    assert suixi.parameter("settlement.risk_corridor").region == "cn/ah/340621"


def test_the_value_follows_the_day(suixi: Pack) -> None:
    quota = "budget.chronic_quota_per_head"
    assert suixi.on(date(2021, 12, 31))[quota].value == 100_000
    assert suixi.on(SUMMER)[quota].value == 370_000


def test_a_value_never_seen_is_refused_with_its_question_and_the_document_that_settles_it(suixi: Pack) -> None:
    refusal = refused(suixi, "budget.chronic_quota_per_head", date(2023, 1, 1))
    assert refusal.findings[0].code == "policy.missing"
    assert "2022、2023年的定额未公布" in str(refusal)
    assert "门诊特殊疾病保障创新试点工作实施方案" in str(refusal)
    assert re.search(r"chronic_quota_per_head\.yaml:\d+", str(refusal))


def test_a_day_outside_the_versions_is_refused(suixi: Pack) -> None:
    refusal = refused(suixi, "budget.financing_per_head", date(2025, 1, 1))
    assert refusal.findings[0].code == "policy.not_covered"
    assert "[2024-01-01, 2025-01-01)" in str(refusal)


def test_a_day_outside_the_pack_is_refused(suixi: Pack) -> None:
    with pytest.raises(BadInput, match="cn/ah/340621 says nothing about 2019-01-01"):
        suixi.on(date(2019, 1, 1))


def test_a_place_begins_with_rules_of_its_own_and_those_of_the_nation_go_on_after_its_last() -> None:
    beijing = load_pack("cn/bj/110000")
    (only,) = {version.period for one in beijing.parameters() if one.region != "cn" for version in one.versions}
    assert beijing.dates_covered.start == only.start > load_pack("cn").dates_covered.start
    assert only.end is not None
    assert beijing.on(only.end)["budget.risk_fund.target_share"].value == 100_000
    assert load_pack("cn/bj").dates_covered == load_pack("cn").dates_covered


def test_a_parameter_nobody_wrote_is_refused_with_the_file_to_write(suixi: Pack) -> None:
    refusal = refused(suixi, "settlement.unheard_of")
    assert refusal.findings[0].code == "policy.unknown"
    assert "cn/ah/340621/settlement/unheard_of.yaml" in str(refusal)


@pytest.mark.parametrize(
    ("region", "known", "missing"),
    [
        ("cn/fj/350400", "settlement.risk_corridor", "settlement.surplus_split"),
        ("cn/fj/350400", "settlement.surplus_kept_share", "budget.financing_per_head"),
        ("cn/zj/330212", "budget.outpatient_growth", "settlement.risk_corridor"),
        ("cn/zj/330212", "payment.advances.working_capital_months", "budget.financing_per_head"),
    ],
)
def test_a_place_of_which_little_is_known_gives_that_and_refuses_the_rest(
    region: str, known: str, missing: str
) -> None:
    pack = load_pack(region)
    assert pack.on(SUMMER)[known].value is not None
    assert missing not in pack.on(SUMMER)
    refusal = refused(pack, missing)
    assert refusal.findings[0].code == "policy.missing"
    assert missing in str(refusal)
    assert "未见" in str(refusal)


OPTIONAL = """label: 年度封顶
label_en: Yearly cap
meaning: 一年最高支付额。
kind: amount
unit: 元/年
set_by: [county]
open_question: 未见。
settled_by: [assumed]
versions:
  - {from: 2024-01-01, to: 2024-07-01, value: null, cite: {document: assumed, clause: 测试}, checked_on: 2026-11-22}
  - {from: 2024-07-01, to: 2025-01-01, value: absent, cite: {document: assumed, clause: 测试}, checked_on: 2026-11-22}
  - {from: 2025-01-01, value: 150 元/年, cite: {document: assumed, clause: 测试}, checked_on: 2026-11-22}
"""


@pytest.fixture
def place(tmp_path: Path) -> Pack:
    """A pack with one parameter that was first not known, then known not to exist, then written."""
    folder = tmp_path / "cn/zz"
    folder.mkdir(parents=True)
    (folder / "pack.yaml").write_text("label: 某省\nlabel_en: A province\nlevel: province\n", "utf8")
    (folder / "yearly_cap.yaml").write_text(OPTIONAL, "utf8")
    return load_pack("cn/zz", roots=(tmp_path,))


def test_an_optional_parameter_may_be_written_unknown_absent_or_not_there(place: Pack) -> None:
    unknown, absent, written = (place.on(date(*day)) for day in ((2024, 1, 1), (2024, 7, 1), (2025, 1, 1)))
    assert place.has("yearly_cap")
    assert not place.has("monthly_cap")
    assert [policy.get("monthly_cap", strictly=True) for policy in (unknown, absent, written)] == [None] * 3
    assert [policy.get("yearly_cap") for policy in (unknown, absent)] == [None] * 2
    assert absent.get("yearly_cap", strictly=True) is None
    assert written.get("yearly_cap").value == 15_000
    with pytest.raises(BadInput, match=r"yearly_cap .* is not known"):
        unknown.get("yearly_cap", strictly=True)


def test_what_is_known_not_to_exist_cannot_be_used(place: Pack) -> None:
    assert "yearly_cap" not in place.on(date(2024, 7, 1))
    assert refused(place, "yearly_cap", date(2024, 7, 1)).findings[0].code == "policy.absent"


def test_an_unknown_pack_is_refused_with_those_that_exist() -> None:
    with pytest.raises(BadInput, match=r"there is no pack cn/xx.*cn/ah/340621"):
        load_pack("cn/xx")


@pytest.mark.parametrize("region", ["", "..", "/etc", "cn/../cn", "cn/ah/340621/"])
def test_a_name_that_is_no_region_opens_no_folder(region: str) -> None:
    with pytest.raises(BadInput, match="there is no pack"):
        load_pack(region)


def test_a_missing_folder_of_packs_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="there is no folder"):
        load_pack("cn", roots=(tmp_path / "gone",))
    assert [finding.code for finding in check_pack(tmp_path / "gone")] == ["policy.no_folder"]
    assert [finding.code for finding in check_pack(tmp_path)] == ["policy.no_pack"]


def test_all_faults_of_a_pack_are_raised_together() -> None:
    gallery = Path(__file__).parent / "gallery/several_faults_at_once"
    with pytest.raises(BadInput) as refusal:
        load_pack("cn/zz", roots=(gallery,))
    assert len(refusal.value.findings) == 4


def test_a_gap_warns_but_does_not_stop() -> None:
    pack = load_pack("cn/zz", roots=(Path(__file__).parent / "gallery/gap_between_versions",))
    assert [warning.code for warning in pack.warnings] == ["policy.gap"]


def test_a_users_file_prevails_over_the_shipped_one_and_changes_the_digest(tmp_path: Path, suixi: Pack) -> None:
    shipped = SHIPPED / "cn/ah/340621/budget/hand_over_ratio.yaml"
    own = tmp_path / "cn/ah/340621/budget/hand_over_ratio.yaml"
    own.parent.mkdir(parents=True)
    own.write_text(
        re.sub(r"(?s)examples:.*", "", shipped.read_text("utf8")).replace("value: 99%", "value: 98%"), "utf8"
    )
    changed = load_pack("cn/ah/340621", roots=(tmp_path,))
    assert changed.on(SUMMER)["budget.hand_over_ratio"].value == 980_000
    assert changed.digest() != suixi.digest()
    assert load_pack("cn/ah/340621").digest() == suixi.digest()


def kind_of_file(file: Path) -> str:
    """The schema that checks a pack file, empty for files that have none."""
    inside = [part for part in file.relative_to(SHIPPED).with_suffix("").parts if part != "cn" and len(part) > 2]
    first = next((part for part in inside if not part.isdigit()), "")
    known = {"pack": "", "documents": "", "keys": "", "codes": "codes", "examples": "examples"}
    return {**known, "indicators": "indicator", "schemes": "scheme"}.get(first, "parameter")


def test_the_editors_schemas_are_current_and_accept_every_shipped_file() -> None:
    validators = {name.partition(".")[0]: Draft202012Validator(make()) for name, make in SCHEMAS.items()}
    for name in SCHEMAS:
        assert (SHIPPED / name).read_text("utf8") == schema_text(name)
    files = [file for file in SHIPPED.rglob("*/*.yaml") if kind_of_file(file)]
    assert {kind_of_file(file) for file in files} == set(validators)
    for file in files:
        data = YAML(typ="rt").load(file)
        assert not list(validators[kind_of_file(file)].iter_errors(plain(data))), file


def plain(value: object) -> object:
    """As an editor sees it: dates are text."""
    if isinstance(value, dict):
        return {key: plain(part) for key, part in value.items()}
    if isinstance(value, list):
        return [plain(part) for part in value]
    return value.isoformat() if isinstance(value, date) else value


def test_every_shipped_pack_loads() -> None:
    folders = {file.parent.relative_to(SHIPPED).as_posix() for file in SHIPPED.rglob("pack.yaml")}
    assert {"cn", "cn/ah/340621", "cn/fj/350400", "cn/zj/330212"} <= folders == set(pack_names())
    for name in pack_names():
        assert load_pack(name).warnings == ()


def test_the_guides_own_example_is_a_sound_parameter(tmp_path: Path) -> None:
    guide = (SHIPPED / "README.md").read_text("utf8")
    block = next(block for block in re.findall(r"(?s)```yaml\n(.*?)```", guide) if "versions:" in block)
    own = tmp_path / "cn/ah/340621/settlement/risk_corridor.yaml"
    own.parent.mkdir(parents=True)
    own.write_text(block, "utf8")
    verbs = {name: verb(name).function for name in verb_names()}
    assert check_examples(load_pack("cn/ah/340621", roots=(tmp_path,)), verbs) == []
