"""The words in which packs and bills speak of benefits; their places in these tuples are the codes of the compiled loop."""

from fenming.policy.vocabulary import (
    ADMISSIONS,
    AREAS,
    CATEGORIES,
    PERSONS,
    REFERRALS,
)
from fenming.policy.vocabulary import CARE_LEVELS as LEVELS
from fenming.policy.vocabulary import CARES as COVERED_CARES
from fenming.policy.vocabulary import DELIVERIES as DELIVERY_KINDS
from fenming.policy.vocabulary import SCHEMES as COVERED_SCHEMES

SCHEMES = ("", *COVERED_SCHEMES)  # the first is covered by no rules
CARES = ("", *COVERED_CARES)
DELIVERIES = ("", *DELIVERY_KINDS)  # the first where the bill does not say
STAYS = ("inpatient", "day_surgery", "delivery", "accident_inpatient")
REGISTERED = ("chronic_outpatient", "special_chronic", "two_diseases")  # care of registered disease
TIERS_MAX = 8
DISEASES_MAX = 32  # diseases with a word of their own in one pack, the unnamed one included

EMERGENCY = CARES.index("emergency")
REFERRED = REFERRALS.index("referred")
LOCAL = AREAS.index("local")
MINOR, NEWBORN = (PERSONS.index(word) for word in ("minor", "newborn"))

__all__ = [
    "ADMISSIONS",
    "AREAS",
    "CARES",
    "CATEGORIES",
    "DELIVERIES",
    "DISEASES_MAX",
    "EMERGENCY",
    "LEVELS",
    "LOCAL",
    "MINOR",
    "NEWBORN",
    "PERSONS",
    "REFERRALS",
    "REFERRED",
    "REGISTERED",
    "SCHEMES",
    "STAYS",
    "TIERS_MAX",
]
