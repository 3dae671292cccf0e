"""One yuan's way: from the bills and the financing to what a village clinic is owed, and back."""

import csv
import re
from collections import defaultdict
from decimal import Decimal

import duckdb
import pytest
from tests.support.made_county import MadeCounty
from tests.twin.rows import all_rows, fen

from fenming.kernel import Figure
from fenming.ledger import Journal
from fenming.mechanisms import recompute

ROWS = ("spend", "points")  # bills summed, and cases priced in points


@pytest.fixture(scope="module")
def raw_bills(county: MadeCounty) -> list[dict[str, str]]:
    """The rows of the exported bill files that were not set aside, as a person with a spreadsheet would read them."""
    paths = [str(path) for path in county.workspace.quarantine_paths()]
    aside = county.rows(f"""SELECT raw->>'setl_id', code FROM read_parquet({paths}) WHERE "table" = 'bill'""")
    lost = {bill for bill, code in aside if code != "duplicate"}
    rows = {row["setl_id"].strip(): row for row in all_rows(county.exports, "setl_d")}
    return [row for bill, row in rows.items() if bill not in lost]


@pytest.fixture(scope="module")
def consortium_of(county: MadeCounty) -> dict[str, str]:
    with (county.exports / "psn_insu_d.csv").open(encoding="utf8") as handle:
        return {row["psn_no"].strip(): row["medcons_code"].strip() for row in csv.DictReader(handle)}


def clinic_with_surplus(county: MadeCounty) -> str:
    """The village clinic that is owed most of a package's surplus."""
    ((clinic,),) = county.rows(
        "SELECT payee FROM {share} WHERE level = 'village' AND kind = 'general' GROUP BY payee ORDER BY sum(fen) DESC, payee LIMIT 1"
    )
    return clinic


def test_spend_of_a_consortium_is_the_sum_of_its_peoples_bills_in_the_exported_files(
    county: MadeCounty, raw_bills, consortium_of
):
    sums: dict[str, int] = defaultdict(int)
    for row in raw_bills:
        sums[consortium_of[row["psn_no"].strip()]] += fen(row["hifp_pay"])
    assert len(raw_bills) == county.rows("SELECT sum(bills)::BIGINT FROM {spend}")[0][0]
    for consortium, paid in sums.items():
        assert county.book[f"facts.consortium.{consortium}.billed"].value == paid


def test_spend_of_a_unit_is_the_sum_of_its_members_bills_summed_by_hand(county: MadeCounty):
    """In plain Python over rows, apart from the query that writes `spend`."""
    member = dict(county.rows("SELECT person_id, unit_id FROM {person}"))
    sums: dict[tuple[str, str], int] = defaultdict(int)
    for person, is_chronic, paid in county.rows("SELECT person_id, is_chronic_pool, platform_pool_fen FROM {bill}"):
        sums[member[person], "chronic" if is_chronic else "general"] += paid
    figures = [
        figure for figure in county.book if re.fullmatch(r"facts\.unit\.\w+\.(general|chronic)_spend", figure.name)
    ]
    assert len(figures) > 400
    for figure in figures:
        unit, pool = figure.name.removesuffix("_spend").split(".")[2:]
        assert figure.value == sums[unit, pool], figure.name


@pytest.mark.parametrize(
    ("column", "bills"),
    [
        ("bills", "count(*)"),
        ("total_fen", "sum(b.total_fen)"),
        ("eligible_fen", "sum(b.eligible_fen)"),
        ("pool_fen", "sum(b.platform_pool_fen)"),
        ("platform_fen", "sum(b.platform_pool_fen)"),
        ("recomputed_fen", "sum(a.pool_fen)"),
        ("critical_illness_fen", "sum(a.critical_illness_fen)"),
        ("person_fen", "sum(b.platform_person_fen)"),
    ],
)
def test_spend_table_sums_equal_the_bills_sums_in_every_cell(county: MadeCounty, column: str, bills: str):
    keys = "month, care, level, area, is_drg, is_chronic"
    summed = county.rows(f"SELECT unit_id, {keys}, sum({column})::BIGINT FROM {{spend}} GROUP BY ALL ORDER BY ALL")
    independent = county.rows(
        f"""SELECT (SELECT p.unit_id FROM {{person}} p WHERE p.person_id = b.person_id) AS unit_id,
            date_part('month', b.settled_at) AS month, b.care, b.level, b.area,
            CASE WHEN b.payment_method = '4' THEN 1 ELSE 0 END AS is_drg,
            CASE WHEN b.is_chronic_pool THEN 1 ELSE 0 END AS is_chronic, {bills}::BIGINT
        FROM {{bill}} b LEFT JOIN {{adjudicated}} a ON a.row = b.row GROUP BY ALL ORDER BY ALL"""
    )
    assert summed == independent


def test_chronic_pool_takes_the_bills_of_a_disease_the_person_was_registered_for_that_day(county: MadeCounty):
    ((wrong, in_pool),) = county.rows(
        """SELECT count(*) FILTER (WHERE b.is_chronic_pool <> (b.disease_id IS NOT NULL AND EXISTS (
                SELECT 1 FROM {chronic} c WHERE c.person_id = b.person_id AND c.disease_id = b.disease_id
                AND c.began_on <= b.settled_at::DATE AND coalesce(c.ended_on, DATE '9999-12-31') >= b.settled_at::DATE))),
            count(*) FILTER (WHERE b.is_chronic_pool) FROM {bill} b"""
    )
    assert (wrong, in_pool > 100) == (0, True)


