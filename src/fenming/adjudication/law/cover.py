"""From a pack's parameters of one care to the terms of its cover."""

from collections.abc import Sequence
from types import SimpleNamespace
from typing import Any

from fenming.adjudication.law.record import filled, plain
from fenming.adjudication.law.terms import (
    ALWAYS,
    ANSWERS,
    COVER,
    DEDUCTIBLE_BASES,
    GOVERNING_DATES,
    NEVER_FEN,
    NOT_WRITTEN,
    READINGS,
    ROUNDINGS,
    SEGMENT_AXES,
    THIRD_PARTY,
    TRANSFERS,
)
from fenming.adjudication.law.words import (
    ADMISSIONS,
    AREAS,
    CATEGORIES,
    DELIVERIES,
    DISEASES_MAX,
    LEVELS,
    PERSONS,
    REFERRALS,
    STAYS,
    TIERS_MAX,
)
from fenming.adjudication.law.written import PREFIX, Written, unusable
from fenming.kernel import Figure
from fenming.kernel.language import _
from fenming.kernel.money import PPM

Terms = dict[str, Any]
AWAY = AREAS[1:]
FLOOR_KEYS = ("local", "in_province", "out_of_province")
COVERING = ("rate", "segments", "fixed_amount")
COUNTING = (
    *STAYS,
    "special_chronic",
    "chronic_outpatient",
)  # to critical illness and medical aid unless written otherwise
CRITICAL_LAYERS = {"critical_illness", "large_amount"}
UNCOVERED = plain(COVER, {"emergency_merge": NOT_WRITTEN})
ONLY_AWAY = ("copay_first", *(f"{referral}_reduction" for referral in REFERRALS))


def cover_of(written: Written, scheme: str, care: str, diseases: tuple[str, ...]) -> SimpleNamespace:
    """The terms of one care as a plain record; not covered unless a rate, segments or a fixed amount is written.

    `diseases` are the words of diseases that may have caps of their own, the unnamed one first.
    Raises BadInput for a value that the plan cannot follow.
    """
    if not any(written.named(name) or written.children(name) for name in COVERING):
        return UNCOVERED
    terms: Terms = {"is_covered": 1, "is_stay": int(care in STAYS)} | _switches(written, scheme, care)
    terms |= _unknown(written, Written(f"{PREFIX}{scheme}", written.figures).unknown(), terms)
    terms |= _deductible(written) | _repeat(written) | _transfer(written)
    terms |= _rates(written) | _points(written) | _caps(written, diseases)
    return plain(COVER, terms)


def _unknown(written: Written, of_scheme: Sequence[str], switches: Terms) -> Terms:
    """Where some rule that decides was never seen: by area, for persons with aid, for civil servants.

    `of_scheme` names what was never seen below the scheme, of the layers and of the scheme itself too.
    """
    layers = {name.partition(".")[0] for name in of_scheme if "." in name}
    is_everywhere = any("." not in name for name in of_scheme) or (
        bool(layers & CRITICAL_LAYERS) and bool(switches["counts_to_critical_illness"])
    )
    return {
        "is_unknown": [1] * len(AREAS) if is_everywhere else _unknown_areas(written),
        "is_aid_unknown": int("medical_aid" in layers and bool(switches["counts_to_medical_aid"])),
        "is_civil_unknown": int("civil_servant" in layers),
    }


def _unknown_areas(written: Written) -> list[int]:
    """For each area whether some rule of the care that decides there was never seen."""
    areas = [0] * len(AREAS)
    for name in written.unknown():
        named = next((place for place, area in enumerate(AREAS) if name.startswith(f"{area}_")), None)
        decides = range(1, len(AREAS)) if name in ONLY_AWAY else range(len(AREAS)) if named is None else (named,)
        for area in decides:
            areas[area] = 1
    return areas


def _switches(written: Written, scheme: str, care: str) -> Terms:
    counting = int(care in COUNTING)
    from_account = int(scheme == "employee" and care == "pharmacy")
    return {
        "pays_third_party": written.choice("third_party", THIRD_PARTY),
        "pays_from_account": written.choice("account", ANSWERS, from_account),
        "counts_to_annual_cap": written.choice("counts_to_annual_cap", ANSWERS, 1),
        "counts_to_critical_illness": written.choice("counts_to_critical_illness", ANSWERS, counting),
        "counts_to_medical_aid": written.choice("counts_to_medical_aid", ANSWERS, counting),
        "governing_date": written.choice("governing_date", GOVERNING_DATES),
        "emergency_merge": written.number("emergency_merge", NOT_WRITTEN),
        "supply_days_max": written.number("supply_days_max", ALWAYS),
        "supply_overlap": written.number("supply_overlap", ALWAYS),
    }


def _deductible(written: Written) -> Terms:
    """Listed deductibles by area and level, or the share of the whole bill that takes their place."""
    local = _listed(written)
    factor = written.number("other_city_deductible_factor", PPM)
    other_city = written.by_key("other_city_deductible", LEVELS, NOT_WRITTEN)
    far = written.by_key("out_of_province_deductible", LEVELS, NOT_WRITTEN)
    of_total = written.figure("out_of_province_deductible_rate")
    return {
        "deductible_fen": [
            local,
            other_city,
            [here if there < 0 else there for here, there in zip(local, far, strict=True)],
        ],
        "other_city_deductible_factor": factor,
        "is_deductible_by_total": [0, 0, int(of_total is not None and not written.named("out_of_province_deductible"))],
        "deductible_of_total": [0, 0, written.number("out_of_province_deductible_rate", 0)],
        "deductible_least_fen": [0, 0, written.number("out_of_province_deductible_min", 0)],
        "deductible_most_fen": [0, 0, written.number("out_of_province_deductible_max", NEVER_FEN)],
        "deductible_factor_by_person": written.by_key("deductible_factor_by_person", PERSONS, PPM),
        "deductible_factor_by_category": written.by_key("deductible_factor_by_category", CATEGORIES, PPM),
        "deductible_basis": written.choice("deductible_basis", DEDUCTIBLE_BASES),
        "deductible_yearly_total_fen": written.number("deductible_yearly_total", NEVER_FEN),
    }


