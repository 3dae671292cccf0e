"""`fenming pay`: months paid, the year cleared, a hospital's amount followed down to its cases."""

from datetime import date
from pathlib import Path

import openpyxl
import pytest
from tests.support.made_county import YEAR, MadeCounty, copied
from tests.support.overlay import write_overlay

from fenming.facts.workspace import Workspace
from fenming.kernel import Book, divide
from fenming.payment.advances.ledgers import PART_PAYMENT, QUALITY_DEPOSIT, Ledgers, Move, Payee, step_id
from fenming.payment.advances.order_book import OrderBook

MONTH = f"{YEAR}-03"


@pytest.fixture
def workspace(county: MadeCounty, tmp_path) -> Workspace:
    """The shared county's facts in a folder of its own."""
    return copied(county, tmp_path / "W", with_runs=True)


@pytest.fixture
def in_county(fenming, county: MadeCounty, tmp_path):
    """A command asked in the shared county, writing outside it."""

    def call(*arguments: object, code: int = 0):
        return fenming(*arguments, "--workspace", county.workspace.folder, code=code)

    return call


def test_a_months_payment_divides_what_was_earned_to_the_fen(fenming, workspace):
    told = fenming("pay", "month", "--month", MONTH, "--workspace", workspace.folder, "--json").json
    book = Book.from_json((workspace.folder / "payments" / MONTH / "figures.json").read_text("utf8"))
    assert len(told["payments"]) > 200
    for one in told["payments"]:
        left = book[f"payment.advances.{one['id']}.{MONTH}.left"].value
        assert one["earned_fen"] == one["paid_fen"] + one["deposit_fen"] + left
    cleared = sum(figure.value for figure in book if figure.name.endswith(".cleared") and ".hospital." in figure.name)
    assert cleared == book["budget.county.drg_budget.advance.03"].value


def test_a_month_booked_twice_is_booked_once(fenming, workspace):
    for _time in range(2):
        fenming("pay", "month", "--month", MONTH, "--workspace", workspace.folder, "--book")
    ledgers, orders = Ledgers.load(workspace.folder / "payments"), OrderBook.of(workspace)
    told = fenming("pay", "month", "--month", MONTH, "--workspace", workspace.folder, "--json").json["payments"]
    assert sum(ledgers.outstanding(PART_PAYMENT).values()) == sum(one["paid_fen"] for one in told)
    assert sum(ledgers.outstanding(QUALITY_DEPOSIT).values()) == sum(one["deposit_fen"] for one in told)
    assert sum(one.order.amount_fen for one in orders.orders.values()) == sum(one["order_fen"] for one in told)


def test_the_years_clearing_is_what_was_earned_less_what_was_advanced(fenming, workspace):
    fenming("pay", "month", "--month", MONTH, "--workspace", workspace.folder, "--book")
    where = ("--workspace", workspace.folder, "--out", workspace.folder / "clearing", "--json")
    told = fenming("pay", "clear", "latest", *where).json["institutions"]
    assert all(one["to_pay"] == one["earned"] - one["part_payment"] - one["quality_deposit"] for one in told)
    assert all(one["earned"] == sum(one["methods"].values()) for one in told)
    assert sum(one["part_payment"] for one in told) > 0
    sheet = openpyxl.load_workbook(workspace.folder / "clearing" / "payment.xlsx").worksheets[0]
    assert sheet.max_row > len(told)
    assert (workspace.folder / "clearing" / f"{told[0]['institution_id']}.html").exists()


def test_what_all_hospitals_are_cleared_is_the_drg_budget_and_what_the_packages_are_charged(county: MadeCounty):
    book = county.book
    cleared = [one for one in book if one.name.startswith("payment.hospital.") and one.name.endswith(".cleared")]
    charged = [book[f"settlement.consortium.{one}.spend_drg"].value for one in ("people", "tcm")]
    assert sum(one.value for one in cleared) == book["budget.county.drg_budget"].value == sum(charged)


def test_the_package_changes_by_nothing_but_what_was_cleared_less_billed(county: MadeCounty):
    book = county.book
    for one in ("people", "tcm"):
        moved = sum(
            figure.value
            for figure in book
            if figure.name.startswith("payment.drg.")
            and figure.name.endswith(".difference")
            and f".{one}." in figure.name
        )
        assert book[f"settlement.consortium.{one}.spend"].value == book[f"facts.consortium.{one}.billed"].value + moved


