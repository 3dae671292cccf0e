"""Weights, points and rates of diagnosis-related groups, case by case."""

from fenming.payment.drg.history import History, Means, mean_costs
from fenming.payment.drg.points import clear_points, point_value_of
from fenming.payment.drg.price import Case, Decision, PricedCase, price_case
from fenming.payment.drg.pricing import price_all, price_cases, read_cases
from fenming.payment.drg.rules import DrgRules, drg_rules
from fenming.payment.drg.telling import explain_case
from fenming.payment.drg.terms import DrgTerms, Sheet, drg_terms

__all__ = [
    "Case",
    "Decision",
    "DrgRules",
    "DrgTerms",
    "History",
    "Means",
    "PricedCase",
    "Sheet",
    "clear_points",
    "drg_rules",
    "drg_terms",
    "explain_case",
    "mean_costs",
    "point_value_of",
    "price_all",
    "price_case",
    "price_cases",
    "read_cases",
]
