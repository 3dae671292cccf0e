"""The words of benefits that packs may use; adjudication gives them their meaning, and a test holds the two against each other."""

SCHEMES = ("resident", "employee", "maternity", "veteran")
CARES = (
    "outpatient",
    "emergency",
    "chronic_outpatient",
    "special_chronic",
    "two_diseases",
    "pharmacy",
    "family_doctor",
    "inpatient",
    "day_surgery",
    "delivery",
    "maternity_outpatient",
    "family_planning",
    "accident_outpatient",
    "accident_inpatient",
)
CARE_LEVELS = ("primary", "county", "city", "province")
AREAS = ("local", "other_city", "out_of_province")
REFERRALS = ("unreferred", "referred", "emergency")
PERSONS = ("adult", "retired", "minor", "newborn")
CATEGORIES = (
    "ordinary",
    "special_hardship",
    "minimum_living",
    "poverty_monitored",
    "low_income_edge",
    "expense_hardship",
)
DELIVERIES = ("natural", "assisted", "caesarean")
ADMISSIONS = ("first", "second", "third", "fourth", "fifth")

# What a person's year has used up, as an accumulator may bring it: of the whole scheme, or of one care in it.
SCHEME_STATES = (
    "pool",
    "base",
    "critical_base",
    "critical_illness",
    "large_amount",
    "civil_servant",
    "medical_aid",
    "tilted_aid",
    "admissions",
)
CARE_STATES = ("pool", "deductible", "base", "admissions")