def test_a_hospitals_points_are_those_of_its_cases(in_county, county: MadeCounty):
    hospital = county.rows("SELECT institution_id FROM {points} ORDER BY points_micro DESC LIMIT 1")[0][0]
    told = in_county("pay", "cases", "latest", "--hospital", hospital, "--limit", 100_000, "--json").json
    assert told["count"] == len(told["cases"]) > 100
    assert sum(one["points_micro"] for one in told["cases"]) == county.book[f"payment.hospital.{hospital}.points"].value


def test_a_case_is_told_from_its_diagnosis_to_its_points(in_county, county: MadeCounty):
    for rule in ("normal", "low", "high", "unstable"):
        (case,) = in_county("pay", "cases", "latest", "--status", rule, "--limit", 1, "--json").json["cases"]
        told = in_county("pay", "cases", "latest", "--case", case["case_id"], "--json").json["steps"]
        assert case["drg"] in told[0]
        assert told[-1].startswith("points: ")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("pay", "month", "--month", "2024-13"), "'2024-13' is no month · write it like 2024-03"),
        (("pay", "month", "--month", "2019-03"), "2019"),
        (("pay", "month", "--month", " 2024-03"), "' 2024-03' is no month"),
        (("pay", "month", "--month", "2024-003"), "'2024-003' is no month"),
        (("pay", "month", "--month", "2024-3"), "'2024-3' is no month"),
        (("pay", "cases", "latest", "--case", "S0"), "there is no case S0"),
        (("pay", "cases", "latest", "--hospital", "H0"), "there is no institution H0"),
    ],
)
def test_what_cannot_be_paid_says_why(in_county, arguments, words):
    told = in_county(*arguments, code=2)
    assert words.partition(" · ")[0] in told.all


def test_a_pack_that_charges_bills_as_they_are_needs_no_cases(fenming, workspace, tmp_path):
    packs = write_overlay(tmp_path / "packs", {"payment.drg.charged": "billed"})
    fenming("run", "--workspace", workspace.folder, "--year", YEAR, "--packs", packs)
    assert "cleared no cases" in fenming("pay", "cases", "latest", "--workspace", workspace.folder, code=2).all


def test_group_tables_that_are_none_are_refused_and_nothing_is_taken_in(fenming, workspace, tmp_path):
    (tmp_path / "tables").mkdir()
    (tmp_path / "tables" / "mdc.csv").write_text("order,mdc,name\n1,MDCA,x\n")
    told = fenming("group", "adopt", "--tables", tmp_path / "tables", "--workspace", workspace.folder, code=2)
    assert "adrg.csv" in told.all
    assert not workspace.group_tables.exists()


def test_a_countys_own_group_tables_make_another_run(fenming, county: MadeCounty, workspace):
    from importlib.resources import as_file, files

    with as_file(files("fenming.grouping") / "demonstration") as folder:
        fenming("group", "adopt", "--tables", folder, "--workspace", workspace.folder)
    assert not (workspace.group_tables / "cases.csv").exists()
    made = fenming("run", "--workspace", workspace.folder, "--year", YEAR, "--json").json
    assert made["is_new"]
    assert made["run_id"] != county.run.name


def test_an_order_is_followed_to_its_receipt_and_never_paid_twice(fenming, workspace):
    where = ("--workspace", workspace.folder)
    fenming("pay", "month", "--month", MONTH, *where, "--book")
    listed = fenming("pay", "orders", *where, "--json").json
    order, other = listed[0]["id"], listed[1]["id"]
    assert {one["state"] for one in listed} == {"made"}
    fenming("pay", "order", order, "sent", *where)
    assert "say why it failed" in fenming("pay", "order", order, "failed", *where, code=2).all
    fenming("pay", "order", order, "failed", "--reason", "account closed", *where)
    fenming("pay", "order", order, "retried", *where)
    fenming("pay", "order", order, "paid", "--receipt", "R-1", *where)
    assert fenming("pay", "order", order, "retried", *where, code=2)
    fenming("pay", "order", other, "sent", *where)
    assert "R-1" in fenming("pay", "order", other, "paid", "--receipt", "R-1", *where, code=2).all
    (paid,) = fenming("pay", "orders", "--state", "paid", *where, "--json").json
    assert (paid["attempts"], paid["receipt"]) == (2, "R-1")
    assert [event["state"] for event in paid["events"]] == ["made", "sent", "failed", "retried", "paid"]
    assert (
        "'yesterday' is no day and time"
        in fenming("pay", "order", other, "failed", "--at", "yesterday", *where, code=2).all
    )


