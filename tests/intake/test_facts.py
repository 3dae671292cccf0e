"""Facts across files: duplicates, refunds, references, batches that overlap, imports that come again."""

import json

import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from fenming.facts.intake import import_files, person_label, person_number, withdraw_files, write_quarantine_workbook
from fenming.facts.intake.pseudonym import pseudonym
from fenming.facts.workspace import Workspace
from tests.intake.county import (
    INSTITUTIONS,
    UNITS,
    bill,
    import_county,
    quarantined,
    refund,
    registers,
    resident,
    stored,
    write,
)


def test_the_same_row_counts_once(tmp_path):
    workspace, _report = import_county(tmp_path, [bill(1), bill(1), bill(2)])
    assert quarantined(workspace) == [("duplicate", 3)]
    assert len(stored(workspace, "bill", "row")) == 2


def test_one_id_with_two_contents_is_nobodys_to_choose(tmp_path):
    workspace, _report = import_county(tmp_path, [bill(1), bill(1, dise_codg="I10.x00")])
    assert quarantined(workspace) == [("key.conflict", 2), ("key.conflict", 3)]


def test_a_refund_is_paired_with_its_bill(tmp_path):
    workspace, _report = import_county(tmp_path, [refund(3, of=2), bill(1), bill(2), bill(4, person=2)])
    rows = {bill_id: (row, pair) for bill_id, row, pair in stored(workspace, "bill", "bill_id", "row", "refund_row")}
    assert rows["S00003"][1] == rows["S00002"][0]
    assert [pair for _row, pair in rows.values()].count(-1) == 3
    assert sorted(row for row, _pair in rows.values()) == [0, 1, 2, 3]


def test_refunds_that_do_not_fit_are_set_aside(tmp_path):
    rows = [
        bill(1), refund(11, of=1), refund(12, of=1),
        bill(2), refund(21, of=2, person=2),
        refund(31, of=99), refund(41, of=2, init_setl_id=""),
        bill(5), refund(51, of=5, setl_time="2024-02-01 00:00:00"),
    ]  # fmt: skip
    workspace, _report = import_county(tmp_path, rows)
    assert quarantined(workspace) == [
        ("refund.exceeds", 3), ("refund.exceeds", 4), ("refund.other_person", 6), ("refund.original_missing", 7),
        ("refund.without_original", 8), ("refund.before_original", 10),
    ]  # fmt: skip


def test_a_bill_marked_as_refunded_waits_for_its_refund(tmp_path):
    workspace, _report = import_county(tmp_path, [bill(1, refd_setl_flag="1")])
    assert quarantined(workspace) == [("refund.missing", 2)]
    import_files(workspace, [write(tmp_path / "april.csv", [refund(2, of=1)])])
    assert quarantined(workspace) == []
    assert stored(workspace, "bill", "total_fen") == [(10000,), (-10000,)]


def test_a_person_in_two_consortia_is_set_aside_with_their_bills(tmp_path):
    folder = tmp_path
    paths = registers(folder)
    write(
        paths[2],
        [
            resident(1),
            resident(2),
            resident(1, hmu_code="U2", medcons_code="tcm"),
            resident(3, medcons_code="tcm"),
            resident(4),
        ],
    )
    workspace = Workspace.create(folder / "workspace")
    import_files(workspace, [*paths, write(folder / "b.csv", [bill(1, 1), bill(2, 2)])])
    assert quarantined(workspace) == [
        ("person.unknown", 2),
        ("person.two_consortia", 2),
        ("person.two_consortia", 4),
        ("person.two_consortia", 5),
    ]


def test_a_unit_without_residents_is_set_aside(tmp_path):
    paths = registers(tmp_path)
    write(paths[1], [*UNITS, UNITS[0] | {"hmu_code": "U3"}, UNITS[0] | {"hmu_code": "U4", "clinic_code": "H0"}])
    workspace = Workspace.create(tmp_path / "workspace")
    import_files(workspace, paths)
    assert quarantined(workspace) == [("unit.no_residents", 4), ("institution.unknown", 5)]


def test_bills_that_come_before_their_registers_are_taken_in_afterwards(tmp_path):
    workspace = Workspace.create(tmp_path / "workspace")
    first = import_files(workspace, [write(tmp_path / "b.csv", [bill(1)])])
    assert first.tables["bill"] == {"accepted": 0, "quarantined": 1}
    second = import_files(workspace, registers(tmp_path))
    assert second.tables["bill"] == {"accepted": 1, "quarantined": 0}


def test_the_same_file_again_changes_nothing_and_says_so(tmp_path):
    workspace, _report = import_county(tmp_path, [bill(1)])
    before = (workspace.facts / "manifest.json").read_bytes()
    again = import_files(workspace, [tmp_path / "setl_d.csv", *registers(tmp_path)])
    assert again.is_unchanged
    assert {batch.file for batch in again.known} == {"setl_d.csv", "institution.csv", "unit.csv", "person.csv"}
    assert (workspace.facts / "manifest.json").read_bytes() == before


