"""Public health in primary care: work points of the two-card log, the money by residents, what a service costs."""

from fenming.primary_care.public_health.work_points import WorkPoints, count_work_points, write_work_points

__all__ = ["WorkPoints", "count_work_points", "write_work_points"]