def test_a_payment_cancelled_after_the_year_is_not_taken_from_its_clearing(fenming, workspace):
    where = ("--workspace", workspace.folder)
    fenming("pay", "month", "--month", MONTH, *where, "--book")
    first = fenming("pay", "orders", *where, "--json").json[0]
    asked = ("pay", "clear", "latest", *where, "--out", workspace.folder / "clearing", "--json")

    def paid() -> int:
        listed = fenming(*asked).json["institutions"]
        return next(one["part_payment"] for one in listed if one["institution_id"] == first["payee"][0])

    assert paid() == first["amount_fen"]
    fenming("pay", "order", first["id"], "cancelled", "--reason", "wrong account", *where)
    assert paid() == 0


def test_advances_of_another_year_are_not_taken_from_this_years_clearing(fenming, county, workspace):
    payee = Payee(county.rows("SELECT institution_id FROM {institution} ORDER BY 1")[0][0], "示例", "example")
    step = Move(PART_PAYMENT, step_id(PART_PAYMENT, f"{YEAR - 1}-12", payee), date(YEAR - 1, 12, 31), "预拨").step(
        {payee.own(PART_PAYMENT): 100_000_000}, {payee.between("payable"): 100_000_000}
    )
    ledgers = Ledgers.load(workspace.folder / "payments")
    ledgers.book([step])
    ledgers.save(workspace.folder / "payments")
    where = ("--workspace", workspace.folder, "--out", workspace.folder / "clearing", "--json")
    assert {one["part_payment"] for one in fenming("pay", "clear", "latest", *where).json["institutions"]} == {0}


def test_a_year_without_settlement_lists_is_charged_as_billed_and_says_so(fenming, county, tmp_path):
    where = ("--workspace", tmp_path / "W")
    files = [path for path in county.exports.iterdir() if not path.name.startswith(("twin", "setl_list"))]
    fenming("import", *sorted(files), *where, "--key", county.key, code=1)
    told = fenming("run", "--year", YEAR, *where).all
    assert "no settlement lists (table case) were imported" in told
    listed = fenming("pay", "clear", "latest", *where, "--out", tmp_path / "clearing", "--json").json["institutions"]
    assert sum(one["earned"] for one in listed) > 0


def test_a_cancelled_order_is_payable_no_longer(fenming, workspace):
    where = ("--workspace", workspace.folder)
    fenming("pay", "month", "--month", MONTH, *where, "--book")
    first = fenming("pay", "orders", *where, "--json").json[0]
    before = sum(Ledgers.load(workspace.folder / "payments").outstanding(PART_PAYMENT).values())
    fenming("pay", "order", first["id"], "cancelled", "--reason", "wrong account", *where)
    after = sum(Ledgers.load(workspace.folder / "payments").outstanding(PART_PAYMENT).values())
    assert before - after == first["amount_fen"]
    fenming("pay", "order", first["id"], "again", *where)
    made = fenming("pay", "orders", "--state", "made", *where, "--json").json
    assert [one["amount_fen"] for one in made if one["id"] == f"{first['id']}:again"] == [first["amount_fen"]]
    assert sum(Ledgers.load(workspace.folder / "payments").outstanding(PART_PAYMENT).values()) == before
    other = fenming("pay", "orders", "--state", "made", *where, "--json").json[0]["id"]
    assert "is not cancelled" in fenming("pay", "order", other, "again", *where, code=2).all


