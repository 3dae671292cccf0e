"""Bad rows of other systems' tables: each set aside with where, why and what to do; none lost, none that is right refused."""

import pytest
import xlsxwriter
from python_calamine import CalamineWorkbook

from fenming.facts.intake import import_files, write_quarantine_workbook
from fenming.facts.workspace import Workspace
from tests.intake.care_rows import CLINIC, LEAD, TOWNSHIP, import_tables, of
from tests.intake.county import UNITS, bill, quarantined, registers, resident, stored, write

STRANGER, BEFORE_BIRTH = {"psn_no": "34060000009999"}, "1989-12-31"
UNKNOWN_PERSON = ("person.unknown", "the person is not in the insured register")
UNKNOWN_UNIT = ("unit.unknown", "the health unit UX is not known")
UNKNOWN_INSTITUTION = ("institution.unknown", "the institution H99 is not in the institution register")
UNKNOWN_WORD = "is none of the words that this column may hold"

BAD = {
    "unit_merger": [
        ({"former_hmu_code": "U8", "into_hmu_code": "UX"}, "merger.unknown", "stands UX, which is no health unit"),
        ({"former_hmu_code": "U7", "into_hmu_code": "U7"}, "merger.into_itself", "the unit U7 is merged into itself"),
        ({"former_hmu_code": "U5", "into_hmu_code": "U6"}, "merger.circle", "the merger (U5 > U6) leads round in a circle"),
        ({"former_hmu_code": "U6", "into_hmu_code": "U5"}, "merger.circle", "the merger (U6 > U5) leads round in a circle"),
        ({"former_hmu_code": "U4", "into_hmu_code": "U5"}, "merger.circle", "the merger (U4 > U5) leads round in a circle"),
        ({"former_hmu_code": "U:3"}, "id.characters", "former_hmu_code 'U:3' has characters"),
        ({"former_hmu_code": "U2", "merge_date": "soon"}, "date.unreadable", "merge_date 'soon' is no date"),
    ],
    "resident_file": [
        (STRANGER, *UNKNOWN_PERSON),
        ({"hmu_code": "UX"}, *UNKNOWN_UNIT),
        ({"file_date": BEFORE_BIRTH}, "record.before_birth", "file_date lies before the person was born (1990-01-01 > 1989-12-31)"),
        ({"file_updt_date": "2014-01-01"}, "date.reversed", "file_updt_date lies before the beginning (2015-05-01 > 2014-01-01)"),
        ({"file_date": ""}, "value.missing", "file_date is empty"),
    ],
    "contract": [
        ({"sign_no": "C2"} | STRANGER, *UNKNOWN_PERSON),
        ({"sign_no": "C3", "hmu_code": "UX"}, *UNKNOWN_UNIT),
        ({"sign_no": "C4", "sign_enddate": "2023-12-31"}, "date.reversed", "(2024-01-01 > 2023-12-31)"),
        ({"sign_no": "C5", "sign_begndate": BEFORE_BIRTH}, "record.before_birth", "sign_begndate lies before"),
        ({"sign_no": "C6", "sign_self_amt": "-12.00"}, "amount.negative", "sign_self_amt '-1200' (fen) lies below zero"),
        ({"sign_no": "C7", "sign_self_amt": "free"}, "amount.unreadable", "sign_self_amt 'free' is no amount"),
        ({"sign_no": "C8", "sign_pack": "a.b"}, "id.characters", "sign_pack 'a.b' has characters"),
    ],
    "service": [
        ({"serv_no": "V2"} | STRANGER, *UNKNOWN_PERSON),
        ({"serv_no": "V3", "hmu_code": "UX"}, *UNKNOWN_UNIT),
        ({"serv_no": "V4", "fixmedins_code": "H99"}, *UNKNOWN_INSTITUTION),
        ({"serv_no": "V5", "serv_time": "1989-12-31 23:59:59"}, "record.before_birth", "serv_time lies before"),
        ({"serv_no": "V6", "serv_mins": "-5"}, "number.negative", "serv_mins '-5' lies below zero"),
        ({"serv_no": "V7", "serv_quality": "-10%"}, "number.negative", "serv_quality '-100000' lies below zero"),
        ({"serv_no": "V8", "serv_time": "2024-02-30 09:00:00"}, "date.unreadable", "serv_time '2024-02-30 09:00:00' is no date"),
        ({"serv_no": "V9", "psn_card_flag": "maybe"}, "flag.unreadable", "psn_card_flag 'maybe' is neither yes nor no"),
    ],
    "service_clearance": [
        ({"serv_no": "V404"}, "service.unknown", "the service V404 is not among the services"),
    ],
    "managed_patient": [
        (STRANGER, *UNKNOWN_PERSON),
        ({"mng_dise": "diabetes", "hmu_code": "UX"}, *UNKNOWN_UNIT),
        ({"mng_dise": "gout"}, "word.unknown", f"mng_dise 'gout' {UNKNOWN_WORD}"),
        ({"mng_dise": "copd", "mng_begndate": BEFORE_BIRTH}, "record.before_birth", "mng_begndate lies before"),
        ({"mng_dise": "tuberculosis", "mng_enddate": "2019-01-01"}, "date.reversed", "mng_enddate lies before"),
    ],
    "follow_up": [
        ({"flup_no": "F2"} | STRANGER, *UNKNOWN_PERSON),
        ({"flup_no": "F3", "hmu_code": "UX"}, *UNKNOWN_UNIT),
        ({"flup_no": "F4", "mng_dise": "gout"}, "word.unknown", f"mng_dise 'gout' {UNKNOWN_WORD}"),
        ({"flup_no": "F5", "flup_way": "pigeon"}, "word.unknown", f"flup_way 'pigeon' {UNKNOWN_WORD}"),
        ({"flup_no": "F6", "flup_date": BEFORE_BIRTH}, "record.before_birth", "flup_date lies before"),
        ({"flup_no": "F7", "sbp": "80", "dbp": "80"}, "reading.pressure", "a blood pressure of 80/80 mmHg cannot be"),
        ({"flup_no": "F8", "sbp": "301"}, "reading.pressure", "a blood pressure of 301/84 mmHg cannot be"),
        ({"flup_no": "F9", "sbp": "", "dbp": "39"}, "reading.pressure", "a blood pressure of ?/39 mmHg cannot be"),
        ({"flup_no": "F10", "fbg": "126"}, "reading.glucose", "fbg of 126.0 mmol/L cannot be"),
        ({"flup_no": "F11", "rbg": "0.4"}, "reading.glucose", "rbg of 0.4 mmol/L cannot be"),
        ({"flup_no": "F12", "sbp": "12O"}, "number.unreadable", "sbp '12O' is no number of this kind"),
    ],
    "measurement": [
        ({"meas_no": "M2"} | STRANGER, *UNKNOWN_PERSON),
        ({"meas_no": "M3", "hmu_code": "UX"}, *UNKNOWN_UNIT),
        ({"meas_no": "M4", "meas_date": BEFORE_BIRTH}, "record.before_birth", "meas_date lies before"),
        ({"meas_no": "M5", "sbp": "90", "dbp": "120"}, "reading.pressure", "a blood pressure of 90/120 mmHg cannot be"),
        ({"meas_no": "M6", "rbg": "60.1"}, "reading.glucose", "rbg of 60.1 mmol/L cannot be"),
    ],
    "referral": [
        ({"refl_no": "R2"} | STRANGER, *UNKNOWN_PERSON),
        ({"refl_no": "R3", "reflin_medins_no": "H99"}, *UNKNOWN_INSTITUTION),
        ({"refl_no": "R4", "reflout_medins_no": "H99"}, *UNKNOWN_INSTITUTION),
        ({"refl_no": "R5", "reflin_medins_no": TOWNSHIP}, "referral.to_itself", f"the institution {TOWNSHIP} refers to itself"),
        ({"refl_no": "R6", "refl_arrv_date": "2024-02-29"}, "date.reversed", "refl_arrv_date lies before the beginning (2024-03-01 > 2024-02-29)"),
        ({"refl_no": "R7", "refl_way": "sideways"}, "word.unknown", f"refl_way 'sideways' {UNKNOWN_WORD}"),
        ({"refl_no": "R8", "refl_stas": "lost"}, "word.unknown", f"refl_stas 'lost' {UNKNOWN_WORD}"),
    ],
    "death": [
        ({"death_no": "X2", "death_cause": "脑梗死", "psn_no": ""}, "cause.not_coded", "the cause of death '脑梗死' is no ICD-10 code"),
        ({"death_no": "X3", "gend": "9", "psn_no": ""}, "word.unknown", f"gend '9' {UNKNOWN_WORD}"),
        ({"death_no": "X4", "age": "131", "psn_no": ""}, "age.impossible", "age '131' is no age that a person reaches"),
        ({"death_no": "X5", "age": "old", "psn_no": ""}, "number.unreadable", "age 'old' is no number of this kind"),
        ({"death_no": "X6", "death_date": BEFORE_BIRTH}, "record.before_birth", "death_date lies before"),
    ],
    "population": [
        ({"age_from": "3"}, "age_group.unknown", "age_from '3' begins no five-year age group"),
        ({"age_from": "90"}, "age_group.unknown", "age_from '90' begins no five-year age group"),
        ({"age_from": "-5"}, "age_group.unknown", "age_from '-5' begins no five-year age group"),
        ({"age_from": "0", "gend": "?"}, "word.unknown", f"gend '?' {UNKNOWN_WORD}"),
        ({"age_from": "5", "resident_heads": "-1"}, "number.negative", "resident_heads '-1' lies below zero"),
        ({"age_from": "10", "year": "24"}, "year.impossible", "year '24' is no year of this kind"),
    ],
    "posting": [
        ({"post_no": "P2", "postout_medins_no": "H99"}, *UNKNOWN_INSTITUTION),
        ({"post_no": "P3", "postin_medins_no": LEAD}, "posting.to_itself", f"the institution {LEAD} posts to itself"),
        ({"post_no": "P4", "post_enddate": "2023-06-30"}, "date.reversed", "post_enddate lies before"),
        ({"post_no": "P5", "prof_title": "professor"}, "word.unknown", f"prof_title 'professor' {UNKNOWN_WORD}"),
    ],
    "fiscal_grant": [
        ({"grant_no": "G2", "fixmedins_code": "H99"}, *UNKNOWN_INSTITUTION),
        ({"grant_no": "G3", "grant_due_amt": "-1"}, "amount.negative", "grant_due_amt '-100' (fen) lies below zero"),
        ({"grant_no": "G4", "grant_pay_amt": "-1"}, "amount.negative", "grant_pay_amt '-100' (fen) lies below zero"),
        ({"grant_no": "G5", "grant_due_amt": "1.005"}, "amount.too_fine", "grant_due_amt '1.005' is finer than a fen"),
    ],
    "satisfaction": [
        ({"fixmedins_code": "H99"}, *UNKNOWN_INSTITUTION),
        ({"survey_group": "visitors"}, "word.unknown", f"survey_group 'visitors' {UNKNOWN_WORD}"),
        ({"survey_group": "staff", "satisfied_heads": "201"}, "survey.more_than_asked", "more people are satisfied than were asked (201 > 200)"),
        ({"year": "2023", "satisfied_heads": "-1"}, "number.negative", "satisfied_heads '-1' lies below zero"),
    ],
    "institution_year": [
        ({"fixmedins_code": "H99"}, *UNKNOWN_INSTITUTION),
        ({"fixmedins_code": TOWNSHIP, "bed_days": "-1"}, "number.negative", "bed_days '-1' lies below zero"),
        ({"fixmedins_code": CLINIC, "spend": "-0.01"}, "amount.negative", "spend '-1' (fen) lies below zero"),
        ({"year": "1024"}, "year.impossible", "year '1024' is no year of this kind"),
    ],
    "item_count": [
        ({"hmu_code": "UX"}, *UNKNOWN_UNIT),
        ({"item_code": "PH08", "due_cnt": "-1"}, "number.negative", "due_cnt '-1' lies below zero"),
        ({"item_code": "PH09", "done_cnt": "-1"}, "number.negative", "done_cnt '-1' lies below zero"),
        ({"item_code": "PH 10"}, "id.characters", "item_code 'PH 10' has characters"),
        ({"item_code": "PH11", "due_cnt": ""}, "value.missing", "due_cnt is empty"),
    ],
    "sample_check": [
        ({"check_no": "K2", "hmu_code": "UX"}, *UNKNOWN_UNIT),
        ({"check_no": "K3", "check_result": "fine"}, "word.unknown", f"check_result 'fine' {UNKNOWN_WORD}"),
        ({"check_no": "K4", "check_date": BEFORE_BIRTH}, "record.before_birth", "check_date lies before"),
    ],
}  # fmt: skip


