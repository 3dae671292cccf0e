"""Weights, points and rates of diagnosis-related groups, case by case."""

from fenming.payment.drg.given_weights import read_weights
from fenming.payment.drg.history import History, Means, mean_costs
from fenming.payment.drg.jumps import Jump, jumps
from fenming.payment.drg.points import clear_points, point_value_of
from fenming.payment.drg.price import Case, Decision, PricedCase, price_case
from fenming.payment.drg.pricing import price_all, price_cases, read_cases
from fenming.payment.drg.rate_method import fund_shares, rate_of, standards
from fenming.payment.drg.reading import drg_rules
from fenming.payment.drg.review_files import queue_table, read_applications, read_results
from fenming.payment.drg.reviews import Application, Placed, decisions_of, queue_reviews
from fenming.payment.drg.rules import DrgRules
from fenming.payment.drg.telling import explain_case
from fenming.payment.drg.terms import DrgTerms, Sheet, drg_terms

__all__ = [
    "Application",
    "Case",
    "Decision",
    "DrgRules",
    "DrgTerms",
    "History",
    "Jump",
    "Means",
    "Placed",
    "PricedCase",
    "Sheet",
    "clear_points",
    "decisions_of",
    "drg_rules",
    "drg_terms",
    "explain_case",
    "fund_shares",
    "jumps",
    "mean_costs",
    "point_value_of",
    "price_all",
    "price_case",
    "price_cases",
    "queue_reviews",
    "queue_table",
    "rate_of",
    "read_applications",
    "read_cases",
    "read_results",
    "read_weights",
    "standards",
]