def test_reviews_within_the_quota_are_paid_as_decided_and_others_say_why(fenming, county, workspace, tmp_path):
    where = ("--workspace", workspace.folder)
    listed = fenming("pay", "cases", "latest", "--status", "high", "--limit", 4, *where, "--json").json["cases"]
    rows = [
        f"{listed[0]['case_id']},2024-05-01,contagious,at_cost,",
        f"{listed[1]['case_id']},2024-05-02,rare,bought,",
        f"{listed[2]['case_id']},2024-05-03,dear,capped,{listed[2]['total_fen'] // 100}.{listed[2]['total_fen'] % 100:02}",
        f"{listed[3]['case_id']},2024-05-04,dear,capped,",
    ]
    file = tmp_path / "case_review.csv"
    file.write_text(
        "\n".join(["case_id,applied_on,application_reason,review_result,review_cap", *rows, "S0,2024-05-03,,,"]) + "\n",
        "utf8",
    )
    told = fenming("import", file, *where, "--key", county.key, code=1)
    assert "the settlement list S0 is not among the cases" in told.all
    fenming("run", "--year", YEAR, *where)
    queue = fenming("pay", "reviews", "latest", *where, "--json").json
    assert {row["case_id"] for row in queue} == {one["case_id"] for one in listed[:3]}
    again = {
        one["case_id"]: one
        for one in fenming("pay", "cases", "latest", "--status", "review", *where, "--json").json["cases"]
    }
    within = {row["case_id"] for row in queue if row["is_within"]}
    assert again.keys() == within - {listed[1]["case_id"]} == {listed[0]["case_id"], listed[2]["case_id"]}
    assert all(again[one["case_id"]]["points_micro"] > one["points_micro"] for one in (listed[0], listed[2]))
    told = fenming("pay", "cases", "latest", "--case", listed[0]["case_id"], *where).all
    assert "review" in told
    findings = (max(workspace.runs.glob("*/manifest.json"), key=lambda path: path.stat().st_mtime)).with_name(
        "findings.json"
    )
    assert "'bought' is no result of a review" in findings.read_text("utf8")


def test_deposits_are_released_by_score_and_not_paid_again_by_the_clearing(fenming, workspace, tmp_path):
    where = ("--workspace", workspace.folder)
    fenming("pay", "month", "--month", MONTH, *where, "--book")
    asked = ("pay", "clear", "latest", *where, "--out", tmp_path / "clearing", "--json")
    before = {one["institution_id"]: one for one in fenming(*asked).json["institutions"]}
    full, low = [key for key, one in before.items() if one["quality_deposit"] > 0][:2]
    (tmp_path / "scores.csv").write_text(f"institution_id,score\n{full},92.5%\n{low},70%\n", "utf8")
    told = fenming("pay", "release", "--year", YEAR, "--scores", tmp_path / "scores.csv", *where, "--book").all
    assert "stay withheld: no score was given" in told
    orders = {
        one["payee"][0]: one["amount_fen"]
        for one in fenming("pay", "orders", *where, "--json").json
        if "release" in one["id"]
    }
    assert orders == {full: before[full]["quality_deposit"], low: divide(before[low]["quality_deposit"] * 7, 10)}
    assert {one["institution_id"]: one for one in fenming(*asked).json["institutions"]} == before
    fenming("pay", "release", "--year", YEAR, "--scores", tmp_path / "scores.csv", *where, "--book")
    assert len([one for one in fenming("pay", "orders", *where, "--json").json if "release" in one["id"]]) == 2


def test_working_capital_is_a_month_of_past_spend_where_every_gate_is_passed(fenming, county, workspace, tmp_path):
    where, hospital = (
        ("--workspace", workspace.folder),
        county.rows("SELECT institution_id FROM {points} ORDER BY 1")[0][0],
    )
    (tmp_path / "spend.csv").write_text(f"institution_id,year,spend\n{hospital},{YEAR},1300000.00\n", "utf8")
    asked = ("pay", "capital", "--year", YEAR + 1, "--applications", tmp_path / "spend.csv", *where)
    assert "108,333.33" in fenming(*asked, "--book").all
    assert Ledgers.load(workspace.folder / "payments").outstanding("working_capital") != {}
    statement = Path("tests/examples/fund_statements/longyou_resident_2025q1.csv")
    told = fenming(*asked, "--statement", statement).all
    assert "no working capital may be paid: payable months" in told
    assert "108,333.33" not in told
    (tmp_path / "spend.csv").write_text("institution_id,year,spend\nHX,2024,many\n", "utf8")
    told = fenming(*asked, code=2).all
    assert "there is no institution HX in the register" in told
    assert "'2024, many' cannot be read" in told