@pytest.mark.parametrize("table", BAD)
def test_bad_rows_are_set_aside_with_reason_and_remedy_beside_the_good_one(tmp_path, table):
    rows = [of(table), *(of(table, **changes) for changes, _code, _reason in BAD[table])]
    beside = {"service": [of("service")]} if table == "service_clearance" else {}
    workspace, report = import_tables(tmp_path, **beside, **{table: rows})
    assert report.tables[table] == {"accepted": 1, "quarantined": len(BAD[table])}
    told = quarantined(workspace, "line", "code", "reason", "remedy", "file")
    assert [code for _line, code, *_rest in told] == [code for _changes, code, _reason in BAD[table]]
    for place, ((line, _code, reason, remedy, file), (_changes, _same, words)) in enumerate(
        zip(told, BAD[table], strict=True), 3
    ):
        assert (line, file) == (place, f"{table}.csv")
        assert words in reason
        assert remedy


def test_what_is_told_of_a_file_says_what_where_why_and_what_to_do(tmp_path):
    rows = [
        of("follow_up"),
        of("follow_up", flup_no="F2", sbp="80", dbp="120"),
        of("follow_up", flup_no="F3", sbp="80", dbp="120"),
    ]
    _workspace, report = import_tables(tmp_path, follow_up=rows)
    (finding,) = report.findings
    assert (finding.what, finding.where) == ("a blood pressure of 80/120 mmHg cannot be", "follow_up.csv, lines 3, 4")
    assert (finding.why, finding.rows) == ("quarantined rows: 2", 2)
    assert finding.remedy == "give both pressures in mmHg between 40 and 300, the systolic one above the diastolic one"


