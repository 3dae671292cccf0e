"""Group tables: what is read, what is checked, and the words of every mistake."""

import random

import pytest
from tests.support.group_tables import national_tables, write_tables

from fenming.grouping import read_tables
from fenming.grouping.job import open_tables
from fenming.grouping.tables.combination import read_combination
from fenming.kernel import BadInput

MISTAKES = {
    "missing_file": ({"drg": None}, "drg.csv", "the file drg.csv is missing"),
    "missing_column": ({"drg": "adrg,drg\nEB1,EB19\nES1,ES11\n"}, "drg.csv:1", "column 'order' is missing"),
    "unknown_column": (
        {"mdc": "order,mdc,principal_dx_in_list,agee_min\n1,MDCE,1,\n"},
        "mdc.csv:1",
        "column 'agee_min' is not one of a group table",
    ),
    "ragged": ({"adrg_dx": "adrg,icd10\nES1,J18.900,7\n"}, "adrg_dx.csv:2", "a row has 3 cells, the header has 2"),
    "dangling_adrg": (
        {"adrg_dx": "adrg,icd10\nES1,J18.900\nXX9,J18.900\n"},
        "adrg_dx.csv:3",
        "adrg 'XX9' is in no table of groups",
    ),
    "dangling_mdc": ({"mdc_dx": "mdc,icd10\nMDCQ,J18.900\n"}, "mdc_dx.csv:2", "mdc 'MDCQ' is in no table of groups"),
    "unknown_list": (
        {"adrg": "mdc,order,adrg,principal_proc_in_list\nMDCE,1,EB1,3\nMDCE,2,ES1,\n"},
        "adrg.csv:2",
        "EB1 has no list 3",
    ),
    "bad_combination": (
        {"adrg": "mdc,order,adrg,proc_combination\nMDCE,1,EB1,1&\nMDCE,2,ES1,\n"},
        "adrg.csv:2",
        "'1&' is no combination of lists",
    ),
    "bad_number": (
        {"adrg": "mdc,order,adrg,age_days_max\nMDCE,1,EB1,28天\nMDCE,2,ES1,\n"},
        "adrg.csv:2",
        "'28天' in column 'age_days_max' is no whole number",
    ),
    "empty_range": (
        {"adrg": "mdc,order,adrg,stay_days_min,stay_days_max\nMDCE,1,EB1,9,3\nMDCE,2,ES1,,\n"},
        "adrg.csv:2",
        "no number lies between 9 and 3",
    ),
    "unknown_word": (
        {"adrg": "mdc,order,adrg,or_procedure\nMDCE,1,EB1,always\nMDCE,2,ES1,\n"},
        "adrg.csv:2",
        "'always' is no value of column 'or_procedure'",
    ),
    "unknown_severity": (
        {"drg": "adrg,order,drg,severity\nEB1,1,EB19,any\nES1,1,ES11,heavy\n"},
        "drg.csv:3",
        "'heavy' is no value of column 'severity'",
    ),
    "unknown_level": ({"cc": "icd10,level,exclusion_list\nJ96.000,MCC,1\n"}, "cc.csv:2", "'MCC' is no value"),
    "no_operating_list": (
        {"or_proc": None, "adrg": "mdc,order,adrg,or_procedure\nMDCE,1,EB1,any\nMDCE,2,ES1,\n"},
        "adrg.csv:2",
        "there is no list of operating-room procedures",
    ),
    "twice": (
        {"drg": "adrg,order,drg,severity\nEB1,1,EB19,any\nES1,1,ES11,mcc\nES1,2,ES11,any\n"},
        "drg.csv:4",
        "ES11 stands twice, and the rows differ",
    ),
    "two_levels": (
        {"cc": "icd10,level,exclusion_list\nJ96.000,mcc,1\nJ96.000,cc,1\n"},
        "cc.csv:3",
        "J96.000 stands twice, and the rows differ",
    ),
    "same_order": (
        {"drg": "adrg,order,drg,severity\nEB1,1,EB19,any\nES1,1,ES11,mcc\nES1,1,ES15,any\n"},
        "drg.csv:4",
        "two rows have the order 1",
    ),
    "no_drg": ({"drg": "adrg,order,drg,severity\nES1,1,ES19,any\n"}, "adrg.csv:2", "ADRG EB1 has no DRG"),
    "blank": ({"adrg_dx": "adrg,icd10\nES1,\n"}, "adrg_dx.csv:2", "column 'icd10' is blank"),
    "sites": (
        {"mdc": "order,mdc,principal_dx_in_list,min_body_sites\n1,MDCE,1,2\n"},
        "mdc.csv:2",
        "MDCE has 0 body sites, 2 are asked for",
    ),
    "weight": (
        {"drg": "adrg,order,drg,weight\nEB1,1,EB19,1.5\nES1,1,ES11,1,5\n".replace("1,5\n", "x\n")},
        "drg.csv:3",
        "'x' in column 'weight' is no weight",
    ),
}


