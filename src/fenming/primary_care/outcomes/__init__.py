"""How long people live: premature mortality of the four chronic diseases, death rates by cause, standardised."""

from fenming.primary_care.outcomes.counting import write_mortality
from fenming.primary_care.outcomes.mortality import CAUSE_WORDS, GROUPS, GroupMortality, Mortality, mortality_of

__all__ = ["CAUSE_WORDS", "GROUPS", "GroupMortality", "Mortality", "mortality_of", "write_mortality"]
