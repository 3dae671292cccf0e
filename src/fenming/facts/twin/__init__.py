"""The county twin: a synthetic county written as the files users really have, to try a whole year without real data."""

from fenming.facts.twin.describe import Comparison, describe_twin
from fenming.facts.twin.make import make_twin
from fenming.facts.twin.profile import Profile, load_profile
from fenming.facts.twin.summary import TwinSummary

__all__ = ["Comparison", "Profile", "TwinSummary", "describe_twin", "load_profile", "make_twin"]
