"""One county's year, from a synthetic county's files to a finished run."""

import csv
import re
from collections import Counter

import duckdb
import pytest
from tests.support.made_county import COUNTY, YEAR, MadeCounty, copied, files_of

from fenming.facts.intake import import_files
from fenming.facts.workspace import Workspace
from fenming.year import run_year

DEFECT_OF_TRAP = {
    "integer_cast": "identity.2",
    "repeated_row": "duplicate",
    "unknown_institution": "institution.unknown",
    "refund_without_original": "refund.original_missing",
}
HARMLESS = {"trailing_tab", "literal_nan", "zoned_date", "blank_level"}


def contents(run) -> dict[str, bytes]:
    """What must be the same bytes: figures, journal, checks, findings, tables, manifest."""
    paths = [path for path in run.rglob("*") if path.is_file() and "reports" not in path.relative_to(run).parts]
    return {path.relative_to(run).as_posix(): path.read_bytes() for path in paths}


def differing(one: dict[str, bytes], other: dict[str, bytes]) -> list[str]:
    return sorted(name for name in one.keys() | other.keys() if one.get(name) != other.get(name))


def test_running_again_finds_the_run_that_is_there(county: MadeCounty, tmp_path):
    workspace = copied(county, tmp_path / "W", with_runs=True)
    again = run_year(workspace, YEAR)
    assert (again.is_new, again.id) == (False, county.run.name)
    assert [path.name for path in workspace.runs.iterdir()] == [again.id]


def test_the_same_facts_elsewhere_give_the_same_run_byte_for_byte(county: MadeCounty, tmp_path):
    again = run_year(copied(county, tmp_path / "elsewhere"), YEAR)
    assert again.is_new
    assert again.id == county.run.name
    assert differing(contents(again.folder), contents(county.run)) == []


@pytest.mark.slow
def test_the_same_files_imported_elsewhere_give_the_same_run_byte_for_byte(county: MadeCounty, tmp_path):
    workspace = Workspace.create(tmp_path / "W", COUNTY)
    import_files(workspace, files_of(county.exports), key_file=county.key)
    again = run_year(workspace, YEAR)
    assert again.id == county.run.name
    assert differing(contents(again.folder), contents(county.run)) == []


@pytest.mark.slow
def test_files_imported_in_several_goes_settle_to_the_same_figures(county: MadeCounty, tmp_path):
    workspace, files = Workspace.create(tmp_path / "W", COUNTY), files_of(county.exports)
    for some in (files[20:], files[:20], files):
        import_files(workspace, some, key_file=county.key)
    again = run_year(workspace, YEAR)
    assert (again.folder / "figures.json").read_bytes() == (county.run / "figures.json").read_bytes()
    assert (again.folder / "journal.jsonl").read_bytes() == (county.run / "journal.jsonl").read_bytes()


def test_every_check_of_the_run_holds_and_says_what_it_checked(county: MadeCounty):
    checks = county.json("checks.json")
    assert len(checks) > 20
    assert [check["name"] for check in checks if not check["holds"] or check["left"] != check["right"]] == []
    assert len({check["name"] for check in checks}) == len(checks)
    assert all(check["statement"] for check in checks)


def test_one_consortium_ends_in_surplus_and_the_other_overspends(county: MadeCounty):
    ends = {
        one: tuple(county.book[f"settlement.consortium.{one}.{end}"].value > 0 for end in ("surplus", "overspend"))
        for one in ("people", "tcm")
    }
    assert sorted(ends.values()) == [(False, True), (True, False)]


def test_quarantine_holds_exactly_the_defects_that_were_set(county: MadeCounty):
    traps = county.twin["traps"]
    assert set(traps) == HARMLESS | set(DEFECT_OF_TRAP)
    paths = [str(path) for path in county.workspace.quarantine_paths()]
    found = county.rows(f"""SELECT "table", code, count(*) FROM read_parquet({paths}) GROUP BY ALL""")
    assert {(table, code): rows for table, code, rows in found} == {
        ("bill", DEFECT_OF_TRAP[trap]): rows for trap, rows in traps.items() if trap not in HARMLESS
    } | {
        ("case", "duplicate"): county.twin["list_traps"]["repeated_list"],
        ("service", "person.unknown"): county.twin["care_traps"]["unknown_person"],
        ("follow_up", "reading.pressure"): county.twin["care_traps"]["swapped_pressure"],
    }


