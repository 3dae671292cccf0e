"""Deliberate errors of the payer platform, few and known, so that an engine that looks can find exactly these."""

import numpy as np

from fenming.facts.twin.bills import INPATIENT, NONE, OUTPATIENT, Bills, Column
from fenming.facts.twin.draw import Ints, share_of, stream
from fenming.facts.twin.platform import Payments, terms_of
from fenming.facts.twin.rules import Rules
from fenming.facts.twin.structure import County
from fenming.kernel import PPM, divide


def untouched(bills: Bills) -> Column:
    """Rows that are neither copies nor copied."""
    free = bills.copy_of == NONE
    free[bills.copy_of[bills.copy_of != NONE]] = False
    return np.asarray(free)


def picked(source: np.random.Generator, candidates: Column, count: int) -> Ints:
    """`count` of the rows where `candidates` is true, or all of them where they are fewer; rising."""
    rows = np.flatnonzero(candidates)
    return np.sort(source.choice(rows, min(count, len(rows)), replace=False)) if len(rows) else rows


def how_many(share_ppm: int, rows: int) -> int:
    """A share of rows, at least one unless the share is nil."""
    return max(1, divide(share_ppm * rows, PPM)) if share_ppm else 0


def make_mistakes(bills: Bills, payments: Payments, law: tuple[County, Rules], seed: int) -> dict[str, Ints]:
    """Change the platform's printed amounts on a few bills; rows by kind of mistake. Later bills are not affected."""
    profile = law[0].profile
    free = untouched(bills)
    source = stream(seed, "mistakes")
    capped = free & (bills.care == OUTPATIENT) & (payments.pool < payments.by_rate)
    ignored = picked(source, capped, how_many(profile.mistakes.cap_ignored, len(bills)))
    payments.pool[ignored] = payments.by_rate[ignored]
    wrong = _wrong_deductibles(bills, payments, law, free)
    rows = picked(source, wrong[0], how_many(profile.mistakes.wrong_deductible, len(bills)))
    payments.deductible[rows], payments.pool[rows] = wrong[1][rows], wrong[2][rows]
    return {"cap_ignored": ignored, "wrong_deductible": rows}


def _wrong_deductibles(
    bills: Bills, payments: Payments, law: tuple[County, Rules], free: Column
) -> tuple[Column, Ints, Ints]:
    """Where the next level's deductible would give another payment; the deductible and the payment it would give."""
    county, rules = law
    level, area = county.levels[bills.institution], county.areas[bills.institution]
    possible = free & (bills.care == INPATIENT) & (area == 0) & (payments.pool == payments.by_rate)
    other = rules.inpatient_deductible[np.where(level == 0, 1, level - 1)]
    applied = np.minimum(other, np.maximum(bills.eligible, 0))
    pool = np.zeros(len(bills), dtype=np.int64)
    pool[possible] = share_of(
        bills.eligible[possible] - applied[possible], terms_of(bills.take(np.flatnonzero(possible)), county, rules).rate
    )
    fits = pool + payments.critical <= bills.eligible
    return possible & fits & (pool != payments.pool), applied, pool
