"""One county-year, stage after stage, into a run folder that is there whole or not at all."""

from fenming.year.run import YearRun, run_year
from fenming.year.stages import STAGES

__all__ = ["STAGES", "YearRun", "run_year"]