def test_every_table_with_units_takes_rows_of_units_that_were_merged(tmp_path):
    history = {
        "hmu_code": "U9",
        "year": "2023",
        "heads": "900",
        "general_fund_amt": "1.00",
        "chronic_heads": "90",
        "chronic_fund_amt": "2.00",
    }
    handed_in = {
        "unit_history": [history],
        "unit_resident": [{"hmu_code": "U9", "resident_heads": "950"}],
        "process_score": [{"hmu_code": "U9", "quarter": "1", "score": "0.9", "year": "2024"}],
        "target_result": [{"hmu_code": "U9", "item_code": "PH01", "met_flag": "1", "year": "2024"}],
    } | {
        name: [of(name, hmu_code="U9")]
        for name in ("resident_file", "contract", "service", "managed_patient", "follow_up", "measurement", "item_count", "sample_check")
    }  # fmt: skip
    workspace, report = import_tables(tmp_path, unit_merger=[of("unit_merger")], **handed_in)
    assert {tuple(report.tables[name].values()) for name in handed_in} == {(1, 0)}
    assert {stored(workspace, name, "unit_id")[0][0] for name in handed_in} == {"U9"}


def test_residents_may_be_registered_in_a_unit_that_was_merged(tmp_path):
    files = registers(tmp_path)
    files[2] = write(
        tmp_path / "person.csv",
        [resident(1, hmu_code="U9"), resident(2), resident(3, hmu_code="U9", medcons_code="tcm")],
    )
    files.append(write(tmp_path / "merger.csv", [of("unit_merger")]))
    workspace = Workspace.create(tmp_path / "workspace")
    report = import_files(workspace, files)
    assert report.tables["health_unit"] == {"accepted": 2, "quarantined": 0}
    assert stored(workspace, "person", "unit_id", "consortium_id").count(("U9", "people")) == 1
    assert quarantined(workspace, "table", "code") == [("person", "person.two_consortia")]


