"""A user's mistakes at the command line: what, where, why, what to do; exit codes as the README says; never a traceback."""

from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook
from tests.intake.county import bill, line, refund, registers, resident, write
from tests.support.made_county import MadeCounty, copied
from tests.support.overlay import write_overlay
from tests.twin.rows import read_rows

from fenming.facts.workspace import Workspace, replace_text

DONE, FOUND_WRONG, BAD_INPUT, DEFECT = 0, 1, 2, 3


def check_words(answer, *words: str) -> None:
    missing = [word for word in words if word not in answer.all]
    assert missing == [], answer.all


def folder_of(workspace: Workspace) -> tuple[str, Path]:
    return "--workspace", workspace.folder


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("policy", "list", "--pack", "cn/xx/000000"), ("no pack cn/xx/000000", "cn/ah/340621", "--packs")),
        (("policy", "show", "settlement.riskcorridor"), ("no parameter settlement.riskcorridor", "cn/ah/340621")),
        (
            ("policy", "show", "settlement.risk_corridor", "--on", "2019-06-30"),
            ("says nothing about 2019-06-30", "covers", "choose a day"),
        ),
        (("policy", "show", "settlement.risk_corridor", "--on", "30.6.2024"), ("'30.6.2024' is no day", "2024-06-30")),
        (("policy", "list", "--packs", "no-such-folder"), ("no folder no-such-folder",)),
        (("reconcile", "atlantis-2024"), ("atlantis-2024", "suixi-2024")),
        (("twin", "make", "somewhere", "--scale", "7"), ("scale 7", "0.001 to 1")),
        (("twin", "make", "somewhere", "--scale", "half"), ("scale half", "0.001 to 1")),
        (("twin", "make", "somewhere", "--profile", "atlantis"), ("no county profile 'atlantis'", "suixi")),
        (("twin", "describe", "."), ("no county twin", "fenming twin make")),
        (("runs", "--workspace", "nowhere"), ("nowhere is no workspace", "fenming import")),
        (("run", "--year", "2024", "--workspace", "nowhere"), ("nowhere is no workspace", "workspace.yaml")),
        (("run", "--year", "twenty"), ("--year", "valid integer")),
        (("run", "--year", "0"), ("--year", "greater than or equal to 1")),
        (("no-such-command",), ("No such command",)),
        (("import", "no-such-file.csv", "--workspace", "W"), ("no file no-such-file.csv", "check the name")),
    ],
    ids=lambda value: " ".join(value) if value[0].isascii() and len(value) < 7 else None,
)
def test_what_cannot_be_used_is_told_with_exit_code_two(fenming, tmp_path, monkeypatch, arguments, words):
    monkeypatch.chdir(tmp_path)
    check_words(fenming(*arguments, code=BAD_INPUT), *words)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("figures", "beef"), ("no single run is meant by 'beef'", "runs there", "fenming run")),
        (
            ("explain", "latest", "settlement.consortium.tcm.fund_shar"),
            ("no figure", "tcm.fund_share", "fenming figures"),
        ),
        (("explain", "latest", "--bill", "S0"), ("no bill S0", "table bill", "quarantined")),
        (("explain", "latest", "--unit", "U0"), ("no health unit 'U0'", "fenming figures RUN facts.unit")),
        (("explain", "latest", "--unit", "U340621T01"), ("nearest ids are: U340621T", "facts.unit")),
        (("explain", "latest", "nothing like it"), ("no figure", "fenming figures RUN")),
        (("explain", "latest", "budget.county.package", "--depth", "0"), ("--depth", "1")),
        (("--lang", "fr", "runs"), ("'fr' is no language", "en, zh")),
        (("verify", "nope.zip"), ("no file or folder nope.zip", "fenming seal")),
        (("explain", "latest"), ("say one thing to explain", "--bill", "--unit")),
        (("explain", "latest", "budget.county.package", "--unit", "U0"), ("say one thing to explain",)),
        (("verify", "no-such-run"), ("no single run is meant",)),
        (("run", "--year", "2019"), ("says nothing about 2019-12-31", "covers", "choose a day")),
        (("run", "--year", "2026"), ("no bill was settled in 2026", "import the bills of that year")),
        (
            ("quarantine", "no/such/folder/rows.xlsx"),
            ("cannot be read or written", "rows.xlsx", "check that it exists"),
        ),
        (("beancount", "latest", "."), ("is a folder", "name a file")),
    ],
    ids=lambda value: " ".join(value) if value[0].isascii() and len(value) < 5 else None,
)
def test_what_is_not_there_is_told_with_exit_code_two_and_the_run_stays(
    fenming, county: MadeCounty, tmp_path, monkeypatch, arguments, words
):
    monkeypatch.chdir(tmp_path)
    workspace = copied(county, tmp_path / "W", with_runs=True)
    check_words(fenming(*arguments, *folder_of(workspace), code=BAD_INPUT), *words)
    assert [run["run_id"] for run in fenming("runs", *folder_of(workspace), "--json").json] == [county.run.name]