def test_every_figure_read_from_rows_is_what_its_named_rows_say(county: MadeCounty):
    """Each leaf names table, column and condition: ask the run's own table again."""
    leaves = [figure for figure in county.book if figure.verb == "table"]
    assert len(leaves) > 2_000
    with duckdb.connect() as connection:
        for path in (county.run / "tables").glob("*.parquet"):
            connection.execute(f"CREATE TABLE {path.stem} AS FROM read_parquet('{path}')")
        for kind, figures in by_rows_asked(leaves).items():
            found = asked(connection, kind)
            for figure in figures:
                assert value_of(figure) == found.get(tuple(map(str, figure.source.where.values())), 0), figure.name


def by_rows_asked(leaves: list[Figure]) -> dict[tuple[str, ...], list[Figure]]:
    """Leaves by table, column and the columns of their condition."""
    kinds: dict[tuple[str, ...], list[Figure]] = defaultdict(list)
    for figure in leaves:
        kinds[figure.source.table, figure.source.column, *figure.source.where].append(figure)
    return kinds


def asked(connection: duckdb.DuckDBPyConnection, kind: tuple[str, ...]) -> dict[tuple[str, ...], int]:
    """The sums of a column by all values of the condition's columns."""
    table, column, *where = kind
    keys = [f"{key}::INTEGER::VARCHAR" if key.startswith("is_") else f"{key}::VARCHAR" for key in where]
    asked_for = ", ".join([*keys, f"sum({column}::BIGINT)::BIGINT"])
    rows = connection.execute(f"SELECT {asked_for} FROM {table} GROUP BY ALL").fetchall()
    return {tuple(key): value for *key, value in rows}


def value_of(figure: Figure) -> int:
    return sum(figure.value.values()) if isinstance(figure.value, dict) else figure.value


def test_what_a_village_clinic_is_owed_leads_back_to_financing_and_to_bills(county: MadeCounty):
    owed = county.book[f"settlement.payee.{clinic_with_surplus(county)}.payable"]
    below = {figure.name: figure for figure in owed.walk()}
    assert {
        "budget.county.financing",
        "budget.financing_per_head",
        "budget.hand_over_ratio",
        "budget.county.package",
        "settlement.surplus_route",
        "settlement.unit_general_split",
        "settlement.team_split",
        "public_health.village_total",
    } <= set(below)
    assert all(recompute(figure) == figure.value for figure in below.values())
    policy = [figure for figure in below.values() if figure.verb == "parameter"]
    assert all(figure.cite and figure.cite.clause for figure in policy)
    leaves = {table: [one for one in below.values() if one.source and one.source.table == table] for table in ROWS}
    assert "facts.consortium.people.general_other" in {leaf.name for leaf in leaves["spend"]}
    assert "payment.consortium.people.general_drg" in below
    assert {"points_micro", "others_fen"} <= {leaf.source.column for leaf in leaves["points"]}
    assert all(not figure.below for figure in below.values() if figure.verb in ("parameter", "table", "calendar"))


def test_the_way_down_loses_no_fen(county: MadeCounty):
    """Financing = premium + risk money + kept back + packages; a package = spend + fee + shares + held − overspend."""
    value = {figure.name: figure.value for figure in county.book}
    assert value["budget.county.financing"] == sum(
        value[f"budget.county.{part}"] for part in ("critical_illness_premium", "risk_money", "withheld", "package")
    )
    for one in ("people", "tcm"):
        at, budget = f"settlement.consortium.{one}", f"budget.consortium.{one}"
        ((shared,),) = county.rows(
            f"""SELECT sum(fen)::BIGINT FROM {{share}} WHERE consortium_id = '{one}'
            AND kind IN ('general', 'chronic', 'public_health_body', 'family_doctor')"""
        )
        held = sum(value.get(f"{at}.{name}", 0) for name in ("surplus_risk_fund", "chronic_forfeit"))
        assert value[f"{budget}.package"] == value[f"{at}.spend"] + shared + held - value[f"{at}.overspend"]


def test_payables_of_all_payees_are_all_shares_and_all_postings(county: MadeCounty):
    owed = {
        figure.name.split(".")[2]: figure.value
        for figure in county.book
        if figure.name.startswith("settlement.payee.") and figure.name.endswith(".payable")
    }
    assert dict(county.rows("SELECT payee, sum(fen)::BIGINT FROM {share} GROUP BY payee")) == owed
    booked: dict[str, int] = defaultdict(int)
    journal, findings = Journal.load(county.run / "journal.jsonl")
    assert not findings
    for entry in journal.entries:
        assert sum(posting.fen for posting in entry.postings) == 0
        for posting in entry.postings:
            if posting.account.startswith("Liabilities:Payable:"):
                booked[posting.account] -= posting.fen
    assert sorted(fen for fen in booked.values() if fen) == sorted(fen for fen in owed.values() if fen)


def test_a_consortiums_month_is_booked_as_the_bills_of_that_month(county: MadeCounty):
    march = county.rows(
        """SELECT p.consortium_id, sum(b.platform_pool_fen)::BIGINT FROM {bill} b JOIN {person} p USING (person_id)
        WHERE b.settled_at >= TIMESTAMP '2024-03-01' AND b.settled_at < TIMESTAMP '2024-04-01' GROUP BY ALL"""
    )
    for consortium, paid in march:
        figures = [
            county.book[f"facts.consortium.{consortium}.month.03.{pool}"].value for pool in ("general", "chronic")
        ]
        assert sum(figures) == paid


def test_totals_in_the_exported_files_reach_the_run_in_yuan_and_fen(county: MadeCounty, raw_bills):
    yuan = sum(Decimal(row["medfee_sumamt"]) for row in raw_bills)
    assert county.json("adjudication.json")["total_fen"] == yuan * 100