def test_a_chain_of_mergers_is_followed_to_the_unit_that_is_left(tmp_path):
    chain = [
        of("unit_merger", former_hmu_code=former, into_hmu_code=into)
        for former, into in (("U8", "U9"), ("U9", "U1"), ("U7", "U8"))
    ]
    workspace, report = import_tables(tmp_path, unit_merger=chain)
    assert stored(workspace, "unit_merger", "unit_id", "into_unit_id") == [("U7", "U1"), ("U8", "U1"), ("U9", "U1")]
    assert [(finding.code, finding.rows) for finding in report.findings] == [("merger.followed", 2)]


def test_a_chain_through_a_unit_that_was_sent_two_ways_is_not_followed(tmp_path):
    rows = [
        of("unit_merger", former_hmu_code="U8", into_hmu_code="U9"),
        of("unit_merger"),
        of("unit_merger", into_hmu_code="U2"),
    ]
    workspace, report = import_tables(tmp_path, unit_merger=rows)
    assert report.tables["unit_merger"] == {"accepted": 0, "quarantined": 3}
    assert quarantined(workspace, "line", "code") == [(2, "merger.unknown"), (3, "key.conflict"), (4, "key.conflict")]


def merged_into_the_first(folder, consortium):
    """The report of a merger of U2, which lies in `consortium`, into U1 of `people`; and its workspace."""
    files = registers(folder)
    files[1] = write(folder / "unit.csv", [UNITS[0], UNITS[1] | {"medcons_code": consortium}])
    files[2] = write(folder / "person.csv", [resident(1), resident(2, medcons_code=consortium)])
    files.append(write(folder / "merger.csv", [of("unit_merger", former_hmu_code="U2")]))
    workspace = Workspace.create(folder / "workspace")
    return workspace, import_files(workspace, files)