def test_overlapping_batches_count_each_bill_once(tmp_path):
    workspace, _report = import_county(tmp_path, [bill(1), bill(2)])
    import_files(workspace, [write(tmp_path / "more.csv", [bill(2), bill(3)])])
    assert [bill_id for (bill_id,) in stored(workspace, "bill", "bill_id")] == ["S00001", "S00002", "S00003"]
    assert quarantined(workspace, "code", "file", "line") == [("duplicate", "more.csv", 2)]


def test_the_same_files_give_the_same_facts_byte_for_byte(tmp_path):
    key = tmp_path / "key"
    key.write_text("ab" * 32, "ascii")
    rows = [bill(number, 1 + number % 4) for number in range(1, 200)]
    made = []
    for name in ("one", "two"):
        workspace, _report = import_county(tmp_path / name, rows, key_file=key)
        made.append({table: entry["sha256"] for table, entry in workspace.manifest()["tables"].items()})
    assert made[0] == made[1]


def test_a_withdrawn_file_makes_room_for_its_correction(tmp_path):
    workspace, _report = import_county(tmp_path, [bill(1)])
    wrong = import_files(workspace, [write(tmp_path / "wrong.csv", [bill(1, dise_codg="I10.x00")])])
    assert wrong.tables["bill"] == {"accepted": 0, "quarantined": 2}
    report = withdraw_files(workspace, [wrong.batches[0].id])
    assert report.tables["bill"] == {"accepted": 1, "quarantined": 0}


def test_chronic_registration_decides_the_chronic_pool(tmp_path):
    paths = registers(tmp_path)
    chronic = [
        {
            "psn_no": resident(1)["psn_no"],
            "opsp_dise_code": "M03900",
            "opsp_dise_name": "高血压",
            "begndate": "2024-02-01",
            "enddate": "2024-03-31",
        }
    ]
    paths.append(write(tmp_path / "chronic.csv", chronic))
    rows = [
        bill(1, dise_no="M03900", med_type="14"), bill(2, dise_no="M01600"), bill(3, person=2, dise_no="M03900"),
        bill(4, dise_no="M03900", setl_time="2024-04-01 00:00:00"), bill(5),
    ]  # fmt: skip
    workspace = Workspace.create(tmp_path / "workspace")
    import_files(workspace, [*paths, write(tmp_path / "b.csv", rows)])
    assert sorted(stored(workspace, "bill", "bill_id", "is_chronic_pool")) == [
        ("S00001", True), ("S00002", False), ("S00003", False), ("S00004", False), ("S00005", False),
    ]  # fmt: skip


def registration(began: str, ended: str, person: int = 1, disease: str = "M03900") -> dict[str, str]:
    """A row of the chronic register."""
    person_number = resident(person)["psn_no"]
    return {"psn_no": person_number, "opsp_dise_code": disease, "begndate": began, "enddate": ended}


def test_a_renewed_registration_is_kept_and_no_bill_comes_twice(tmp_path):
    periods = [
        registration("2024-01-01", "2024-03-31"), registration("2024-04-01", "2024-12-31"),
        registration("2024-02-01", ""), registration("2024-04-01", "2024-12-31"), registration("2024-06-01", "2024-05-01"),
    ]  # fmt: skip
    days = ("2023-12-31", "2024-02-15", "2024-04-01", "2024-12-31")
    rows = [
        bill(number, dise_no="M03900", med_type="14", setl_time=f"{day} 10:00:00") for number, day in enumerate(days, 1)
    ]
    workspace = Workspace.create(tmp_path / "workspace")
    paths = [write(tmp_path / "chronic.csv", periods), write(tmp_path / "b.csv", rows)]
    import_files(workspace, [*registers(tmp_path), *paths])
    assert quarantined(workspace) == [("duplicate", 5), ("date.reversed", 6)]
    assert [began.isoformat() for (began,) in stored(workspace, "chronic", "began_on")] == [
        "2024-01-01", "2024-02-01", "2024-04-01",
    ]  # fmt: skip
    assert stored(workspace, "bill", "bill_id", "is_chronic_pool") == [
        ("S00001", False), ("S00002", True), ("S00003", True), ("S00004", True),
    ]  # fmt: skip


@pytest.mark.parametrize("unfit", ["U.0101", "t'cm", "U 1", 'U"1', "U/1"])
def test_an_id_that_could_not_name_a_figure_is_set_aside(tmp_path, unfit):
    paths = registers(tmp_path)
    units = [*UNITS, UNITS[0] | {"hmu_code": unfit}, UNITS[0] | {"hmu_code": "U3", "medcons_code": unfit}]
    write(paths[1], units)
    write(paths[0], [*INSTITUTIONS, INSTITUTIONS[0] | {"fixmedins_code": unfit}])
    write(paths[2], [*(resident(number) for number in range(1, 5)), resident(5, hmu_code="U3")])
    targets = [{"hmu_code": "U1", "item_code": item, "met_flag": "1"} for item in ("PH-01", unfit)]
    workspace = Workspace.create(tmp_path / "workspace")
    import_files(workspace, [*paths, write(tmp_path / "target.csv", targets)])
    found = quarantined(workspace, "table", "code", "line", "field", "value")
    assert found == [
        ("health_unit", "id.characters", 4, "hmu_code", unfit),
        ("health_unit", "id.characters", 5, "medcons_code", unfit),
        ("institution", "id.characters", 6, "fixmedins_code", unfit),
        ("person", "unit.unknown", 6, "hmu_code", "U3"),
        ("target_result", "id.characters", 3, "item_code", unfit),
    ]


