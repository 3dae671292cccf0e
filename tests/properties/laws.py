"""Made-up benefit laws of every shape localities have chosen, and years of made-up persons under them."""

from datetime import date
from random import Random

import numpy as np

from fenming.adjudication.desk.bills import FIELDS, field
from fenming.adjudication.desk.facts import Facts
from fenming.adjudication.desk.starts import Starts
from fenming.adjudication.law.dated import EPOCH, DatedRules, Terms, terms_of
from fenming.adjudication.law.terms import Calendar
from fenming.adjudication.law.words import AREAS, CARES, CATEGORIES, LEVELS, PERSONS, REFERRALS, SCHEMES, STAYS
from fenming.adjudication.plan.claim import NO_STAY, NOT_STATED, Paid
from fenming.adjudication.plan.engine import compiled_loop
from fenming.adjudication.plan.year import blank_years
from fenming.kernel import Figure

FIRST = date(2024, 1, 1)
DAYS = 731
RESIDENT = SCHEMES.index("resident")
INPATIENT, OUTPATIENT, CHRONIC = (CARES.index(care) for care in ("inpatient", "outpatient", "chronic_outpatient"))
# What localities resolve differently; a law takes one option of each.
CHOICES = {
    "annual_cap_on": ("payment", "base"),
    "tier_axis": ("absolute", "excess"),
    "critical_base": ("eligible_after_pool", "eligible_and_upfront_after_pool", "counted_after_pool"),
    "repeat": ("each_visit", "factor", "reduction", "by_admission", "yearly_total", "each_year"),
    "transfer": ("separate", "difference", "credit_and_half"),
    "floor": ("none", "by_area"),
    "incentives": ("none", "years"),
    "age": ("none", "linked"),
    "segments": ("flat", "base", "eligible", "year"),
    "away": ("reduction", "copay_first"),
    "rounding": ("each_segment", "sum"),
    "refund": ("new_event", "replay"),
    "large_amount": ("none", "above_annual_cap", "eligible_after_pool"),
    "aid": ("none", "each_visit", "each_year"),
    "outpatient": ("each_visit", "each_day", "each_month", "each_year"),
}


def drawn_law(random: Random) -> tuple[dict[str, str], dict[str, Figure]]:
    """One option of every choice, and the figures of a law that has taken them."""
    chosen = {name: random.choice(options) for name, options in CHOICES.items()}
    values = {f"resident.{name}": value for name, value in _law(chosen, random).items()}
    return chosen, {f"benefits.{name}": _figure(f"benefits.{name}", value) for name, value in values.items()}


def _figure(name: str, value: object) -> Figure:
    return Figure(name, value, "", "parameter")


def _law(chosen: dict[str, str], random: Random) -> dict[str, object]:
    return {
        "annual_cap": random.choice((2_000_000, 10_000_000, 30_000_000)),
        "annual_cap_on": chosen["annual_cap_on"],
        "refund": chosen["refund"],
        **_inpatient(chosen, random),
        **_outpatient(chosen, random),
        **_counting(chosen["annual_cap_on"]),
        **_layers(chosen, random),
    }


def _counting(cap_on: str) -> dict[str, object]:
    """A cap on the base counts only care whose base is paid on: visits with caps of their own would use it up for nothing."""
    visits = ("outpatient", "chronic_outpatient")
    return {f"{care}.counts_to_annual_cap": "no" for care in visits} if cap_on == "base" else {}


def _by_level(random: Random, low: int, high: int, *, falling: bool = False) -> dict[str, int]:
    values = sorted(random.randint(low, high) for _level in LEVELS)
    return dict(zip(LEVELS, values[::-1] if falling else values, strict=True))


def _tiers(random: Random, edges: tuple[int, ...], *, first: int = 0) -> dict[str, object]:
    rates = sorted(random.randint(400_000, 950_000) for _edge in edges)
    return {"reading": "marginal", "steps": tuple(zip((first, *edges[1:]), rates, strict=True))}