def test_a_merged_unit_that_still_stands_in_the_register_is_told(tmp_path):
    _workspace, report = merged_into_the_first(tmp_path, "people")
    assert [(finding.code, finding.rows) for finding in report.findings] == [("merger.still_listed", 1)]


def test_mergers_that_come_later_let_the_rows_in_that_waited_for_them(tmp_path):
    workspace, report = import_tables(tmp_path, service=[of("service", hmu_code="U9")])
    assert report.tables["service"] == {"accepted": 0, "quarantined": 1}
    report = import_files(workspace, [write(tmp_path / "merger.csv", [of("unit_merger")])])
    assert report.tables["service"] == {"accepted": 1, "quarantined": 0}


def test_a_person_dies_once(tmp_path):
    rows = [
        of("death"),
        of("death", death_no="X2", death_date="2024-11-02"),
        of("death", death_no="X3", psn_no="34060000000003"),
    ]
    workspace, report = import_tables(tmp_path, death=[*rows, rows[2]])
    assert report.tables["death"] == {"accepted": 1, "quarantined": 3}
    assert quarantined(workspace) == [("death.twice", 2), ("death.twice", 3), ("duplicate", 5)]


def test_a_death_that_cannot_be_takes_no_other_with_it(tmp_path):
    _workspace, report = import_tables(tmp_path, death=[of("death"), of("death", death_no="X2", death_cause="?")])
    assert report.tables["death"] == {"accepted": 1, "quarantined": 1}


def test_deaths_of_people_insured_elsewhere_count_and_are_told(tmp_path):
    workspace, report = import_tables(tmp_path, death=[of("death", **STRANGER), of("death", death_no="X2", psn_no="")])
    assert report.tables["death"] == {"accepted": 2, "quarantined": 0}
    assert [(finding.code, finding.rows) for finding in report.findings] == [("person.not_insured", 1)]
    assert len(stored(workspace, "death", "death_id")) == 2


def test_bills_that_begin_after_the_death_are_told_with_their_money(tmp_path):
    files = [*registers(tmp_path), write(tmp_path / "setl_d.csv", [bill(1), bill(2, begndate="2024-02-28")])]
    files.append(write(tmp_path / "death.csv", [of("death", death_date="2024-02-29", gend="2")]))
    report = import_files(Workspace.create(tmp_path / "workspace"), files)
    assert report.tables["bill"] == {"accepted": 2, "quarantined": 0}
    assert {finding.code: (finding.rows, finding.fen) for finding in report.findings} == {
        "death.before_bill": (1, 10_000),
        "death.sex_differs": (1, 0),
    }


def test_a_referral_of_an_unknown_visit_or_without_its_day_is_told(tmp_path):
    rows = [
        of("referral", mdtrt_id="M00001"),
        of("referral", refl_no="R2", mdtrt_id="M404"),
        of("referral", refl_no="R3", refl_arrv_date=""),
    ]
    files = [*registers(tmp_path), write(tmp_path / "setl_d.csv", [bill(1)]), write(tmp_path / "referral.csv", rows)]
    report = import_files(Workspace.create(tmp_path / "workspace"), files)
    assert report.tables["referral"] == {"accepted": 3, "quarantined": 0}
    assert {finding.code: finding.rows for finding in report.findings} == {
        "referral.no_arrival_day": 1,
        "referral.visit_unknown": 1,
    }


