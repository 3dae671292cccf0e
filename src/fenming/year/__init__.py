"""One county-year, stage after stage, into a run folder that is there whole or not at all."""

from fenming.year.identity import code_digest, run_id
from fenming.year.run import STAGES, YearRun, run_year

__all__ = ["STAGES", "YearRun", "code_digest", "run_id", "run_year"]
