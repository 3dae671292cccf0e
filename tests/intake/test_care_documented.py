"""The page about other systems names every table, heading, word and code, and what it shows happens as it says."""

import re
from pathlib import Path

import pytest

from fenming.facts.care_tables import CARE_TABLES, UNIT_MERGER
from fenming.facts.intake import import_files
from fenming.facts.intake.care_defect import care_defects
from fenming.facts.intake.care_words import WORDS
from fenming.facts.workspace import Workspace
from tests.intake.county import quarantined, registers, stored, write

PAGE = (Path(__file__).resolve().parents[2] / "docs/other_systems.md").read_text("utf-8")
SECTIONS = dict(re.findall(r"^### (\w+) .*?\n\n(.*?)\n", PAGE, re.MULTILINE | re.DOTALL))


@pytest.mark.parametrize("table", [UNIT_MERGER, *CARE_TABLES], ids=lambda table: table.name)
def test_the_page_lists_the_columns_of_every_table(table):
    columns = [f"`{one.names[0]}` {one.names[1]}" + ("\\*" if one.required else "") for one in table.columns]
    assert SECTIONS[table.name].split(" · ") == columns


def test_the_page_lists_every_word_with_its_spellings():
    rows = dict(re.findall(r"^\| (\w+) \| (`.*`.*) \|$", PAGE, re.MULTILINE))
    for column, words in WORDS.items():
        assert rows[column] == " · ".join(f"`{word}` {' '.join(spellings)}" for word, spellings in words.items())


def test_the_page_names_every_defect_and_remark():
    source = Path(import_files.__code__.co_filename).with_name("care_remark.py").read_text("utf-8")
    remarks = re.findall(r'settling,\s+"([a-z_]+[.][a-z_]+)"', source)
    codes = [defect.code for defect in care_defects()] + remarks
    assert len(remarks) >= 10
    assert [code for code in codes if code not in PAGE] == []


def test_the_example_of_the_page_is_read_as_it_says(tmp_path):
    example = re.search(r"```csv\n(.*?)```", PAGE, re.DOTALL).group(1)
    (tmp_path / "follow_up.csv").write_text(example, "utf-8")
    workspace = Workspace.create(tmp_path / "workspace")
    import_files(workspace, [*registers(tmp_path), tmp_path / "follow_up.csv"])
    assert stored(workspace, "follow_up", "condition", "way") == [("diabetes", "phone"), ("hypertension", "clinic")]
    ((reason, remedy),) = quarantined(workspace, "reason", "remedy")
    assert f"*{reason}* — *{remedy}*" in PAGE.replace("\n", " ")


def test_the_mapping_of_the_page_names_the_columns(tmp_path):
    mapping = tmp_path / "mapping.yaml"
    mapping.write_text(re.search(r"```yaml\n(.*?)```", PAGE, re.DOTALL).group(1), "utf-8")
    row = {
        "随访流水号": "F1",
        "身份证号": "34060000000001",
        "所属单元": "U1",
        "随访时间": "2024-03-01",
        "收缩压mmHg": "138",
        "舒张压mmHg": "84",
    }
    workspace = Workspace.create(tmp_path / "workspace")
    import_files(workspace, [*registers(tmp_path), write(tmp_path / "export.csv", [row])], mapping=mapping)
    assert stored(workspace, "follow_up", "condition", "systolic_mmhg") == [("hypertension", 138)]
