"""Where figures are printed, `--json` prints them as JSON and nothing else on the output stream."""

from pathlib import Path

import typer
from tests.grouping.dip.made_history import history, write_cases
from tests.intake.county import bill, registers, write
from tests.support.group_tables import write_tables
from tests.support.made_county import MadeCounty, copied

from fenming.cli.app import app, import_commands

BENCH = "bench"  # times whole runs; its JSON is looked at where it is tested
EMPTY = {"policy check", "pay reviews"}  # nothing is wrong, nobody has applied
STATEMENT = Path(__file__).parents[1] / "examples" / "fund_statements" / "longyou_employee_2025q1.csv"


def commands_with_json(command, path: tuple[str, ...] = ()):
    """Names of all commands that offer --json."""
    for name, lower in getattr(command, "commands", {}).items():
        yield from commands_with_json(lower, (*path, name))
    if any(parameter.name == "as_json" for parameter in command.params):
        yield " ".join(path)


def answers(fenming, county: MadeCounty) -> dict[str, object]:
    """What the reading commands print of the shared run."""
    where = ("--workspace", county.workspace.folder, "--json")
    unit = next(iter(county.rows("SELECT unit_id FROM {health_unit} ORDER BY 1")))[0]
    paid = next(iter(county.rows("SELECT bill_id FROM {bill} WHERE care = 3 ORDER BY 1")))[0]
    figure = "settlement.consortium.tcm.fund_share"
    return {
        "runs": fenming("runs", *where).json,
        "pay cases": fenming("pay", "cases", "latest", "--limit", 2, *where).json,
        "pay reviews": fenming("pay", "reviews", "latest", *where).json,
        "fund status": fenming("fund", "status", "--statement", STATEMENT, "--json").json,
        "fund deadlines": fenming("fund", "deadlines", "--year", 2025, "--today", "2025-01-02", "--json").json,
        "figures": fenming("figures", "latest", "settlement.consortium.tcm", *where).json,
        "files": fenming("files", *where).json,
        "verify": fenming("verify", "latest", *where).json,
        "explain": [
            fenming("explain", "latest", *what, *where).json for what in ((figure,), ("--unit", unit), ("--bill", paid))
        ],
        "reconcile": fenming("reconcile", "suixi-2024", "--json").json,
        "policy show": fenming("policy", "show", "settlement.risk_corridor", "--on", "2024-06-30", "--json").json,
        "policy list": fenming("policy", "list", "--json").json,
        "policy cards": fenming("policy", "cards", "--json").json,
        "policy schemes": fenming("policy", "schemes", "--on", "2024-06-30", "--json").json,
        "policy packs": fenming("policy", "packs", "--json").json,
        "twin describe": fenming("twin", "describe", county.exports, "--json").json,
        "care points": fenming("care", "points", "--year", 2024, *where).json,
        "care money": fenming("care", "money", "--year", 2024, *where).json,
        "care chronic": fenming("care", "chronic", "--year", 2024, *where).json,
        "care contracts": fenming("care", "contracts", "--year", 2024, *where).json,
        "care fees": fenming("care", "fees", "--year", 2024, *where).json,
        "care referrals": fenming("care", "referrals", "--year", 2024, *where).json,
        "care mortality": fenming("care", "mortality", "--year", 2024, *where).json,
        "care flow": fenming("care", "flow", "--year", 2024, *where).json,
        "care risk": fenming("care", "risk", "--on", "2024-12-31", *where).json,
    }


def paid(fenming, folder: Path) -> dict[str, object]:
    """What the commands print that pay a month, clear the year and estimate what is not in, in a workspace of their own."""
    where, spend, scores = ("--workspace", folder, "--json"), folder / "spend.csv", folder / "scores.csv"
    spend.write_text("institution_id,year,spend\nH34062100001,2024,1200.00\n")
    scores.write_text("institution_id,score\nH34062100001,90%\n")
    return {
        "pay month": fenming("pay", "month", "--month", "2024-03", "--book", *where).json,
        "pay capital": fenming("pay", "capital", "--year", 2025, "--applications", spend, *where).json,
        "pay release": fenming("pay", "release", "--year", 2024, "--scores", scores, *where).json,
        "pay orders": fenming("pay", "orders", *where).json,
        "pay clear": fenming("pay", "clear", "latest", "--out", folder / "clearing", *where).json,
        "fund estimate": fenming("fund", "estimate", "--as-of", "2024-12", *where).json,
    }


