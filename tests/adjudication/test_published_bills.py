"""Bills that were published worked out: the same by our verbs. They test arithmetic; none is claimed to be in force."""

import pytest

from tests.adjudication.bill_table import Bill, payments
from tests.adjudication.rule_sets import dated

# source · total · of it eligible · deductible · rate · paid, in fen
PUBLISHED = [
    ("Heilongjiang insurance bureau expert, 2020-06-05", 1000000, 950000, "1300 元", "80%", 656000),
    ("Chengdu, level 2, 2024-07", 840000, 690000, "400 元", "90%", 585000),
    ("Guazhou county hospital, residents, 2022-09-15", 650000, 615000, "700 元", "75%", 408750),
    ("Chengdu employees, age-linked rate, 2012-12-04", 3000000, 3000000, "404.2 元", "83%", 2456451),
    ("law site, level 3", 1000000, 800000, "1300 元", "80%", 536000),
    ("law site, employees", 300000, 300000, "800 元", "80%", 176000),
    ("law site, residents", 300000, 300000, "500 元", "70%", 175000),
    ("Sanya, level 3", 100000, 100000, "600 元", "40%", 16000),
    ("Baiyin, level 2, 2017-02-13", 50000, 50000, "300 元", "90%", 18000),
    ("illustrative ceiling of 180,000, 2025-01-05", 18000000, 18000000, "3000 元", "85%", 15045000),
    ("Changsha, township", 1000000, 1000000, "200 元", "85%", 833000),
    ("Changsha, level 1", 1000000, 1000000, "300 元", "70%", 679000),
]
# claims that were published wrong: what the same bill comes to
CORRECTED = [
    ("Changsha 500 and 65 %, claimed 5,750", 1000000, 1000000, "500 元", "65%", 617500),
    ("Changsha 1,100 and 60 %, claimed 4,740", 1000000, 1000000, "1100 元", "60%", 534000),
    ("Beijing outpatient 2025-01-06, claimed 6,480", 3000000, 1800000, "1800 元", "60%", 972000),
    ("health site, stated rule, claimed 14,296", 2000000, 2000000, "800 元", "83%", 1593600),
]


@pytest.mark.parametrize("case", [*PUBLISHED, *CORRECTED], ids=lambda case: case[0])
def test_bill_comes_to_what_was_published_or_to_its_correction(case, tmp_path):
    _source, total, eligible, standard, rate, expected = case
    by_level = {"primary": standard, "county": standard, "city": standard, "province": standard}
    rules = dated(tmp_path, inpatient__deductible=by_level, inpatient__rate=dict.fromkeys(by_level, rate))
    (paid,) = payments([[Bill(total_fen=total, eligible_fen=eligible)]], rules)
    assert paid.pool_fen == expected
    assert paid.person_fen + paid.fund_fen == total


def test_published_critical_illness_bands_are_cut_at_the_deductible(tmp_path):
    tiers = [
        {"above": "0 元", "rate": "50%"},
        {"above": "100000 元", "rate": "60%"},
        {"above": "200000 元", "rate": "65%"},
    ]
    no_pool = {"primary": "0%", "county": "0%", "city": "0%", "province": "0%"}
    changes = {
        "inpatient__rate": no_pool,
        "critical_illness__deductible": "12000 元",
        "critical_illness__tiers": tiers,
        "critical_illness__tier_axis": "absolute",
    }
    (paid,) = payments([[Bill(total_fen=20000000, eligible_fen=20000000)]], dated(tmp_path, **changes))
    assert paid.critical_illness_fen == 10400000  # a health site claimed 240,000 yuan on this bill of 200,000