def test_a_population_that_lacks_groups_is_told_and_a_whole_one_is_not(tmp_path):
    whole = [of("population", gend=sex, age_from=str(age)) for sex in "12" for age in range(0, 90, 5)]
    _workspace, report = import_tables(tmp_path / "whole", population=whole)
    assert report.findings == ()
    _workspace, report = import_tables(tmp_path / "lacking", population=whole[:-1])
    assert [(finding.code, finding.rows) for finding in report.findings] == [("population.incomplete", 1)]
    _workspace, report = import_tables(tmp_path / "alone", population=whole[:18])
    assert [(finding.code, finding.rows) for finding in report.findings] == [("population.incomplete", 1)]


@pytest.mark.parametrize(
    ("table", "changes", "code", "fen"),
    [
        ("item_count", {"done_cnt": "91"}, "item.more_than_due", 0),
        ("measurement", {"rbg": ""}, "measurement.empty", 0),
        ("fiscal_grant", {"grant_pay_date": ""}, "grant.half_told", 48_000_000),
        ("fiscal_grant", {"grant_pay_amt": ""}, "grant.half_told", 50_000_000),
        ("fiscal_grant", {"grant_pay_amt": "500000.01"}, "grant.more_than_due", 1),
        ("institution_year", {"dr_heads": "601"}, "institution_year.part_exceeds", 0),
        ("sample_check", STRANGER, "person.not_insured", 0),
    ],
)  # fmt: skip
def test_what_is_odd_but_possible_is_kept_and_told(tmp_path, table, changes, code, fen):
    _workspace, report = import_tables(tmp_path, **{table: [of(table, **changes)]})
    assert report.tables[table] == {"accepted": 1, "quarantined": 0}
    assert [(finding.code, finding.rows, finding.fen) for finding in report.findings] == [(code, 1, fen)]


def test_a_row_set_aside_can_be_corrected_where_it_stands_and_given_again(tmp_path):
    workspace, _report = import_tables(tmp_path, follow_up=[of("follow_up", sbp="80", dbp="120")])
    raw = quarantined(workspace, "raw")[0][0]
    assert [part for part in ('"sbp":"80"', '"psn_no":"P', '"fbg":"6.9000"') if part not in raw] == []
    report = import_files(workspace, [write(tmp_path / "again.csv", [of("follow_up", sbp="120", dbp="80")])])
    assert report.tables["follow_up"] == {"accepted": 1, "quarantined": 1}


def test_the_workbook_of_rows_set_aside_is_read_again_when_corrected(tmp_path):
    bad = of("referral", refl_stas="lost", refl_rea="")
    workspace, _report = import_tables(tmp_path, referral=[bad], posting=[of("posting", prof_title="professor")])
    write_quarantine_workbook(workspace, tmp_path / "rows.xlsx")
    told = CalamineWorkbook.from_path(tmp_path / "rows.xlsx")
    words = {"lost": "expired", "professor": "senior"}
    with xlsxwriter.Workbook(str(tmp_path / "corrected.xlsx")) as corrected:
        for name in told.sheet_names:
            sheet = corrected.add_worksheet(name)
            for place, row in enumerate(told.get_sheet_by_name(name).to_python()):
                sheet.write_row(place, 0, [words.get(cell, cell) for cell in row])
    report = import_files(workspace, [tmp_path / "corrected.xlsx"])
    assert {batch.table for batch in report.batches} == {"referral", "posting"}
    assert stored(workspace, "referral", "state", "reason") == [("expired", None)]
    assert stored(workspace, "posting", "title") == [("senior",)]


def test_without_registers_persons_and_institutions_are_taken_as_named(tmp_path):
    workspace = Workspace.create(tmp_path / "workspace", needs_registers=False)
    report = import_files(
        workspace, [write(tmp_path / "referral.csv", [of("referral")]), write(tmp_path / "death.csv", [of("death")])]
    )
    assert {name: counts["accepted"] for name, counts in report.tables.items()} == {"referral": 1, "death": 1}


def test_a_merger_into_another_consortium_is_set_aside(tmp_path):
    workspace, report = merged_into_the_first(tmp_path, "tcm")
    assert report.tables["unit_merger"] == {"accepted": 0, "quarantined": 1}
    assert quarantined(workspace, "table", "code") == [("unit_merger", "merger.two_consortia")]