def test_every_quarantined_row_says_file_line_reason_and_remedy(county: MadeCounty):
    paths = [str(path) for path in county.workspace.quarantine_paths()]
    rows = county.rows(f"SELECT file, line, reason, remedy, raw FROM read_parquet({paths})")
    assert len(rows) > 20
    for file, line, reason, remedy, raw in rows:
        assert (county.exports / file).exists()
        assert line >= 1
        assert reason
        assert remedy
        assert raw


def test_rows_handed_in_are_accepted_or_set_aside_file_by_file(county: MadeCounty):
    manifest = county.workspace.manifest()
    handed_in = {batch["file"].split(".")[0]: batch["rows"] for batch in manifest["batches"]}
    assert handed_in == county.twin["files"]
    for name, table in manifest["tables"].items():
        assert county.rows(f"SELECT count(*) FROM {county.workspace.scan(name)}") == [(table["rows"],)]


def test_our_payments_differ_from_the_platforms_only_where_it_was_made_to_err(county: MadeCounty):
    differing_bills = county.rows(
        """SELECT bill_id, a.difference_fen FROM {bill} b JOIN {adjudicated} a USING (row)
        WHERE a.pool_fen <> b.platform_pool_fen OR a.difference_fen <> 0
           OR a.critical_illness_fen <> b.platform_critical_illness_fen
           OR a.deductible_applied_fen <> b.platform_deductible_fen"""
    )
    planned = [bill for bills in county.twin["mistakes"].values() for bill in bills]
    assert sorted(bill for bill, _ in differing_bills) == sorted(planned)
    assert len(planned) >= 2


def test_differences_are_reported_by_reason_with_their_money(county: MadeCounty):
    mistakes = county.twin["mistakes"]
    told = {
        reason: one["bills"] for reason, one in county.json("adjudication.json")["differences"].items() if one["bills"]
    }
    assert told == {"cap": len(mistakes["cap_ignored"]), "deductible": len(mistakes["wrong_deductible"])}
    (fen,) = county.rows(
        "SELECT sum(pool_fen)::BIGINT - sum(platform_pool_fen)::BIGINT FROM {bill} JOIN {adjudicated} USING (row)"
    )[0]
    assert sum(one["fen"] for one in county.json("adjudication.json")["differences"].values()) == fen


def test_findings_of_facts_and_settlement_come_with_the_run(county: MadeCounty):
    codes = Counter(finding["code"] for finding in county.json("findings.json"))
    assert set(DEFECT_OF_TRAP.values()) <= set(codes)
    for finding in county.json("findings.json"):
        assert finding["what"]
        assert finding["where"]


def test_nothing_that_identifies_a_person_is_kept_in_the_workspace(county: MadeCounty):
    resident = next(csv.DictReader((county.exports / "psn_insu_d.csv").open(encoding="utf8")))
    telling = (resident["psn_no"][:7], resident["psn_name"][:4], resident["certno"][:8])
    assert all(telling)
    tables = [path for path in county.workspace.folder.rglob("*.parquet") if "fee_line" not in path.parts]
    assert len(tables) > 30
    is_telling = " OR ".join(f"contains(t::VARCHAR, '{text}')" for text in telling)
    with duckdb.connect() as connection:
        for path in tables:
            found = connection.execute(f"SELECT count(*) FROM read_parquet('{path}') t WHERE {is_telling}").fetchall()
            assert found == [(0,)], path


def test_nothing_in_the_run_names_a_person_or_the_key(county: MadeCounty):
    persons = [str(person) for (person,) in county.rows("SELECT person_id FROM {person}")]
    written = [
        path for path in county.run.rglob("*") if path.suffix in (".json", ".jsonl", ".html", ".csv", ".beancount")
    ]
    assert len(written) >= 5
    for path in written:
        words = set(re.findall(r"\w+", path.read_text("utf8")))
        assert not words & {*persons, county.key.read_text()}, path
