"""One group of a thousand points with its means, the rules as shipped, and a case in it."""

from datetime import date

from fenming.grouping.dip.directory import Directory, Group, Mean
from fenming.grouping.dip.terms import Terms
from fenming.payment.dip.price import Case, Institution
from fenming.payment.dip.rules import read_rules
from fenming.policy import load_pack

YEAR_END = load_pack("cn").on(date(2025, 12, 31))
RULES = read_rules(YEAR_END)
GROUP = Group(
    "K35.8",
    "core",
    "conservative",
    "K358",
    "conservative",
    mean_fen=900_000,
    weight_ppm=1_250_000,
    score_micro=1_000_000_000,
)
MEANS = (
    Mean("K35.8", 2024, "county", 10, 10_000_000),
    Mean("K35.8", 2024, "primary", 10, 6_000_000),
    Mean("K35.8", 2023, "county", 1, 1),
)
DIRECTORY = Directory(Terms(15, 4, 4, 3, 100_000, (1, 2, 7), "thousand"), (GROUP,), MEANS)
COUNTY = {"H1": Institution("county")}


def case(cost: int, **given: object) -> Case:
    usual = {
        "case_id": "c1", "institution_id": "H1", "consortium_id": "", "is_chronic": 0, "scheme": "resident", "year": 2025,
        "month": 3, "group_id": "K35.8", "total_fen": cost, "person_fen": 0, "fund_billed_fen": cost, "classes": {},
    }  # fmt: skip
    return Case(**(usual | given))