@pytest.mark.parametrize("pack", ["cn/fj/350400", "cn/zj/330212"])
def test_a_county_whose_rules_were_not_seen_is_refused_by_the_name_of_the_missing_parameter(
    fenming, county: MadeCounty, tmp_path, pack
):
    workspace = copied(county, tmp_path / "W")
    replace_text(workspace.folder / "workspace.yaml", f"county: {pack}\n")
    answer = fenming("run", "--year", 2024, *folder_of(workspace), code=BAD_INPUT)
    assert any(f" {group}." in answer.all for group in ("benefits", "budget", "settlement")), answer.all
    assert "what to do" in answer.all
    assert fenming("runs", *folder_of(workspace), "--json").json == []


def test_a_float_in_a_users_pack_is_refused_with_file_line_and_how_to_write_it(fenming, county: MadeCounty, tmp_path):
    packs = write_overlay(tmp_path / "packs", {"settlement.public_health_body_share": "0.05"})
    check_words(fenming("policy", "check", packs, code=FOUND_WRONG), "public_health_body_share.yaml:", "0.05", "5%")
    workspace = copied(county, tmp_path / "W")
    shown = fenming("run", "--year", 2024, *folder_of(workspace), "--packs", packs, code=BAD_INPUT)
    check_words(shown, "public_health_body_share.yaml:", "0.05", "what to do")


@pytest.mark.slow
def test_a_users_own_pack_changes_the_run_and_its_id(fenming, county: MadeCounty, tmp_path):
    packs = write_overlay(tmp_path / "packs", {"settlement.risk_corridor": "[{above: 0%, rate: 50%}]"})
    workspace = copied(county, tmp_path / "W")
    made = fenming("run", "--year", 2024, *folder_of(workspace), "--packs", packs, "--json").json
    assert made["run_id"] != county.run.name
    shown = fenming("figures", made["run_id"], "settlement.consortium", *folder_of(workspace), "--json").json
    for one in ("people", "tcm"):
        overspend = shown[f"settlement.consortium.{one}.overspend"]["value"]
        assert shown[f"settlement.consortium.{one}.fund_share_before_cap"]["value"] == (overspend + 1) // 2


BAD_ROWS = {
    "a negative bill without its original": ([refund(2, of=99)], ("refund.original_missing", "S00099")),
    "a total that is not the sum of its parts": ([bill(2, medfee_sumamt="101.00")], ("identity.", "difference")),
    "payers that do not make the total": ([bill(2, psn_part_amt="50.00")], ("identity.", "difference")),
    "an amount finer than a fen": ([bill(2, hifp_pay="46.485")], ("46.485",)),
    "an unknown institution": ([bill(2, fixmedins_code="H0")], ("institution.unknown", "H0")),
    "a person who is on no register": ([bill(2, person=77)], ("person", "register")),
}


