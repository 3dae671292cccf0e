"""Published bills, worked out by packs that hold the rules they state. They test arithmetic; none is claimed to be in force.

What was published right comes out to the fen. What was published wrong is told: the claim, what the bill comes to, and
where the claim departs from it.
"""

from dataclasses import replace

import pytest

from fenming.adjudication.checking.cases import judge_cases
from fenming.policy.working import check_cases
from tests.examples.bill_cases import PACKS, case_named, finding_about, findings_of, pack_of, regions, regions_in

# pack, example, what the fund and the person were published to pay, in fen (None: not printed)
RIGHT = [
    ("cn/xx/230000", "总费用1万元，含甲类、乙类药品与目录内服务", 656000, 344000),
    ("cn/xx/510100", "2024年二级医院，总费用8400元", 585000, 255000),
    ("cn/xx/371323", "四方各付多少照报道，个人付余下的8.16元", None, 816),
    ("cn/gs/620900", "瓜州县医院住院，总费用6500元，自费350元", 408750, 241250),
    ("cn/xx/510100", "2012年比例随年龄，40周岁", 2456451, 543549),
    ("cn/xx/000013", "总费用1万元，自费2000元", 536000, None),
    ("cn/xx/000014", "职工3000元", 176000, None),
    ("cn/xx/000014", "居民3000元", 175000, None),
    ("cn/xx/460200", "1000元的住院", 16000, None),
    ("cn/xx/620400", "500元的住院", 18000, None),
    ("cn/xx/000018", "18万元的住院，封顶线不起作用", 15045000, None),
    ("cn/xx/000019", "5000元分两段", 444000, None),
    ("cn/xx/430100", "乡镇卫生院1万元", 833000, None),
    ("cn/xx/430100", "起付300元、70%的医院1万元", 679000, None),
    ("cn/xx/000051", "算得50656.43元，只付46336元", 4633600, None),
]
# packs that share an itemised bill, and what the person bears in all, in fen
ITEMISED = [(("cn/xx/000023", "cn/xx/000025"), 3901936), (("cn/xx/000024",), 527680)]
# pack, example, and what is told: what the claim would need, or what it leaves no room for
WRONG = [
    (
        "cn/xx/430100",
        "起付500元、65%的医院1万元，所印的数算错",
        "pool 5,750.00, worked out 6,175.00",
        "5,750.00 is 65% of 8,846.15, and the base is 9,500.00",
    ),
    (
        "cn/xx/430100",
        "起付1100元、60%的医院1万元，所印的数算错",
        "pool 4,740.00, worked out 5,340.00",
        "4,740.00 is 60% of 7,900.00, and the base is 8,900.00",
    ),
    (
        "cn/xx/110000",
        "3万元中1.2万元不在范围，所印的基数少了5400元",
        "base 10,800.00, worked out 16,200.00; pool 6,480.00, worked out 9,720.00",
        "6,480.00 is 60% of 10,800.00, and the base is 16,200.00",
    ),
    (
        "cn/xx/000103",
        "照所写的规则，2万元只减起付线800元",
        "base 17,200.00, worked out 19,200.00; pool 14,296.00, worked out 15,936.00",
        "14,296.00 is 83% of 17,224.10, and the base is 19,200.00",
    ),
    (
        "cn/xx/000103",
        "照所印的基数17200元，乘积也算错",
        "pool 14,296.00, worked out 14,276.00",
        "14,296.00 is 83% of 17,224.10, and the base is 17,200.00",
    ),
    (
        "cn/xx/000105",
        "20万元的账单不可能支付24万元",
        "critical_illness 240,000.00, worked out 104,000.00",
        "critical_illness cannot pay 240,000.00: only 200,000.00 of the bill are left for it",
    ),
]


@pytest.mark.parametrize("region", regions())
def test_every_bill_example_of_every_pack_comes_out(region):
    assert pack_of(region).cases
    assert [finding for finding in findings_of(region) if finding.code != "policy.published_wrong"] == []


@pytest.mark.parametrize(("region", "name", "fund_fen", "person_fen"), RIGHT, ids=[case[0] for case in RIGHT])
def test_a_bill_published_right_comes_to_what_was_published(region, name, fund_fen, person_fen):
    (bill,) = case_named(region, name).bills
    (paid,) = judge_cases([bill.given], pack_of(region))
    assert fund_fen in (None, paid.fund_fen)
    assert person_fen in (None, paid.person_fen)
    total_fen = bill.given.get("total_fen") or sum(line["total_fen"] for line in bill.given["lines"])
    assert paid.fund_fen + paid.given_fen + paid.person_fen == total_fen


@pytest.mark.parametrize(("regions", "person_fen"), ITEMISED)
def test_the_lines_of_an_itemised_bill_come_to_what_the_person_was_published_to_bear(regions, person_fen):
    given = [(region, bill.given) for region in regions for case in pack_of(region).cases for bill in case.bills]
    assert sum(judge_cases([bill], pack_of(region))[0].person_fen for region, bill in given) == person_fen


@pytest.mark.parametrize(("region", "name", "claim", "why"), WRONG, ids=[case[0] for case in WRONG])
def test_a_bill_published_wrong_is_told_with_the_claim_the_result_and_where_they_part(region, name, claim, why):
    found = finding_about(region, name)
    assert found.code == "policy.published_wrong"
    assert claim in found.what
    assert why in found.why


def test_every_wrong_claim_is_told():
    told = [finding for region in regions_in(PACKS) for finding in findings_of(region)]
    assert sum(finding.code == "policy.published_wrong" for finding in told) == len(WRONG)


def test_an_example_that_is_a_fen_off_does_not_come_out():
    pack = pack_of("cn/gs/620900")
    (case, *_others) = pack.cases
    (bill,) = case.bills
    off = replace(case, bills=(replace(bill, expect={**bill.expect, "pool": bill.expect["pool"] + 1}),))
    (found,) = check_cases(replace(pack, cases=(off,)), judge_cases)
    assert found.code == "policy.case_fails"
    assert "pool 4,087.51, worked out 4,087.50" in found.what
