"""`fenming care contracts`, `fees`, `referrals`, `flow`: what a synthetic county's family doctors and referrals came to."""

import openpyxl
import pytest
from tests.intake.county import bill, registers, write
from tests.support.made_county import MadeCounty

YEAR = ("--year", 2024)


@pytest.fixture
def where(county: MadeCounty) -> tuple[object, ...]:
    return ("--workspace", county.workspace.folder)


def test_every_contract_has_one_state_and_units_make_up_the_county(fenming, county, where):
    told = fenming("care", "contracts", *YEAR, *where, "--json").json
    assert sum(told["states"].values()) == county.rows("SELECT count(*) FROM {contract}")[0][0]
    units = [row for key, row in told["coverage"].items() if key.startswith("unit.")]
    assert sum(row["contracted"] for row in units) == told["coverage"]["county"]["contracted"]
    assert "synthetic data" in fenming("care", "contracts", *YEAR, *where).out


def test_fees_of_townships_and_units_make_up_what_the_packages_were_charged(fenming, where):
    told = fenming("care", "fees", *YEAR, *where, "--json").json
    whole = told["county"]["paid_fen"]
    for parties in ("townships", "units"):
        assert sum(row["paid_fen"] for row in told[parties].values()) == whole
    assert told["county"]["released_fen"] + told["county"]["withheld_fen"] == whole
    assert told["charged_in_package_fen"] == told["county"]["by_payer"]["fund"] == whole > 0
    codes = {finding["code"] for finding in told["findings"]}
    assert {"family_doctor.fee_open", "family_doctor.capitation_open"} <= codes


def test_less_quality_releases_less(fenming, where):
    full = fenming("care", "fees", *YEAR, *where, "--quality", "100%", "--json").json["county"]
    half = fenming("care", "fees", *YEAR, *where, "--quality", "50%", "--json").json["county"]
    assert half["paid_fen"] == full["paid_fen"]
    assert half["released_fen"] < full["released_fen"]


def rows_of(book, sheet):
    return [row for row in openpyxl.load_workbook(book)[sheet].iter_rows(values_only=True) if any(row)]


def test_fees_are_written_to_a_workbook_by_payer_township_and_unit_with_why_money_is_withheld(
    fenming, county, where, tmp_path
):
    book = tmp_path / "fees.xlsx"
    told = fenming("care", "fees", *YEAR, *where, "--quality", "90%", "--out", book, "--json").json
    sheets = openpyxl.load_workbook(book).sheetnames
    assert [sheet for sheet in sheets if sheet in {"Payers", "Townships", "Units", "Packages", "Withheld", "Notes"}] == [
        "Payers", "Townships", "Units", "Packages", "Withheld", "Notes",
    ]  # fmt: skip
    fund = next(row for row in rows_of(book, "Payers") if row[0] == "insurance fund")
    whole = [told["county"][f"{one}_fen"] for one in ("paid", "released", "withheld")]
    assert [round(yuan * 100) for yuan in fund[1:4]] == whole
    coded = {row[1]: row for row in rows_of(book, "Units") if row[1] in told["units"]}
    assert {code: round(row[-3] * 100) for code, row in coded.items()} == {
        code: unit["paid_fen"] for code, unit in told["units"].items()
    }
    whys = [row[-1] for row in rows_of(book, "Withheld") if row[1] in told["units"]]
    assert whys
    assert all("quality is 90%" in why or "services due are not known" in why for why in whys)


def test_contracts_are_written_to_a_workbook_of_states_townships_and_units(fenming, county, where, tmp_path):
    book = tmp_path / "contracts.xlsx"
    told = fenming("care", "contracts", *YEAR, *where, "--out", book, "--json").json
    states = {row[0]: row[1] for row in rows_of(book, "Contracts")}
    assert states["counted"] == told["states"]["counted"]
    units = {row[1]: row[2] for row in rows_of(book, "Units")}
    assert {key: units[key.partition(".")[2]] for key in told["coverage"] if key.startswith("unit.")} == {
        key: row["contracted"] for key, row in told["coverage"].items() if key.startswith("unit.")
    }


def test_referrals_are_told_with_their_deductibles(fenming, county, where):
    told = fenming("care", "referrals", *YEAR, *where, "--json").json
    sent = sum(one["sent"] for one in told["county"].values())
    assert sent == sum(one["sent"] for one in told["institutions"])
    assert sent == county.rows("SELECT count(*) FROM {referral} WHERE year(requested_on) = 2024")[0][0]
    arrived = sum(one["states"]["arrived"] for one in told["county"].values())
    assert sum(told["continuity"]["verdicts"].values()) == arrived
    shown = fenming("care", "referrals", *YEAR, *where).all
    assert "Deductible of a transfer in the pack: each hospital takes its own" in shown


def test_flow_is_all_of_the_years_fund_and_is_written_to_a_workbook(fenming, county, where, tmp_path):
    book = tmp_path / "flow.xlsx"
    told = fenming("care", "flow", *YEAR, *where, "--out", book, "--json").json
    fund = county.rows("SELECT sum(platform_pool_fen) FROM {bill} WHERE year(settled_at) = 2024")[0][0]
    assert sum(row["pool_fen"] for row in told["matrix"]) == told["whole"]["pool_fen"] == fund
    assert len(openpyxl.load_workbook(book, read_only=True).sheetnames) >= 5


def test_what_was_not_handed_in_is_asked_for(fenming, tmp_path):
    folder = tmp_path / "W"
    fenming("import", *registers(tmp_path), write(tmp_path / "bill.csv", [bill(1)]), "--workspace", folder)
    for command, table in (("contracts", "contract"), ("fees", "contract"), ("referrals", "referral")):
        answer = fenming("care", command, *YEAR, "--workspace", folder, code=2)
        assert f"the workspace has no table '{table}'" in answer.all


def test_a_quality_that_is_no_rate_is_refused(fenming, where):
    assert "between 0% and 100%" in fenming("care", "fees", *YEAR, *where, "--quality", "120%", code=2).all
    fenming("care", "fees", *YEAR, *where, "--quality", "much", code=2)
    assert "no scores" in fenming("care", "fees", *YEAR, *where, "--assessment", "nowhere", code=2).all
