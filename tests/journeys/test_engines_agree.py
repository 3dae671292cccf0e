"""The compiled kernel and the same functions in plain Python, on every bill of a county's year."""

from datetime import date

import numpy as np
import pyarrow.parquet as pq
from tests.support.made_county import COUNTY, YEAR, MadeCounty

from fenming.adjudication.desk.bills import FIELDS, batches, fill, place_refunds
from fenming.adjudication.desk.disease import Registrations
from fenming.adjudication.desk.facts import Facts
from fenming.adjudication.desk.starts import Starts
from fenming.adjudication.desk.stays import name_stays
from fenming.adjudication.law.codes import numbers
from fenming.adjudication.law.dated import dated_rules
from fenming.adjudication.plan.claim import Paid
from fenming.adjudication.telling.history import plain_results
from fenming.policy import load_pack


def bills_of(county: MadeCounty, known: Facts):
    """Every bill as the loop reads it."""
    paths = [county.workspace.table_path("bill")]
    whole = county.workspace.manifest()["tables"]["bill"]["rows"]
    bills, done = np.zeros((len(FIELDS), whole), np.int64), 0
    for batch in batches(paths, 10_000):
        fill(bills[:, done : done + batch.num_rows], batch, known)
        if not done:
            first_row = int(numbers(batch["row"])[0])
        done += batch.num_rows
    place_refunds(bills, first_row)
    name_stays(bills, known)
    return bills


def test_plain_python_pays_every_bill_of_the_county_as_the_compiled_loop_did(county: MadeCounty):
    pack = load_pack(COUNTY)
    registered = Registrations.read([county.workspace.table_path("chronic")])
    rules = dated_rules(pack, date(YEAR, 1, 1), date(YEAR, 12, 31))
    known = Facts(pack.codes, rules, registered, Starts.none())
    result = plain_results(bills_of(county, known).astype(object), known)
    assert {type(value) for value in result[5]} == {int}
    stored = pq.read_table(county.run / "tables" / "adjudicated.parquet")
    assert stored.num_rows > 40_000
    for place, name in enumerate(Paid._fields):
        assert result[place].tolist() == stored[name].to_pylist(), name


def test_every_bill_is_paid_by_fund_and_person_to_the_fen(county: MadeCounty):
    broken = county.rows(
        """SELECT count(*) FROM {bill} JOIN {adjudicated} USING (row)
        WHERE fund_fen + person_fen <> total_fen OR pool_fen + critical_illness_fen <> fund_fen
           OR difference_fen <> pool_fen - platform_pool_fen OR abs(fund_fen) > abs(total_fen)"""
    )
    assert broken == [(0,)]


def test_refunds_give_back_exactly_what_their_bill_was_paid(county: MadeCounty):
    columns = ", ".join(
        f"sum(abs(back.{name} + paid.{name}))::BIGINT"
        for name in Paid._fields
        if name.endswith("_fen") and name not in ("deductible_standard_fen", "difference_fen")
    )
    query = f"SELECT count(*), {columns} FROM {{bill}} b JOIN {{adjudicated}} back USING (row) JOIN {{adjudicated}} paid ON paid.row = b.refund_row"
    ((count, *left),) = county.rows(query)
    assert count > 50
    assert set(left) == {0}
