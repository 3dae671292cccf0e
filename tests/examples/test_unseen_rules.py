"""Where a source was silent or gave a range, the shipped packs pay nothing and say so, instead of paying by a guess."""

from datetime import date

import pytest

from fenming.adjudication.plan.reason import RULE_UNKNOWN
from fenming.adjudication.trial import judged
from fenming.policy import load_pack

STAY = {"scheme": "resident", "care": "inpatient", "total_fen": 2_000_000, "eligible_fen": 2_000_000}
# pack, level, day, what cannot be known there
UNSEEN = [
    ("cn/ah/340300", "city", date(2024, 7, 1), {"area": "other_city", "referral": "referred"}),
    ("cn/ah/340300", "city", date(2024, 7, 1), {"area": "out_of_province", "referral": "unreferred"}),
    ("cn/ah/340300", "city", date(2025, 7, 1), {}),
    ("cn/ah/341300", "city", date(2025, 7, 1), {}),
    ("cn/cq/500112", "county", date(2024, 7, 1), {"area": "out_of_province", "referral": "referred"}),
    ("cn/js/320700", "primary", date(2024, 7, 1), {"area": "other_city", "referral": "referred"}),
    ("cn/jx/360100", "city", date(2026, 7, 1), {}),
]


@pytest.mark.parametrize(("region", "level", "day", "more"), UNSEEN)
def test_a_bill_that_needs_a_rule_nobody_saw_is_not_paid(region, level, day, more):
    (paid,) = judged([{**STAY, "level": level, "settled": day, **more}], load_pack(region))
    assert paid.reason == RULE_UNKNOWN
    assert paid.fund_fen == 0
    assert paid.person_fen == STAY["total_fen"]


@pytest.mark.parametrize(("region", "level"), [("cn/ah/340300", "city"), ("cn/cq/500112", "county")])
def test_the_same_bill_at_home_is_paid(region, level):
    (paid,) = judged([{**STAY, "level": level, "settled": date(2024, 7, 1)}], load_pack(region))
    assert paid.pool_fen > 0


def test_a_rule_of_the_province_that_a_city_is_known_not_to_have_does_not_hold_there():
    pack = load_pack("cn/ah/340300")
    assert pack.on(date(2024, 7, 1)).get("benefits.resident.inpatient.out_of_province_deductible_rate") is None
    assert load_pack("cn/ah").on(date(2024, 7, 1)).get("benefits.resident.inpatient.out_of_province_deductible_rate")


UNSEEN_CAP = """
label: 医疗救助年度限额
label_en: Yearly cap of medical aid
meaning: 医疗救助一年最高支付额。
kind: amount
unit: 元/年
set_by: [county]
open_question: 限额未见。
settled_by: [chongqing_benefit_rules]
versions:
  - from: 2024-01-01
    value: null
    cite: {document: yubei_worked_example, clause: 大额医疗救助}
    checked_on: 2026-11-22
"""


def test_an_unseen_rule_of_medical_aid_stops_only_the_bills_of_those_who_have_a_claim_to_it(tmp_path):
    file = tmp_path / "cn/cq/500112/benefits/resident/medical_aid/annual_cap.yaml"
    file.parent.mkdir(parents=True)
    file.write_text(UNSEEN_CAP, "utf8")
    pack = load_pack("cn/cq/500112", roots=(tmp_path,))
    stay = {**STAY, "level": "county", "settled": date(2024, 7, 1)}
    assert judged([stay], pack) == judged([stay], load_pack("cn/cq/500112"))
    (aided,) = judged([{**stay, "category": "minimum_living"}], pack)
    assert (aided.reason, aided.fund_fen) == (RULE_UNKNOWN, 0)
