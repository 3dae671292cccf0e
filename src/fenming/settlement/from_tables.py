"""The year settled from the tables of a run: what a run does, and what its verification does again."""

from datetime import date

from fenming.budget import build_budget
from fenming.facts.run_tables import RunTables
from fenming.payment.clearing import clear_cases
from fenming.policy import Pack
from fenming.settlement.clearing import Settlement, settle
from fenming.settlement.reading import read_county_year, read_roll
from fenming.settlement.referral import read_referral_money


def settle_tables(pack: Pack, tables: RunTables, year: int) -> Settlement:
    """The settled `year` of the county of `pack`: budget, case payment, then every pool.

    Raises BadInput where the pack leaves a needed parameter open or the tables lack what must be known.
    """
    policy = pack.on(date(year, 12, 31))
    budget = build_budget(policy, read_roll(tables))
    payment = clear_cases(policy, budget.county.drg_budget, tables)
    referrals = read_referral_money(policy, tables)
    return settle(policy, budget, read_county_year(tables, year, payment), payment, referrals)