@pytest.mark.parametrize("what", BAD_ROWS)
def test_rows_that_are_wrong_are_set_aside_with_exit_code_one(fenming, tmp_path, what):
    rows, words = BAD_ROWS[what]
    files = [*registers(tmp_path), write(tmp_path / "bill.csv", [bill(1), *rows])]
    answer = fenming("import", *files, "--workspace", tmp_path / "W", code=FOUND_WRONG)
    check_words(answer, *words, "fenming quarantine")
    assert Workspace.open(tmp_path / "W").manifest()["tables"]["bill"]["quarantined"] == 1
    aside = fenming("quarantine", tmp_path / "rows.xlsx", "--workspace", tmp_path / "W")
    check_words(aside, "rows.xlsx")
    assert (tmp_path / "rows.xlsx").read_bytes().startswith(b"PK")


def test_a_person_in_two_consortia_is_set_aside_and_told(fenming, tmp_path):
    people = write(tmp_path / "person.csv", [resident(1), resident(1, medcons_code="tcm", hmu_code="U2"), resident(2)])
    institutions, units, _ = registers(tmp_path / "others")
    answer = fenming("import", institutions, units, people, "--workspace", tmp_path / "W", code=FOUND_WRONG)
    check_words(answer, "two consortia")


def test_a_missing_column_is_named_with_the_file(fenming, tmp_path):
    rows = [{name: value for name, value in bill(1).items() if name != "hifp_pay"}]
    answer = fenming("import", write(tmp_path / "bill.csv", rows), "--workspace", tmp_path / "W", code=BAD_INPUT)
    check_words(answer, "hifp_pay", "bill.csv", "what to do")


@pytest.mark.parametrize("content", ["日期".encode("shift-jis") * 50 + b"\xff\xfe\x00\x80", b"\x00\x01\x02" * 99])
def test_an_encoding_that_is_neither_utf8_nor_gbk_is_refused(fenming, tmp_path, content):
    (tmp_path / "bill.csv").write_bytes(content)
    answer = fenming("import", tmp_path / "bill.csv", "--workspace", tmp_path / "W", code=BAD_INPUT)
    check_words(answer, "bill.csv", "UTF-8", "GBK", "what to do")


def test_a_workspace_without_all_tables_is_refused_by_their_names(fenming, tmp_path):
    fenming("import", *registers(tmp_path), "--workspace", tmp_path / "W")
    answer = fenming("run", "--year", 2024, "--workspace", tmp_path / "W", code=BAD_INPUT)
    check_words(answer, "no table", "bill", "unit_history", "unit_resident", "fenming import")


def test_a_unit_without_residents_is_told_before_money_is_divided(fenming, county: MadeCounty, tmp_path):
    answer = run_with(
        fenming, copied(county, tmp_path / "W"), county, "unit_resident", lambda rows: rows[1:], BAD_INPUT
    )
    check_words(answer, "no residents", "U340621T0101", "table unit_resident", "hand in")


@pytest.mark.slow
def test_a_unit_without_a_year_before_shares_nothing_and_is_reported(fenming, county: MadeCounty, tmp_path):
    workspace = copied(county, tmp_path / "W")
    made = run_with(fenming, workspace, county, "unit_history", lambda rows: rows[1:], DONE).json
    shown = fenming("explain", made["run_id"], "--unit", "U340621T0101", *folder_of(workspace))
    check_words(shown, "U340621T0101")
    findings = (Path(made["folder"]) / "findings.json").read_text("utf8")
    assert "unit U340621T0101 cannot share the general pool" in findings


@pytest.mark.slow
def test_a_county_without_any_year_before_is_settled_and_no_unit_shares_by_itself(
    fenming, county: MadeCounty, tmp_path
):
    workspace = copied(county, tmp_path / "W")

    def of_long_ago(rows: list[dict[str, str]]) -> list[dict[str, str]]:
        return [row | {"year": "2020"} for row in rows]

    made = run_with(fenming, workspace, county, "unit_history", of_long_ago, DONE).json
    shown = fenming("figures", made["run_id"], "settlement.county", *folder_of(workspace), "--json").json
    assert shown["settlement.county.general.mean_growth"]["value"] == 0
    flags = fenming("figures", made["run_id"], "settlement.unit", *folder_of(workspace), "--json").json
    assert {flag["value"] for name, flag in flags.items() if name.endswith(".is_eligible")} == {0}