def _inpatient(chosen: dict[str, str], random: Random) -> dict[str, object]:
    found: dict[str, object] = {
        "deductible": _by_level(random, 10_000, 150_000),
        "rate": _by_level(random, 400_000, 950_000, falling=True),
        "rounding": chosen["rounding"],
        "transfer": chosen["transfer"],
        "transfer_window": random.choice((1, 30)),
        "transfer_given_back": 500_000,
        "other_city_deductible_factor": 1_500_000,
        "out_of_province_deductible_min": 200_000,
        "out_of_province_deductible_rate": 200_000,
        "out_of_province_deductible_max": 1_000_000,
        "addition_by_person": {"minor": 100_000, "retired": 30_000},
        "rate_max": random.choice((1_000_000, 900_000)),
        **_repeat(chosen["repeat"], random),
    }
    if chosen["segments"] != "flat":
        found |= {f"segments.{level}": _tiers(random, (0, 500_000, 3_000_000)) for level in LEVELS[:2]}
        found["segment_axis"] = chosen["segments"]
    if chosen["floor"] == "by_area":
        found["floor_rate"] = {"local": 300_000, "in_province": 450_000, "out_of_province": 400_000}
    if chosen["age"] == "linked":
        found["age_addition"] = 2_000
    if chosen["away"] == "reduction":
        found |= {"unreferred_reduction": 100_000, "emergency_reduction": 50_000}
    else:
        found["copay_first"] = {"unreferred": 200_000, "referred": 100_000, "emergency": 100_000}
    return {f"inpatient.{name}": value for name, value in found.items()}


def _repeat(chosen: str, random: Random) -> dict[str, object]:
    return {
        "each_visit": {},
        "factor": {"repeat_factor": {"second": 750_000, "third": 500_000}, "repeat_minimum": 15_000},
        "reduction": {"repeat_reduction": 10_000, "repeat_minimum": _by_level(random, 5_000, 30_000)},
        "by_admission": {"repeat_deductible": {"first": 70_000, "second": 50_000, "third": 40_000, "fourth": 30_000}},
        "yearly_total": {"deductible_yearly_total": 300_000},
        "each_year": {"deductible_basis": "each_year"},
    }[chosen]


def _outpatient(chosen: dict[str, str], random: Random) -> dict[str, object]:
    return {
        "outpatient.rate": _by_level(random, 300_000, 700_000, falling=True),
        "outpatient.deductible": random.choice((0, 2_000, 40_000)),
        "outpatient.deductible_basis": chosen["outpatient"],
        "outpatient.visit_cap": random.choice((5_000, 1_000_000)),
        "outpatient.day_cap": random.choice((8_000, 1_000_000)),
        "outpatient.month_cap": random.choice((20_000, 1_000_000)),
        "outpatient.annual_cap": random.choice((15_000, 200_000)),
        "chronic_outpatient.rate": random.randint(400_000, 800_000),
        "chronic_outpatient.annual_cap": 300_000,
        "chronic_outpatient.extra_disease_cap": 30_000,
        "chronic_outpatient.annual_cap_max": 450_000,
    }


def _layers(chosen: dict[str, str], random: Random) -> dict[str, object]:
    found: dict[str, object] = {
        "critical_illness.deductible": random.choice((1_200_000, 1_500_000)),
        "critical_illness.tiers": _tiers(random, (0, 5_000_000, 10_000_000)),
        "critical_illness.tier_axis": chosen["tier_axis"],
        "critical_illness.base": chosen["critical_base"],
        "critical_illness.annual_cap": {"ordinary": 5_000_000, "low_income_edge": 6_000_000},
        "critical_illness.deductible_factor_by_category": {"minimum_living": 500_000},
        "critical_illness.addition_by_category": {"minimum_living": 50_000},
        "civil_servant.rate": 500_000,
        "civil_servant.deductible": 50_000,
        "civil_servant.annual_cap": 2_000_000,
    }
    if chosen["incentives"] == "years":
        found |= {
            "critical_illness.continuous_years_from": 4,
            "critical_illness.continuous_year_addition": 300_000,
            "critical_illness.no_claim_year_addition": 300_000,
            "critical_illness.addition_max": 200_000,
        }
    if chosen["large_amount"] != "none":
        found |= {
            "large_amount.tiers": _tiers(random, (0, 2_000_000)),
            "large_amount.tier_axis": "excess",
            "large_amount.deductible": random.choice((0, 500_000)),
            "large_amount.base": chosen["large_amount"],
            "large_amount.annual_cap": 4_000_000,
        }
    if chosen["aid"] != "none":
        found |= {
            "medical_aid.rate": {"special_hardship": 1_000_000, "minimum_living": 700_000, "low_income_edge": 600_000},
            "medical_aid.deductible": {"low_income_edge": 287_530},
            "medical_aid.annual_cap": {"minimum_living": 2_500_000},
            "medical_aid.deductible_basis": chosen["aid"],
            "medical_aid.tilt_rate": 600_000,
            "medical_aid.tilt_deductible": 300_000,
            "medical_aid.tilt_annual_cap": 1_000_000,
        }
    return found


