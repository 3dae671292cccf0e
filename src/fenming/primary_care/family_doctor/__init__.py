"""Family doctors: contracts, fees by payer, services due and delivered, and what is released for them."""

from fenming.primary_care.family_doctor.family_year import FamilyYear, family_year
from fenming.primary_care.family_doctor.quality import Quality, read_quality

__all__ = ["FamilyYear", "Quality", "family_year", "read_quality"]
