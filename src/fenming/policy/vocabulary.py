"""The words of benefits that packs may use; adjudication gives them their meaning, and a test holds the two against each other."""

from typing import Literal, get_args

Scheme = Literal["resident", "employee", "maternity", "veteran"]
Care = Literal[
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
]
CareLevel = Literal["primary", "county", "city", "province"]
Area = Literal["local", "other_city", "out_of_province"]
Referral = Literal["unreferred", "referred", "emergency"]
Person = Literal["adult", "retired", "minor", "newborn"]
Category = Literal[
    "ordinary", "special_hardship", "minimum_living", "poverty_monitored", "low_income_edge", "expense_hardship"
]
Delivery = Literal["natural", "assisted", "caesarean"]
ItemClass = Literal["class_a", "class_b", "class_c"]  # 甲 乙 丙
Column = Literal[
    "excluded",
    "over_limit",
    "upfront",
    "eligible",
    "copay_first",
    "deductible_standard",
    "deductible_applied",
    "base",
    "by_rate",
    "floor",
    "pool",
    "large_amount_base",
    "large_amount",
    "critical_base",
    "critical_illness",
    "civil_servant",
    "medical_aid_base",
    "medical_aid",
    "tilted_aid",
    "given",
    "fund",
    "person",
    "account",
    "cash",
]
SCHEMES: tuple[str, ...] = get_args(Scheme)
CARES: tuple[str, ...] = get_args(Care)
CARE_LEVELS: tuple[str, ...] = get_args(CareLevel)
AREAS: tuple[str, ...] = get_args(Area)
REFERRALS: tuple[str, ...] = get_args(Referral)
PERSONS: tuple[str, ...] = get_args(Person)
CATEGORIES: tuple[str, ...] = get_args(Category)
DELIVERIES: tuple[str, ...] = get_args(Delivery)
ITEM_CLASSES: tuple[str, ...] = get_args(ItemClass)
ADMISSIONS = ("first", "second", "third", "fourth", "fifth")
STAYS = ("inpatient", "day_surgery", "delivery", "accident_inpatient")

# The columns of a judged bill that an example may state, in the order in which they come about; those that pay.
PAID: tuple[str, ...] = get_args(Column)
FUNDS = ("pool", "large_amount", "critical_illness", "civil_servant", "medical_aid", "tilted_aid")

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
