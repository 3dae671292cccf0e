"""Refunds and bills sent again: rows that stand for an earlier row."""

import numpy as np

from fenming.facts.twin.bills import Bills, Column, join
from fenming.facts.twin.draw import Ints, between, happens, stream
from fenming.facts.twin.profile import Profile
from fenming.facts.twin.visits import DAY


def with_refunds(bills: Bills, profile: Profile, seed: int) -> Bills:
    """`bills` plus a refund for a share of them and, for some of those, the same bill sent again; times later, same year."""
    source = stream(seed, "refunds")
    longest = 2 * profile.refunds.days[1] * DAY
    year_end = int(
        (np.datetime64(f"{profile.year + 1}-01-01", "s") - np.datetime64(f"{profile.year}-01-01", "s")).astype(np.int64)
    )
    open_rows = happens(source, profile.refunds.share, len(bills)) & (bills.seconds < year_end - longest - DAY)
    original = np.flatnonzero(open_rows)
    bills.visit = np.arange(len(bills), dtype=np.int32)
    refund = _copies(bills, original, between(source, *profile.refunds.days, len(original)) * DAY)
    refund.sign[:] = -1
    again = happens(source, profile.refunds.rebilled_share, len(original))
    rebill = _copies(
        bills,
        original[again],
        refund.seconds[again] - bills.seconds[original[again]] + between(source, 600, 7200, int(again.sum())),
    )
    return join([bills, refund, rebill])


def _copies(bills: Bills, original: Ints, later: Column) -> Bills:
    copies = bills.take(original)
    copies.seconds = (copies.seconds + later).astype(np.int32)
    copies.copy_of = original.astype(np.int32)
    return copies


def net_weight(bills: Bills) -> Column:
    """Per row that is no copy: how often it is paid in the end (0 refunded, 1 otherwise or when sent again)."""
    weight = np.ones(len(bills), dtype=np.int64)
    copies = np.flatnonzero(bills.copy_of >= 0)
    np.add.at(weight, bills.copy_of[copies], bills.sign[copies].astype(np.int64))
    weight[copies] = 0
    return weight
