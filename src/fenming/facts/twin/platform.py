"""The payer platform of the twin: every bill's payment, all persons' k-th bills of the year at a time.

A second opinion on the sequential claim kernel: written apart from it, over columns instead of claims.
"""

from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from fenming.facts.twin.bills import CHRONIC, INPATIENT, OUTPATIENT, Bills, Column
from fenming.facts.twin.draw import Ints, share_of
from fenming.facts.twin.people import NONE, People
from fenming.facts.twin.rules import Rules
from fenming.facts.twin.structure import County


@dataclass(slots=True)
class Payments:
    """What the platform prints, one entry per bill, in fen. `by_rate` is the pool's payment before any cap."""

    deductible: Ints
    by_rate: Ints
    pool: Ints
    critical: Ints

    @property
    def fund(self) -> Ints:
        return np.asarray(self.pool + self.critical)


@dataclass(slots=True)
class Terms:
    """The terms of each bill that do not depend on the person's year: deductible standard, rate and floor rate."""

    standard: Ints
    rate: Column
    floor: Column


@dataclass(slots=True)
class _Years:
    """The cap on each person's chronic outpatient care, and what the year has used up so far, in fen."""

    chronic_cap: Ints
    pool: Ints
    outpatient: Ints
    outpatient_deductible: Ints
    chronic: Ints
    inpatient_deductible: Ints
    borne: Ints


def terms_of(bills: Bills, county: County, rules: Rules) -> Terms:
    """Deductible standard and rates by care, level, area and referral."""
    level, area = county.levels[bills.institution], county.areas[bills.institution]
    is_inpatient, is_away = bills.care == INPATIENT, area > 0
    standard = np.where(is_inpatient, rules.inpatient_deductible[level], 0)
    standard = np.where(is_inpatient & (area == 1), share_of(standard, rules.other_city_deductible_factor), standard)
    by_total = share_of(np.abs(bills.total), rules.out_of_province_deductible_rate)
    by_total = np.clip(by_total, rules.out_of_province_deductible_min, rules.out_of_province_deductible_max)
    standard = np.where(is_inpatient & (area == 2), by_total, standard)
    rate = np.where(area == 2, rules.out_of_province_rate, rules.inpatient_rate[level])
    rate = np.where(is_away & ~bills.is_referred.astype(bool), np.maximum(rate - rules.unreferred_reduction, 0), rate)
    rate = np.where(bills.care == CHRONIC, rules.chronic_rate, rate)
    rate = np.where(bills.care == OUTPATIENT, rules.outpatient_rate[level], rate)
    floor = np.where(is_inpatient, rules.floor_rate[area], 0)
    return Terms(standard, rate.astype(np.int32), floor.astype(np.int32))


def adjudicate(bills: Bills, people: People, county: County, rules: Rules) -> Payments:
    """The platform's payment of bills sorted by person and time; refunds give back what their original was paid."""
    terms, years = terms_of(bills, county, rules), _fresh_years(people, rules)
    payments = Payments(*(np.zeros(len(bills), dtype=np.int64) for _ in range(4)))
    starts = np.flatnonzero(np.diff(bills.person, prepend=NONE))
    turn = np.arange(len(bills), dtype=np.int32) - np.repeat(starts, np.diff(starts, append=len(bills))).astype(
        np.int32
    )
    by_turn = np.argsort(turn.astype(np.int16), kind="stable")
    edges = np.concatenate(([0], np.cumsum(np.bincount(turn))))
    for begin, end in pairwise(edges):
        rows = by_turn[begin:end]
        _pay(bills, rows, (terms, rules), years, payments)
    return payments


def _fresh_years(people: People, rules: Rules) -> _Years:
    used = [np.zeros(len(people), dtype=np.int64) for _ in range(6)]
    further = (people.disease[:, 1] != NONE).astype(np.int64)
    cap = np.minimum(rules.chronic_annual_cap + further * rules.chronic_extra_disease_cap, rules.chronic_annual_cap_max)
    return _Years(cap, *used)


def _pay(bills: Bills, rows: Ints, law: tuple[Terms, Rules], years: _Years, payments: Payments) -> None:
    """Pay one bill of each of many persons and note what it used up."""
    terms, rules = law
    person, care, eligible = bills.person[rows], bills.care[rows], bills.eligible[rows]
    standard = terms.standard[rows]
    standard = np.where(
        care == OUTPATIENT, np.maximum(rules.outpatient_deductible - years.outpatient_deductible[person], 0), standard
    )
    if rules.is_deductible_yearly:
        standard = np.where(care == INPATIENT, np.maximum(standard - years.inpatient_deductible[person], 0), standard)
    rate = terms.rate[rows]
    applied = np.where(rate > 0, np.minimum(standard, np.maximum(eligible, 0)), 0)
    by_rate = share_of(np.maximum(eligible - applied, 0), rate)
    by_rate = np.minimum(
        np.maximum(by_rate, share_of(np.maximum(eligible, 0), terms.floor[rows])), np.maximum(eligible, 0)
    )
    room = rules.inpatient_annual_cap - years.pool[person]
    room = np.minimum(room, np.where(care == OUTPATIENT, rules.outpatient_annual_cap - years.outpatient[person], room))
    room = np.minimum(room, np.where(care == CHRONIC, years.chronic_cap[person] - years.chronic[person], room))
    pool = np.minimum(by_rate, np.maximum(room, 0))
    borne = np.where(care == OUTPATIENT, 0, eligible - pool)
    critical = _critical(years.borne[person] + borne, rules) - _critical(years.borne[person], rules)
    paid = [applied, by_rate, pool, critical]
    is_refund = bills.sign[rows] < 0
    if is_refund.any():
        original = bills.copy_of[rows[is_refund]]
        for amount, column in zip(paid, _columns(payments), strict=True):
            amount[is_refund] = -column[original]
        borne = np.where(care == OUTPATIENT, 0, eligible - pool)
    for amount, column in zip(paid, _columns(payments), strict=True):
        column[rows] = amount
    _use(years, (person, care), (applied, pool, borne))


def _columns(payments: Payments) -> tuple[Ints, Ints, Ints, Ints]:
    return payments.deductible, payments.by_rate, payments.pool, payments.critical


def _use(years: _Years, who: tuple[Column, Column], used: tuple[Ints, Ints, Ints]) -> None:
    """Persons appear once each, so plain indexed addition is exact."""
    (person, care), (applied, pool, borne) = who, used
    years.pool[person] += pool
    years.borne[person] += borne
    years.outpatient[person] += np.where(care == OUTPATIENT, pool, 0)
    years.outpatient_deductible[person] += np.where(care == OUTPATIENT, applied, 0)
    years.chronic[person] += np.where(care == CHRONIC, pool, 0)
    years.inpatient_deductible[person] += np.where(care == INPATIENT, applied, 0)


def _critical(borne: Ints, rules: Rules) -> Ints:
    """Critical-illness insurance on a year's borne eligible cost, each tier's part rounded by itself."""
    paid = np.zeros(len(borne), dtype=np.int64)
    if borne.max(initial=0) <= rules.critical_edges[0]:
        return paid
    for tier, (edge, rate) in enumerate(zip(rules.critical_edges, rules.critical_rates, strict=True)):
        upper = borne if tier + 1 == len(rules.critical_edges) else np.minimum(borne, rules.critical_edges[tier + 1])
        paid += share_of(np.maximum(upper - edge, 0), rate)
    return paid
