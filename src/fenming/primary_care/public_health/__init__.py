"""Public health in primary care: work points of the two-card log, the money by residents, what a service costs."""

from fenming.primary_care.public_health.care_money import CareMoney, care_money
from fenming.primary_care.public_health.flagged import FlaggedService, flagged_services, reason_words
from fenming.primary_care.public_health.head_money import HeadMoney, Proof, money_by_heads
from fenming.primary_care.public_health.release import Release, process_pool, release_by_points
from fenming.primary_care.public_health.split_table import Task, split_tasks
from fenming.primary_care.public_health.unit_list import CareUnit, list_units
from fenming.primary_care.public_health.work_points import QUARTERS, WorkPoints, count_work_points, write_work_points

__all__ = [
    "QUARTERS",
    "CareMoney",
    "CareUnit",
    "FlaggedService",
    "HeadMoney",
    "Proof",
    "Release",
    "Task",
    "WorkPoints",
    "care_money",
    "count_work_points",
    "flagged_services",
    "list_units",
    "money_by_heads",
    "process_pool",
    "reason_words",
    "release_by_points",
    "split_tasks",
    "write_work_points",
]
