"""Why this group, and why not another."""

import json

import pyarrow as pa
import pytest
from tests.support.group_tables import write_tables

from fenming.grouping import read_tables
from fenming.grouping.telling import tell_case
from fenming.kernel.language import choose_language


@pytest.fixture(autouse=True)
def in_english():
    choose_language("en")


@pytest.fixture(scope="module")
def tables(tmp_path_factory):
    return read_tables(write_tables(tmp_path_factory.mktemp("tables")))


def told(tables, **case):
    return tell_case(pa.Table.from_pylist([{"case_id": "7", "procedures": "", **case}]), tables)


def test_the_steps_say_what_met_each_row_and_what_counted(tables):
    found = told(tables, diagnoses="J44.100|J96.000|E11.900")
    assert found.steps == [
        "grouped",
        "MDC MDCE 呼吸系统 (mdc.csv:2): the principal diagnosis is in list MDCE 1",
        "ADRG ES1 肺炎 (adrg.csv:3): the principal diagnosis is in list ES1 1",
        "J96.000 呼吸衰竭 would be MCC, but does not count beside this principal diagnosis (exclusion list 1)",
        "E11.900 糖尿病 counts as CC",
        "DRG ES13 肺炎伴合并症 (drg.csv:4): severity MCC or CC",
    ]


def test_why_not_names_the_failed_condition_and_what_would_have_met_it(tables):
    missed = {one.code: one for one in told(tables, diagnoses="J18.900", procedures="96.0400").missed}
    assert missed["EB1"].why == ("not met: the principal procedure is in list EB1 1",)
    assert missed["EB1"].would == ("one of 1 codes such as 32.4100 肺叶切除",)
    assert missed["ES11"].why == ("severity MCC: it is none",)
    assert missed["ES13"].would == ("severity MCC or CC",)


def test_of_a_combination_only_the_list_that_lacks_is_named(tmp_path):
    adrg = "mdc,order,adrg,principal_dx_in_list,proc_combination\nMDCE,1,EB1,,1&2\nMDCE,2,ES1,1,\n"
    proc = "adrg,list,icd9cm3\nEB1,1,32.4100\nEB1,2,96.0400\n"
    tables = read_tables(write_tables(tmp_path, adrg=adrg, adrg_proc=proc))
    missed = told(tables, diagnoses="J18.900", procedures="32.4100").missed[-1]
    assert missed.why == ("not met: combination of lists 1&2 · no code of the case is in list EB1 2",)
    assert missed.would == ("one of 1 codes such as 96.0400 插管",)


def test_a_group_that_fits_too_is_told_to_stand_behind(tables):
    missed = {one.code: one for one in told(tables, diagnoses="J18.900", procedures="32.4100").missed}
    assert missed["ES1"].why == ("EB1 stands before it and fits first",)


def test_a_case_in_no_mdc_is_told_which_entry_failed(tables):
    found = told(tables, diagnoses="I10.x00")
    assert found.steps == ["not grouped: no MDC takes this principal diagnosis"]
    assert [one.code for one in found.missed] == ["MDCE"]


def test_codes_read_otherwise_than_written_are_named(tables):
    assert "J18.900x901 is read as J18.900" in told(tables, diagnoses="J18.900x901").steps
    assert "X1 is no code of these tables" in told(tables, diagnoses="J18.900|X1").steps


def test_a_principal_diagnosis_nobody_knows_is_told_and_nothing_else(tables):
    found = told(tables, diagnoses="X1")
    assert found.steps == [
        "a code nobody knows: 'X1' is no code of these tables, and which code it should be decides the group"
    ]
    assert not found.missed


def test_what_is_told_can_be_written_as_json(tables):
    assert json.loads(json.dumps(told(tables, diagnoses="J18.900").as_dict()))["drg"] == "ES15"