@pytest.mark.parametrize("mistake", MISTAKES)
def test_every_mistake_in_a_table_is_told_with_file_line_and_remedy(tmp_path, mistake):
    files, where, what = MISTAKES[mistake]
    with pytest.raises(BadInput) as told:
        read_tables(write_tables(tmp_path / "tables", **files))
    found = [one for one in told.value.findings if what in one.what]
    assert found, told.value
    assert found[0].where.endswith(where) or mistake == "missing_file"
    assert found[0].remedy or mistake == "weight"


def test_all_mistakes_are_told_at_once(tmp_path):
    adrg = "mdc,order,adrg,age_years_min,sex\nMDCE,1,EB1,old,\nMDCE,2,ES1,,3\n"
    with pytest.raises(BadInput) as told:
        read_tables(write_tables(tmp_path, adrg=adrg))
    assert [one.where for one in told.value.findings] == ["adrg.csv:2", "adrg.csv:3"]


def test_broken_tables_end_in_findings_and_never_otherwise(tmp_path):
    chance, broken = random.Random(11), [b'"', b"\n", b",", b"\xff", b"\0", b"|", b"\xe4\xb8", b"\r", b"9", b"(", b"-"]
    refused = 0
    for _ in range(100):
        path = chance.choice(sorted(write_tables(tmp_path).glob("*.csv")))
        content = bytearray(path.read_bytes())
        place = chance.randrange(len(content))
        content[place : place + chance.randint(0, 4)] = chance.choice(broken)
        path.write_bytes(bytes(content))
        try:
            read_tables(tmp_path)
        except BadInput:
            refused += 1
    assert 30 < refused < 100


def test_rows_that_stand_twice_and_say_the_same_are_only_noted(tmp_path):
    tables = read_tables(write_tables(tmp_path, or_proc="icd9cm3\n32.4100\n32.4100\n"))
    assert [(one.code, one.rows) for one in tables.findings] == [("group_table.repeated", 1)]


def test_a_directory_of_its_own_version_is_checked_against_its_counts(tmp_path):
    write_tables(tmp_path)
    (tmp_path / "version.yaml").write_text("version: city-2025\ncounts: {adrg: 2, drg: 5}\nsource: 文件\ngrade: A\n")
    tables = read_tables(tmp_path)
    assert [one.what for one in tables.findings] == ["the tables hold 4 rows of drg, 5 were published of city-2025"]


def test_a_key_of_the_version_nobody_reads_is_refused(tmp_path):
    write_tables(tmp_path)
    (tmp_path / "version.yaml").write_text("verzion: 2\n")
    with pytest.raises(BadInput, match="it has keys nobody reads: verzion"):
        read_tables(tmp_path)


def test_tables_in_gb18030_with_blank_lines_are_the_same_tables(tmp_path):
    one = read_tables(write_tables(tmp_path / "one"))
    other = write_tables(tmp_path / "other")
    for path in other.glob("*.csv"):
        path.write_bytes(("\n" + path.read_text("utf-8")).replace("\n", "\r\n").lstrip().encode("gb18030"))
    assert [row.name for row in read_tables(other).adrg] == [row.name for row in one.adrg]


def test_the_national_tables_have_the_published_counts():
    tables = read_tables(national_tables())
    assert (tables.counts["mdc"], tables.counts["adrg"], tables.counts["drg"]) == (26, 376, 628)
    assert dict(tables.version.counts) == {"mdc": 26, "adrg": 376, "drg": 628}
    assert {one.code for one in tables.findings} == {"group_table.repeated", "group_table.empty_exclusion"}


def test_the_demonstration_set_is_read_without_mistake():
    assert open_tables("demonstration").counts["drg"] > 10


@pytest.mark.parametrize(
    ("written", "terms"),
    [
        ("1&2", [["1", "2"]]),
        ("1|2&3", [["1"], ["2", "3"]]),
        ("1&2|1&3&4", [["1", "2"], ["1", "3", "4"]]),
        ("(1|2)&3", [["1", "3"], ["2", "3"]]),
        ("x1&2", [["d1", "2"], ["1", "2"]]),
        ("!x1", [["!d1", "!1"]]),
        ("m1 & p2", [["m1", "p2"]]),
    ],
)
def test_combinations_become_alternatives_of_lists(written, terms):
    names = {(True, True): "m", (True, False): "d", (False, True): "p", (False, False): ""}
    read = [
        [("!" if one.is_negated else "") + names[one.is_diagnosis, one.is_principal] + str(one.number) for one in term]
        for term in read_combination(written)
    ]
    assert read == terms


@pytest.mark.parametrize("written", ["", "1&", "&1", "(1", "1)", "a", "1 2", "!", "!(1|2)", "d"])
def test_what_is_no_combination_is_refused(written):
    with pytest.raises(ValueError, match=r".*"):
        read_combination(written)