def test_ids_in_chinese_are_taken(tmp_path):
    paths = registers(tmp_path)
    write(paths[1], [UNITS[0] | {"hmu_code": "刘桥镇_一-1", "town_code": "刘桥镇"}, UNITS[1]])
    write(paths[2], [resident(1, hmu_code="刘桥镇_一-1"), resident(2)])
    workspace = Workspace.create(tmp_path / "workspace")
    import_files(workspace, paths)
    assert quarantined(workspace) == []


def test_scores_of_two_years_stand_beside_each_other(tmp_path):
    scores = [
        {"hmu_code": unit, "quarter": "1", "score": "95%", "year": year}
        for unit, year in (("U1", "2023"), ("U1", "2024"), ("U2", ""))
    ]
    workspace = Workspace.create(tmp_path / "workspace")
    import_files(workspace, [*registers(tmp_path), write(tmp_path / "score.csv", scores)])
    assert stored(workspace, "process_score", "unit_id", "year") == [("U1", 2023), ("U1", 2024), ("U2", None)]
    undated = {"medcons_code": "people", "scheme_code": "chronic", "score": "0.9", "year": ""}
    import_files(workspace, [write(tmp_path / "assessed.csv", [undated, undated | {"year": "2024"}])])
    assert quarantined(workspace) == [("year.missing", 2)]


def test_every_row_in_is_accepted_or_set_aside_per_file_and_table(tmp_path):
    rows = [bill(1), bill(1), bill(2, person=9), bill(3, fund_pay_sumamt="x"), refund(4, of=9)]
    workspace, report = import_county(tmp_path, rows)
    entry = workspace.manifest()["tables"]["bill"]
    assert [(batch["rows"], batch["accepted"], batch["quarantined"]) for batch in entry["batches"]] == [(5, 1, 4)]
    assert report.tables["bill"] == {"accepted": 1, "quarantined": 4}
    assert json.dumps(report.as_dict(), ensure_ascii=False)


def test_quarantined_rows_can_be_corrected_in_their_workbook_and_come_back(tmp_path):
    workspace, _report = import_county(
        tmp_path, [bill(1), bill(2, fixmedins_code="H0"), bill(3, fund_pay_sumamt="46.48x")]
    )
    assert write_quarantine_workbook(workspace, tmp_path / "wrong.xlsx") == 2
    import openpyxl

    book = openpyxl.load_workbook(tmp_path / "wrong.xlsx")
    sheet = book["bill"]
    heads = [cell.value for cell in sheet[1]]
    for place in (2, 3):
        sheet.cell(place, heads.index("fixmedins_code") + 1).value = "H34062100002"
        sheet.cell(place, heads.index("fund_pay_sumamt") + 1).value = "46.48"
    book.save(tmp_path / "right.xlsx")
    report = import_files(workspace, [tmp_path / "right.xlsx"])
    assert report.tables["bill"]["accepted"] == 3
    persons = {person for (person,) in stored(workspace, "bill", "person_id")}
    assert len(persons) == 1


def test_pseudonyms_are_the_first_bits_of_the_hmac(tmp_path):
    key = tmp_path / "key"
    key.write_text("ab" * 32, "ascii")
    workspace, _report = import_county(tmp_path, [bill(1)], key_file=key)
    ((person,),) = stored(workspace, "bill", "person_id")
    assert person == pseudonym(bill(1)["psn_no"], bytes.fromhex("ab" * 32))


def test_pseudonyms_may_be_made_with_sm3(tmp_path):
    workspace = Workspace.create(tmp_path / "workspace", digest="sm3")
    import_files(workspace, registers(tmp_path))
    key = bytes.fromhex((workspace.folder / "key").read_text("ascii"))
    persons = {person for (person,) in stored(workspace, "person", "person_id")}
    assert persons == {pseudonym(resident(number)["psn_no"], key, "sm3") for number in range(1, 5)}


@given(st.integers(min_value=0, max_value=2**63 - 1))
def test_a_label_leads_back_to_its_person(person):
    label = person_label(person)
    assert len(label) == 14
    assert person_number(label) == person


def test_scores_read_before_years_were_known_stay_without_one(tmp_path):
    score = {"hmu_code": "U1", "quarter": "1", "score": "95%"}
    workspace = Workspace.create(tmp_path / "workspace")
    paths = [*registers(tmp_path), write(tmp_path / "score.csv", [score])]
    (batch,) = [one for one in import_files(workspace, paths).batches if one.table == "process_score"]
    staged = workspace.facts / batch.path
    pq.write_table(pq.read_table(staged).drop_columns("year"), staged)
    import_files(workspace, [write(tmp_path / "next.csv", [score | {"quarter": "2"}])])
    assert stored(workspace, "process_score", "quarter", "year") == [(1, None), (2, None)]