def assessed(fenming, folder: Path, unit: str) -> dict[str, object]:
    """What is printed from an assessment made to one frozen and one appealed against, in a workspace of their own."""
    where, said = ("--workspace", folder, "--json"), ("--by", "考核办", "--reason", "复核")
    claim = (unit, "contract_coverage", "--year", 2024, "--numerator", 1)
    printed = {"assess": fenming("assess", "--year", 2024, *where).json}
    first = printed["assess"]["assessment_id"]
    printed["assess freeze"] = fenming("assess", "freeze", first, *said, *where).json
    printed["assess appeal"] = fenming("assess", "appeal", *claim, *said, *where).json
    printed["assess decide"] = fenming("assess", "decide", "A0001", "--accept", *said, *where).json
    printed["assess appeals"] = fenming("assess", "appeals", *where).json
    fenming("assess", "--year", 2024, *where)
    printed["assess list"] = fenming("assess", "list", *where).json
    printed["assess compare"] = fenming("assess", "compare", first, "latest", *where).json
    printed["assess explain"] = fenming("assess", "explain", unit, *where).json
    printed["assess indicators"] = fenming("assess", "indicators", *where).json
    return printed


def grouped(fenming, folder: Path) -> dict[str, object]:
    """What is printed of two made-up cases and two directories of group tables."""
    tables, cases = folder / "tables", folder / "cases.csv"
    write_tables(tables)
    cases.write_text("setl_id,gend,age,diag_code1,oprn_oprt_code1\n1,1,60,J18.900,\n2,2,70,J18.900,32.4100\n")
    of_cases = ("--cases", cases, "--json")
    return {
        "group": fenming("group", "--tables", tables, "--out", folder / "grouped.csv", *of_cases).json,
        "group compare": fenming("group", "compare", "--tables", tables, "--tables", "demonstration", *of_cases).json,
    }


def scored(fenming, folder: Path) -> dict[str, object]:
    """What is printed from a made-up history to a directory and the points of a year."""
    cases, directory = folder / "history.csv", ("--directory", folder / "directory")
    write_cases(cases, history(60))
    terms = ("--threshold", 5, "--age-bands", "7,18,65", "--readmission-days", 15)
    of_cases = ("--cases", cases, "--json")
    return {
        "dip build": fenming("dip", "build", "--out", folder / "directory", *terms, *of_cases).json,
        "dip check": fenming("dip", "check", *directory, "--json", code=1).json,
        "dip assign": fenming("dip", "assign", *directory, *of_cases).json,
        "dip score": fenming("dip", "score", *directory, "--year", 2024, *of_cases).json,
    }


def test_every_command_that_prints_figures_prints_json(fenming, county: MadeCounty, tmp_path):
    for name in ("groups", "history"):
        (tmp_path / name).mkdir()
    printed = answers(fenming, county) | grouped(fenming, tmp_path / "groups") | scored(fenming, tmp_path / "history")
    (tmp_path / "packs").mkdir()
    folder = copied(county, tmp_path / "W", with_runs=True).folder
    printed["run"] = fenming("run", "--year", 2024, "--workspace", folder, "--json").json
    printed |= paid(fenming, folder)
    printed |= assessed(fenming, folder, county.rows("SELECT min(unit_id) FROM {health_unit}")[0][0])
    made = ("--year", 2025, "--workspace", folder, "--json")
    printed["budget make"] = fenming("budget", "make", "--fund-growth", "4%", *made).json
    printed["budget explain"] = fenming("budget", "explain", "budget.next.resident.total", *made).json
    printed["policy check"] = fenming("policy", "check", write_pack(tmp_path / "packs"), "--json").json
    files = [*registers(tmp_path / "files"), write(tmp_path / "files" / "bill.csv", [bill(1)])]
    small = ("--workspace", tmp_path / "small", "--json")
    printed["import"] = fenming("import", *files, *small).json
    ids = [batch["id"] for batch in printed["import"]["batches"] if batch["table"] == "bill"]
    printed["policy new"] = fenming(
        "policy", "new", "cn/zz/999902", "--blank", "--root", tmp_path / "new", "--json"
    ).json
    judged = tmp_path / "judged.csv"
    own = ("--bills", files[-1], "--out", judged, "--json")
    printed["adjudicate"] = fenming("adjudicate", "--pack", "cn/ah/340621", *own).json
    printed["withdraw"] = fenming("withdraw", *ids, *small).json
    import_commands()
    assert {*printed, BENCH} == set(commands_with_json(typer.main.get_command(app)))
    assert all(value or name in EMPTY for name, value in printed.items())


def write_pack(root):
    pack = root / "cn" / "zz"
    pack.mkdir(parents=True)
    (pack / "pack.yaml").write_text("label: 测试省\nlabel_en: Test province\nlevel: province\n", "utf8")
    return root


def test_figures_are_the_runs_figures_with_unit_and_grade(fenming, county: MadeCounty):
    shown = fenming("figures", "latest", "budget.county", "--workspace", county.workspace.folder, "--json").json
    assert shown["budget.county.financing"]["value"] == county.book["budget.county.financing"].value
    assert shown["budget.county.financing"]["unit"] == "fen"
    assert shown["budget.county.financing"]["grade"] == county.book.grade("budget.county.financing").word
    assert all(name.startswith("budget.county") for name in shown)


def test_published_figures_are_told_same_different_or_not_derivable(fenming):
    verdicts = {row["verdict"] for row in fenming("reconcile", "suixi-2024", "--json").json}
    assert verdicts == {"same", "differs", "not_derivable", "given"}