def dated(figures: dict[str, Figure]) -> DatedRules:
    """The law from the beginning of 2024 to the end of 2025."""
    days = np.arange(DAYS) + np.datetime64(FIRST)
    year = days.astype("datetime64[Y]").astype(np.int64)
    calendar = Calendar((FIRST - EPOCH).days, year - year[0], np.zeros(DAYS, np.int64))
    terms: tuple[Terms, ...] = (terms_of(figures),)
    return DatedRules(FIRST, date(2025, 12, 31), calendar, terms, ("",))


def drawn_years(seed: int, persons: int, *, with_refunds: bool = True) -> np.ndarray:
    """Bills of so many persons over two years, as the loop reads them."""
    draw = np.random.default_rng(seed)
    counts = draw.integers(1, 9, persons)
    person = np.repeat(np.arange(1, persons + 1), counts)
    count = len(person)
    bills = np.zeros((len(FIELDS), count), np.int64)
    day = (FIRST - EPOCH).days + np.sort(draw.integers(0, DAYS, (count, 1)), axis=0)[:, 0]
    day = day[np.lexsort((draw.permutation(day), person))]  # shuffled among persons,
    day = day[np.lexsort((day, person))]  # in order of time for each
    total = np.where(draw.random(count) < 0.7, draw.integers(0, 2_000_000, count), draw.integers(0, 40_000_000, count))
    upfront = (total * draw.integers(0, 20, count)) // 100
    same = dict.fromkeys(("person_group", "category", "is_civil_servant", "is_contracted", "age"))
    highest = {"person_group": len(PERSONS), "category": len(CATEGORIES), "age": 95}
    for name in same:
        field(bills, name)[:] = draw.integers(0, highest.get(name, 2), persons)[person - 1]
    care = draw.choice([INPATIENT, INPATIENT, OUTPATIENT, OUTPATIENT, CHRONIC], count)
    values = {
        "person": person,
        "original": -1,
        "scheme": RESIDENT,
        "care": care,
        "level": draw.integers(0, len(LEVELS), count),
        "area": draw.choice([0, 0, 0, 1, 2], count) % len(AREAS),
        "referral": draw.integers(0, len(REFERRALS), count),
        "diseases": draw.integers(0, 7, count),
        "continuous_years": 6,
        "no_claim_years": 1,
        "day": day,
        "month": day.astype("datetime64[D]").astype("datetime64[M]").astype(np.int64),
        "began": day - draw.integers(0, 12, count),
        "ended": day,
        "total_fen": total,
        "upfront_fen": upfront,
        "eligible_fen": total - upfront - (total * draw.integers(0, 30, count)) // 100,
        "given_fen": draw.choice([0, 0, 1_000], count),
        "account_balance_fen": NOT_STATED,
        "platform_deductible_fen": NOT_STATED,
        "platform_critical_illness_fen": NOT_STATED,
    }
    for name, value in values.items():
        field(bills, name)[:] = value
    field(bills, "stay")[:] = np.where(np.isin(care, [CARES.index(word) for word in STAYS]), np.arange(count), NO_STAY)
    return refunded(bills, draw.random(count) < 0.08) if with_refunds else bills


def refunded(bills: np.ndarray, chosen: np.ndarray) -> np.ndarray:
    """The bills and, behind each person's last, the refunds of the `chosen` ones."""
    person, originals = field(bills, "person"), np.flatnonzero(chosen)
    refunds = bills[:, originals].copy()
    for name in ("total_fen", "eligible_fen", "upfront_fen", "given_fen"):
        field(refunds, name)[:] *= -1
    last = np.searchsorted(person, person[originals], side="right") - 1
    field(refunds, "day")[:] = field(bills, "day")[last]
    field(refunds, "stay")[:] = NO_STAY
    field(refunds, "original")[:] = originals
    both = np.concatenate([bills, refunds], axis=1)
    order = np.lexsort((np.arange(both.shape[1]), field(both, "person")))
    place = np.argsort(order)
    moved = both[:, order]
    original = field(moved, "original")
    original[original >= 0] = place[original[original >= 0]]
    return moved


def facts(rules: DatedRules) -> Facts:
    """These rules, no codes and nobody's year begun."""
    return Facts({}, rules, None, Starts.none())


def paid(bills: np.ndarray, rules: DatedRules) -> dict[str, np.ndarray]:
    """What the compiled loop pays: one array per column of the adjudicated table."""
    result = np.zeros((len(Paid._fields), bills.shape[1]), np.int64)
    room = blank_years(rules.year_count), Starts.none().records
    compiled_loop()[0](np.ascontiguousarray(bills), bills.shape[1], rules.columns, room, result)
    return dict(zip(Paid._fields, result, strict=True))