def run_with(fenming, workspace: Workspace, county: MadeCounty, stem: str, change, code: int):
    """Withdraw one of the twin's files, hand it in changed, and run the year."""
    (path,) = county.exports.glob(f"{stem}.*")
    (batch,) = [one["id"] for one in workspace.manifest()["batches"] if one["file"] == path.name]
    fenming("withdraw", batch, *folder_of(workspace), "--key", county.key)
    changed = write(workspace.folder / "changed" / f"{stem}.csv", change(rows_of(path)))
    fenming("import", changed, *folder_of(workspace), "--key", county.key, code=FOUND_WRONG)
    return fenming("run", "--year", 2024, *folder_of(workspace), *(() if code else ("--json",)), code=code)


def rows_of(path: Path) -> list[dict[str, str]]:
    """The rows of a small file of the twin, as texts."""
    if path.suffix == ".csv":
        return read_rows(path)
    header, *rows = CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python()
    texts = [[str(int(cell)) if isinstance(cell, float) else str(cell) for cell in row] for row in rows]
    return [dict(zip(header, row, strict=True)) for row in texts]


def test_a_file_to_withdraw_that_is_not_there_is_told(fenming, county: MadeCounty, tmp_path):
    workspace = copied(county, tmp_path / "W")
    answer = fenming("withdraw", "beef", *folder_of(workspace), "--key", county.key, code=BAD_INPUT)
    check_words(answer, "no imported file has the id beef", "what to do")


def test_another_key_than_the_facts_were_made_with_is_refused(fenming, county: MadeCounty, tmp_path):
    workspace = copied(county, tmp_path / "W")
    (tmp_path / "key").write_text("77" * 32)
    file = write(tmp_path / "bill.csv", [bill(1)])
    answer = fenming("import", file, *folder_of(workspace), "--key", tmp_path / "key", code=BAD_INPUT)
    check_words(answer, "key", "what to do")


def test_a_check_of_our_own_that_fails_shows_no_result_and_ends_with_exit_code_three(
    fenming, county: MadeCounty, tmp_path
):
    workspace = copied(county, tmp_path / "W")
    manifest = workspace.facts / "manifest.json"
    rows = workspace.manifest()["tables"]["unit_history"]["rows"]
    replace_text(manifest, manifest.read_text("utf8").replace(f'"rows": {rows},', f'"rows": {rows + 1},', 1))
    answer = fenming("run", "--year", 2024, *folder_of(workspace), code=DEFECT)
    check_words(answer, "nothing was shown", "facts.rows")
    assert fenming("runs", *folder_of(workspace), "--json").json == []
    assert list(workspace.runs.iterdir()) == []


@pytest.mark.slow
def test_a_changed_run_is_found_out_with_exit_code_one(fenming, county: MadeCounty, tmp_path):
    workspace = copied(county, tmp_path / "W", with_runs=True)
    fenming("verify", "latest", *folder_of(workspace))
    figures = workspace.runs / county.run.name / "figures.json"
    text = figures.read_text("utf8")
    figures.write_text(text.replace('"value":', '"value": ', 1), "utf8")
    check_words(fenming("verify", "latest", *folder_of(workspace), code=FOUND_WRONG), "✗", "figures.json")


def test_a_fee_line_that_does_not_add_up_is_set_aside(fenming, tmp_path):
    lines = write(tmp_path / "line.csv", [line(1, of=1), line(2, of=1, inscp_scp_amt="9.99")])
    files = [*registers(tmp_path), write(tmp_path / "bill.csv", [bill(1)]), lines]
    fenming("import", *files, "--workspace", tmp_path / "W", code=FOUND_WRONG)
    assert Workspace.open(tmp_path / "W").manifest()["tables"]["fee_line"]["quarantined"] == 1
