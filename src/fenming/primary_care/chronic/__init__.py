"""Chronic care: who should be, is known and is managed; risk and worklists; the chronic sub-pool of each township."""

from fenming.primary_care.chronic.pool_result import ChronicPools, TownshipPool, chronic_pools
from fenming.primary_care.chronic.registry import Condition, Registry, chronic_registry
from fenming.primary_care.chronic.risk import LevelCount, Patient, Readings, count_levels, graded_patients
from fenming.primary_care.chronic.rules import LEVELS, ChronicRules

__all__ = [
    "LEVELS",
    "ChronicPools",
    "ChronicRules",
    "Condition",
    "LevelCount",
    "Patient",
    "Readings",
    "Registry",
    "TownshipPool",
    "chronic_pools",
    "chronic_registry",
    "count_levels",
    "graded_patients",
]
