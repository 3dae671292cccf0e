"""From a pack's parameters of one scheme to its terms: the yearly cap and the layers above the pool."""

from types import SimpleNamespace
from typing import Any

from fenming.adjudication.law.cover import tier_lists
from fenming.adjudication.law.record import filled, plain
from fenming.adjudication.law.terms import (
    ALWAYS,
    CAPS_ON,
    CRITICAL_BASES,
    DEDUCTIBLE_BASES,
    LARGE_BASES,
    NEVER_FEN,
    REFUNDS,
    SCHEME,
    TIER_AXES,
)
from fenming.adjudication.law.words import CATEGORIES, TIERS_MAX
from fenming.adjudication.law.written import PREFIX, Figures, Written, unusable
from fenming.kernel.language import _
from fenming.kernel.money import PPM
from fenming.mechanisms.share import share

Terms = dict[str, Any]
AID_BASES = (DEDUCTIBLE_BASES[0], DEDUCTIBLE_BASES[-1])  # each visit, each year
UNTIERED = filled((len(CATEGORIES), TIERS_MAX), NEVER_FEN), filled((len(CATEGORIES), TIERS_MAX), 0)


def scheme_of(scheme: str, figures: Figures) -> SimpleNamespace:
    """The terms of one scheme as a plain record. Raises BadInput for a value that the plan cannot follow."""
    written = Written(f"{PREFIX}{scheme}", figures)
    terms: Terms = {
        "annual_cap_fen": written.number("annual_cap", NEVER_FEN),
        "annual_cap_on": written.choice("annual_cap_on", CAPS_ON),
        "refund": written.choice("refund", REFUNDS),
        "minor_under_age": written.number("minor_under_age", 0),
    }
    terms |= _critical_illness(Written(f"{written.path}.critical_illness", figures))
    terms |= _large_amount(Written(f"{written.path}.large_amount", figures))
    terms |= _civil_servant(Written(f"{written.path}.civil_servant", figures))
    terms |= _medical_aid(Written(f"{written.path}.medical_aid", figures))
    return plain(SCHEME, terms)


def _critical_illness(written: Written) -> Terms:
    edges, rates = _tiers(written)
    return {
        "critical_edges_fen": edges,
        "critical_rates": rates,
        "critical_base": written.choice("base", CRITICAL_BASES),
        "critical_cap_fen": written.by_key("annual_cap", CATEGORIES, NEVER_FEN),
        "continuous_years_from": written.number("continuous_years_from", ALWAYS),
        "continuous_year_addition_fen": written.number("continuous_year_addition", 0),
        "no_claim_year_addition_fen": written.number("no_claim_year_addition", 0),
        "addition_max": written.number("addition_max", PPM),
    }


def _large_amount(written: Written) -> Terms:
    edges, rates = _tiers(written)
    return {
        "large_edges_fen": edges,
        "large_rates": rates,
        "large_base": written.choice("base", LARGE_BASES),
        "large_cap_fen": written.by_key("annual_cap", CATEGORIES, NEVER_FEN),
    }


def _tiers(written: Written) -> tuple[list[list[int]], list[list[int]]]:
    """By category: lower edges on the year's amount with the deductible worked in, and the tiers' rates."""
    tiers = written.figure("tiers")
    if tiers is None:
        return UNTIERED
    if tiers.value["reading"] != "marginal":
        raise unusable(tiers, _("this layer pays each tier at its own rate"))
    is_excess = written.choice("tier_axis", TIER_AXES)
    written_edges, written_rates = tier_lists(tiers)
    deductibles = by_category(written, "deductible", 0)
    factors = written.by_key("deductible_factor_by_category", CATEGORIES, PPM)
    points = written.by_key("addition_by_category", CATEGORIES, 0)
    count = len(tiers.value["steps"])
    edges = [
        [edge_with(edge, share(deductible, factor), is_excess) for edge in written_edges]
        for deductible, factor in zip(deductibles, factors, strict=True)
    ]
    rates = [
        [min(rate + added, PPM) if place < count else 0 for place, rate in enumerate(written_rates)] for added in points
    ]
    return edges, rates


def edge_with(edge: int, deductible: int, is_excess: int) -> int:
    """A tier's lower edge on the year's amount: above the deductible, or as written but never below it."""
    if edge == NEVER_FEN:
        return edge
    return edge + deductible if is_excess else max(edge, deductible)


def by_category(written: Written, name: str, otherwise: int) -> list[int]:
    """One value for each category; a category not named has that of ordinary persons."""
    values = written.by_key(name, CATEGORIES, -1)
    return [(values[0] if values[0] >= 0 else otherwise) if value < 0 else value for value in values]


def _civil_servant(written: Written) -> Terms:
    return {
        "civil_deductible_fen": written.number("deductible", 0),
        "civil_rate": written.number("rate", 0),
        "civil_cap_fen": written.number("annual_cap", NEVER_FEN),
    }


def _medical_aid(written: Written) -> Terms:
    """Aid by category; a category without a rate gets none."""
    return {
        "aid_deductible_fen": written.by_key("deductible", CATEGORIES, 0),
        "aid_rate": _poor(written.by_key("rate", CATEGORIES, 0)),
        "aid_cap_fen": written.by_key("annual_cap", CATEGORIES, NEVER_FEN),
        "aid_basis": DEDUCTIBLE_BASES.index(AID_BASES[written.choice("deductible_basis", AID_BASES, 1)]),
        "tilt_deductible_fen": written.by_key("tilt_deductible", CATEGORIES, 0),
        "tilt_rate": _poor(written.by_key("tilt_rate", CATEGORIES, 0)),
        "tilt_cap_fen": written.by_key("tilt_annual_cap", CATEGORIES, NEVER_FEN),
    }


def _poor(rates: list[int]) -> list[int]:
    """A rate written for all counts for every category but ordinary persons."""
    return [0, *rates[1:]]