def _listed(written: Written) -> list[int]:
    """The local deductible by level; nobody is told that a level has none because its line was forgotten."""
    figure = written.figure("deductible")
    local = written.by_key("deductible", LEVELS, 0 if figure is None else NOT_WRITTEN)
    paid = written.by_key("rate", LEVELS, NOT_WRITTEN)
    for place, level in enumerate(LEVELS):
        is_paid = paid[place] != NOT_WRITTEN or written.figure(f"segments.{level}") is not None
        if figure is not None and is_paid and local[place] == NOT_WRITTEN:
            raise unusable(figure, _("it says nothing for: {missing}").format(missing=level))
    return [max(value, 0) for value in local]


def _repeat(written: Written) -> Terms:
    return {
        "repeat_deductible_fen": written.going_on("repeat_deductible", ADMISSIONS, NOT_WRITTEN),
        "repeat_factor": written.going_on("repeat_factor", ADMISSIONS, PPM),
        "repeat_reduction_fen": written.number("repeat_reduction", 0),
        "repeat_minimum_fen": written.by_key("repeat_minimum", LEVELS, 0),
    }


def _transfer(written: Written) -> Terms:
    return {
        "transfer": written.choice("transfer", TRANSFERS),
        "transfer_window": written.number("transfer_window", 0),
        "transfer_given_back": written.number("transfer_given_back", 0),
        "transfer_addition": written.number("transfer_addition", 0),
        "transfer_addition_up_to_fen": written.number("transfer_addition_up_to", NEVER_FEN),
    }


def _rates(written: Written) -> Terms:
    """Segments by area and level: what is written for another area is one segment, else the local ones hold there too."""
    flat = written.by_key("rate", LEVELS, NOT_WRITTEN)
    local = [_segments(written.figure(f"segments.{level}"), rate) for level, rate in zip(LEVELS, flat, strict=True)]
    areas = [local]
    for area in AWAY:
        named = written.by_key(f"{area}_rate", LEVELS, NOT_WRITTEN)
        areas.append(
            [home if rate == NOT_WRITTEN else _segments(None, rate) for home, rate in zip(local, named, strict=True)]
        )
    edges, rates, is_whole = ([[level[part] for level in area] for area in areas] for part in range(3))
    return {
        "edges_fen": edges,
        "rates": rates,
        "is_whole": is_whole,
        "segment_axis": written.choice("segment_axis", SEGMENT_AXES),
        "rounds_sum": written.choice("rounding", ROUNDINGS),
    }


def _segments(tiers: Figure | None, rate: int) -> tuple[list[int], list[int], int]:
    """Edges, rates and whether the whole reading holds; without tiers one segment at `rate`."""
    if tiers is None:
        return [0, *filled((TIERS_MAX - 1,), NEVER_FEN)], [rate, *filled((TIERS_MAX - 1,), 0)], 0
    edges, rates = tier_lists(tiers)
    if edges[0] != 0:
        raise unusable(tiers, _("the first segment must begin at zero"))
    return edges, rates, READINGS.index(tiers.value["reading"])


def tier_lists(tiers: Figure) -> tuple[list[int], list[int]]:
    """Lower edges and rates of tiers, filled up with tiers that nothing reaches."""
    steps = tiers.value["steps"]
    if len(steps) > TIERS_MAX:
        raise unusable(tiers, _("it has more than {count} tiers").format(count=TIERS_MAX))
    unused = TIERS_MAX - len(steps)
    edges, rates = ([step[part] for step in steps] for part in range(2))
    return [*edges, *[NEVER_FEN] * unused], [*rates, *[0] * unused]


def _points(written: Written) -> Terms:
    reductions = [written.number(f"{referral}_reduction", 0) for referral in REFERRALS]
    copay_first = written.by_key("copay_first", REFERRALS, 0)
    none = [0] * len(REFERRALS)
    return {
        "reduction": [none, reductions, reductions],
        "copay_first": [none, copay_first, copay_first],
        "addition_by_person": written.by_key("addition_by_person", PERSONS, 0),
        "addition_by_category": written.by_key("addition_by_category", CATEGORIES, 0),
        "contracted_addition": written.number("contracted_addition", 0),
        "age_addition": written.number("age_addition", 0),
        "rate_max": written.number("rate_max", PPM),
        "floor_rate": written.by_key("floor_rate", FLOOR_KEYS, 0),
    }


def _caps(written: Written, diseases: tuple[str, ...]) -> Terms:
    by_disease = written.by_key("disease_cap", diseases, NEVER_FEN)
    return {
        "visit_cap_fen": written.number("visit_cap", NEVER_FEN),
        "day_cap_fen": written.number("day_cap", NEVER_FEN),
        "month_cap_fen": written.number("month_cap", NEVER_FEN),
        "disease_cap_fen": by_disease + [NEVER_FEN] * (DISEASES_MAX - len(by_disease)),
        "annual_cap_fen": written.number("annual_cap", NEVER_FEN),
        "extra_disease_cap_fen": written.number("extra_disease_cap", 0),
        "annual_cap_max_fen": written.number("annual_cap_max", NEVER_FEN),
        "fixed_amount_fen": written.by_key("fixed_amount", DELIVERIES, NOT_WRITTEN),
    }
