"""The twin's platform, written over columns, and the claim kernel, written as the law reads, say the same."""

import duckdb
import pytest

from fenming.adjudication import adjudicate
from fenming.facts.intake import import_files
from fenming.facts.workspace import Workspace
from fenming.policy import load_pack


@pytest.fixture(scope="module")
def imported(made, tmp_path_factory):
    workspace = Workspace.create(tmp_path_factory.mktemp("journey") / "W", "cn/ah/340621")
    report = import_files(workspace, sorted(path for path in made.folder.iterdir() if path.name != "twin.json"))
    return workspace, report


def test_intake_accepts_all_but_the_rows_that_were_spoiled(made, imported):
    tables, traps, care = imported[1].tables, made.summary.traps, made.summary.care_traps
    spoiled = sum(
        traps[kind] for kind in ("integer_cast", "unknown_institution", "refund_without_original", "repeated_row")
    )
    assert tables["bill"]["quarantined"] == spoiled
    assert tables["case"]["quarantined"] == made.summary.list_traps["repeated_list"]
    assert tables["service"]["quarantined"] == care["unknown_person"]
    assert tables["follow_up"]["quarantined"] == care["swapped_pressure"]
    sound = set(tables) - {"bill", "case", "service", "follow_up"}
    assert all(tables[name]["quarantined"] == 0 for name in sound)


def test_the_claim_kernel_finds_exactly_the_mistakes_of_the_platform(made, imported, tmp_path):
    facts = imported[0].folder / "facts"
    bills, diseases = (sorted((facts / name).glob("*.parquet")) for name in ("bill", "chronic"))
    adjudicate(bills, load_pack("cn/ah/340621"), tmp_path / "judged.parquet", diseases=diseases)
    judged = duckdb.sql(
        f"""SELECT bill_id FROM read_parquet({[str(path) for path in bills]}) JOIN '{tmp_path / "judged.parquet"}' USING (row)
        WHERE difference_fen <> 0 OR critical_illness_fen <> platform_critical_illness_fen"""
    ).fetchall()
    planned = {bill for bills_of_kind in made.summary.mistakes.values() for bill in bills_of_kind}
    assert {bill for (bill,) in judged} == planned
    assert len(planned) > 0
