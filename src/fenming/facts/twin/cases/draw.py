"""The year's settlement lists: one for every stay in the county that is paid by group and was not refunded."""

import numpy as np

from fenming.facts.twin.bills import INPATIENT, NONE, Bills
from fenming.facts.twin.cases.choosing import Stays, choose_further, choose_treatments
from fenming.facts.twin.cases.lists import Lists, nothing
from fenming.facts.twin.cases.plan import CasePlan, Newborns
from fenming.facts.twin.draw import Ints, between, choose, draw_quantile, happens, quantile_table, stream
from fenming.facts.twin.people import People
from fenming.facts.twin.platform import Payments
from fenming.facts.twin.structure import PRIMARY, County
from fenming.facts.twin.visits import DAY

_YEARS, _DAYS = 4, 1461  # days of so many years
_EMERGENCY = 24  # national med_type 急诊转住院


def draw_lists(made: tuple[County, People, Bills, Payments], plan: CasePlan, serial: Ints, seed: int) -> Lists:
    """A list for every such bill, in the order of `serial`, from a stream of its own: no bill changes."""
    county, people, bills, payments = made
    rows = _listed_rows(county, bills)
    rows = rows[np.argsort(serial[rows], kind="stable")]
    source = stream(seed, "settlement lists")
    lists = _known(county, people, bills.take(rows), plan)
    lists.number = serial[rows]
    lists.pool, lists.other = payments.pool[rows], payments.critical[rows]
    stays = Stays(lists.principal, county.levels[lists.institution], lists.sex, lists.age, lists.total)
    lists.treatment, lists.ventilation_minutes = choose_treatments(source, plan, stays)
    lists.further, is_severe = choose_further(source, plan, stays)
    _ways(source, plan, lists, bills.care_type[rows] == _EMERGENCY)
    is_last = np.append(np.diff(bills.person) != 0, True)[rows]
    _severe_stays(source, plan, lists, (is_severe & (stays.level != PRIMARY), is_severe & is_last))
    set_newborns(source, plan, lists)
    return lists


def _listed_rows(county: County, bills: Bills) -> Ints:
    """Stays in the county; a bill that was refunded has no list, one sent again has its own."""
    home = county.profile.region
    in_county = np.array([one.region == home for one in county.institutions])[bills.institution]
    is_refunded = np.zeros(len(bills), dtype=np.bool_)
    is_refunded[bills.copy_of[bills.is_refund]] = True
    return np.flatnonzero((bills.care == INPATIENT) & in_county & ~bills.is_refund & ~is_refunded)


def _known(county: County, people: People, bills: Bills, plan: CasePlan) -> Lists:
    """What bill and register say; the rest empty."""
    opened = int(np.datetime64(f"{county.profile.year}-01-01", "D").astype(np.int64))
    discharged = bills.seconds.astype(np.int64) // DAY + opened
    admitted = discharged - bills.stay_days
    lived = np.maximum(admitted - people.born_on[bills.person], 0)
    age = lived * _YEARS // _DAYS
    empty, count = nothing(len(bills)), len(bills)
    return Lists(
        number=empty, person=bills.person.astype(np.int64) + 1, institution=bills.institution,
        principal=_principals(county, plan)[bills.diagnosis], sex=people.sex[bills.person], age=age,
        age_days=np.where(age == 0, lived, NONE), birth_weight=empty.copy(), admission_weight=empty.copy(),
        admitted=admitted, discharged=discharged, further=empty[:, None], treatment=empty,
        ventilation_minutes=np.zeros(count, dtype=np.int64), intensive_hours=np.zeros(count, dtype=np.int64),
        admission_way=empty, discharge_way=empty, total=bills.total, excluded=bills.excluded, upfront=bills.upfront,
        pool=empty, other=empty,
    )  # fmt: skip


def _principals(county: County, plan: CasePlan) -> Ints:
    """Per diagnosis of the profile its index among the plan's principal diagnoses; NONE for those nobody is admitted for."""
    places = {one.diagnosis: index for index, one in enumerate(plan.principals)}
    return np.array([places.get(one.code, NONE) for one in county.profile.diagnoses], dtype=np.int64)


def _ways(source: np.random.Generator, plan: CasePlan, lists: Lists, is_emergency: Ints) -> None:
    ways = list(plan.admission_way)
    drawn = choose(source, list(plan.admission_way.values()), len(lists))
    lists.admission_way = np.where(is_emergency, ways.index(plan.emergency_way), drawn)
    lists.discharge_way = choose(source, list(plan.discharge_way.values()), len(lists))


def _severe_stays(source: np.random.Generator, plan: CasePlan, lists: Lists, severe: tuple[Ints, Ints]) -> None:
    """Intensive care and, where no bill comes later, death; the way of those who die comes after all others."""
    is_intensive, may_die = severe
    hours = between(source, *plan.intensive_care_hours, len(lists))
    hours = np.minimum(hours, (lists.discharged - lists.admitted) * 24)
    lists.intensive_hours = np.where(is_intensive & happens(source, plan.intensive_care, len(lists)), hours, 0)
    has_died = may_die & happens(source, plan.death, len(lists))
    lists.discharge_way = np.where(has_died, len(plan.discharge_way), lists.discharge_way)
    limit = (lists.discharged - lists.admitted) * 24 * 60
    lists.ventilation_minutes = np.minimum(lists.ventilation_minutes, limit)


def set_newborns(source: np.random.Generator, plan: CasePlan, lists: Lists) -> None:
    """Weights of those who are a few days old; a low weight is a diagnosis of its own, at the last place."""
    newborns = plan.newborns
    rows = np.flatnonzero((lists.age_days != NONE) & (lists.age_days <= newborns.days_max))
    weights = draw_quantile(source, quantile_table(newborns.birth_weight)[None, :], np.zeros(len(rows), dtype=np.int64))
    lists.birth_weight[rows] = weights
    lists.admission_weight[rows] = weights + lists.age_days[rows] * newborns.daily_gain_g
    is_light = rows[weights < newborns.low_weight_below]
    lists.further[is_light, -1] = _low_weight(plan, newborns)


def _low_weight(plan: CasePlan, newborns: Newborns) -> int:
    return [one.code for one in plan.secondaries].index(newborns.low_weight)
