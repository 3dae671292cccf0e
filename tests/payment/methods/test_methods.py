"""What institutions earn by day, head, item, quota and standard, from the packs that say so."""

from datetime import date
from pathlib import Path

import pytest

from fenming.kernel import BadInput, Book, Source
from fenming.mechanisms import Name, given, recompute
from fenming.payment.methods import Agreed, Earned, InstitutionYear, SignedYear, earned, method_of
from fenming.payment.methods.package import OutpatientHistory, chronic_bundle, family_doctor_fee, outpatient_package
from fenming.policy import Policy, load_pack

BASE = Name("payment.method.test", "测试机构", "a tested institution")


def row(name, value, unit="fen"):
    return given(Name(f"row.{name}", name, name, unit), value, Source("test", name))


def year(level="county", scheme="resident", agreed=None, **rows):
    kept = {"bills": 0, "days": 0, "stays": {}, "total": 0, "eligible": 0, "fund": 0} | rows
    figures = {word: row(word, value) for word, value in kept.items()}
    return InstitutionYear("H1", BASE, level, scheme, **figures, agreed=agreed or Agreed())


def one(method: str, policy: Policy, facts) -> Earned:
    (found,) = earned(method, policy, {"H1": facts}).values()
    for figure in Book([found.amount]):
        assert recompute(figure) == figure.value
    return found


def policy_of(pack: str, day: date, folder: Path | None = None) -> Policy:
    return load_pack(pack, (folder,) if folder else ()).on(day)


def written(folder: Path, name: str, text: str) -> None:
    path = folder / f"{name}.yaml"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf8")


RATIO = """
label: 甲乙类支付比例
label_en: Payment ratio by class
meaning: 测试用的比例。
kind: table
of: rate
set_by: [city]
versions:
  - from: 2022-09-01
    value: {class_a: 90%, class_b: 80%}
    cite: {document: assumed, clause: 测试}
    checked_on: 2026-11-22
"""


def test_dongying_pays_ratios_by_shares_and_at_most_102_percent_of_the_advance(tmp_path):
    written(tmp_path / "cn/sd/370500/payment/bed_day", "class_ratio", RATIO)
    policy = policy_of("cn/sd/370500", date(2023, 1, 1), tmp_path)
    shares = row("share", {"class_a": 700_000, "class_b": 300_000}, "ppm")
    facts = year("city", days=30, agreed=Agreed(class_share=shares, advance=row("advance", 678_600)))
    assert one("bed_day", policy, facts).amount.value == 678_600
    facts = year("city", days=30, agreed=Agreed(class_share=shares, advance=row("advance", 600_000)))
    assert one("bed_day", policy, facts).amount.value == 612_000


def test_dongying_without_an_advance_is_shown_uncapped_and_says_so(tmp_path):
    written(tmp_path / "cn/sd/370500/payment/bed_day", "class_ratio", RATIO)
    policy = policy_of("cn/sd/370500", date(2023, 1, 1), tmp_path)
    shares = row("share", {"class_a": 700_000, "class_b": 300_000}, "ppm")
    found = one("bed_day", policy, year("city", days=30, agreed=Agreed(class_share=shares)))
    assert found.amount.value == 678_600
    assert [finding.code for finding in found.findings] == ["payment.no_advance"]


def test_dongying_as_shipped_names_the_ratios_that_nobody_saw():
    shares = row("share", {"class_a": 700_000, "class_b": 300_000}, "ppm")
    with pytest.raises(BadInput, match=r"class_ratio"):
        one("bed_day", policy_of("cn/sd/370500", date(2023, 1, 1)), year(days=30, agreed=Agreed(class_share=shares)))


@pytest.mark.parametrize(("fund", "paid"), [(900_000, 850_000), (700_000, 750_000), (800_000, 800_000)])
def test_shanghai_shares_the_difference_to_the_approved_rate_by_half(fund, paid):
    facts = year(days=100, fund=fund, agreed=Agreed(day_rate=row("day_rate", 8_000)))
    assert one("bed_day", policy_of("cn/sh", date(2005, 6, 1)), facts).amount.value == paid


def test_shishi_pays_by_stages_and_tells_of_days_beyond_the_last():
    agreed = Agreed(day_rate=row("day_rate", 10_000))
    found = one("bed_day", policy_of("cn/fj/350581", date(2024, 6, 1)), year(stays={"75": 1, "100": 1}, agreed=agreed))
    assert found.amount.value == 495_000 + 570_000
    assert [finding.code for finding in found.findings] == ["payment.days_beyond_stages"]
    assert "10" in found.findings[0].what


def signed(**rows) -> SignedYear:
    years = ("oldest", "middle", "latest")
    spend = {"retired": row("spend", dict(zip(years, (40_000_000, 44_000_000, 48_000_000), strict=True)))}
    heads = {"retired": row("heads", dict.fromkeys(years, 100), "person")}
    return SignedYear(
        "H1", BASE, {"retired": row("signed", 125, "person")}, row("referral", 7_321_005), spend, heads, **rows
    )


def test_tianjin_pays_signed_heads_at_three_years_mean_less_what_others_were_paid():
    found = one("capitation", policy_of("cn/tj", date(2024, 1, 1)), signed())
    assert found.amount.value == 125 * 440_000 - 7_321_005


def test_a_category_without_history_stops_with_what_to_do():
    facts = SignedYear("H1", BASE, {"student": row("signed", 5, "person")}, row("referral", 0))
    with pytest.raises(BadInput, match="student"):
        one("capitation", policy_of("cn/tj", date(2024, 1, 1)), facts)


def test_beijing_makes_a_heads_rate_without_rounding_patients():
    facts = SignedYear(
        "H1",
        BASE,
        {"coronary": row("signed", 1, "person")},
        row("referral", 0),
        cost=row("cost", 58_731_693),
        visits=row("visits", 1_310, "count"),
    )
    assert one("capitation", policy_of("cn/bj/110000", date(2020, 7, 1)), facts).amount.value == 305_046


PER_HEAD = """
label: {label}
label_en: A rate of this test
meaning: 测试用的标准。
kind: {kind}
{more}
set_by: [county]
versions:
  - from: 2024-01-01
    value: {value}
    cite: {{document: assumed, clause: 测试}}
    checked_on: 2026-11-22
"""


def test_contracted_residents_and_managed_chronic_earn_by_head_less_referral_bills(tmp_path):
    room, yuan = tmp_path / "cn/ah/340621/payment/capitation", "unit: 元/人年"
    options = "options: {{per_head: {{label: 按签约人头, label_en: by contracted head}}}}".replace("{{", "{").replace(
        "}}", "}"
    )
    written(room, "rule", PER_HEAD.format(label="办法", kind="choice", more=options, value="per_head"))
    written(room, "per_head", PER_HEAD.format(label="标准", kind="amount", more=yuan, value="120 元/人年"))
    written(room, "chronic_per_head", PER_HEAD.format(label="慢病", kind="amount", more=yuan, value="300 元/人年"))
    options = "options: {charged_to_signed: {label: 由签约机构承担, label_en: charged}}"
    written(room, "referral", PER_HEAD.format(label="转诊", kind="choice", more=options, value="charged_to_signed"))
    facts = SignedYear(
        "H1",
        BASE,
        {"contracted": row("signed", 1_000, "person")},
        row("referral", 2_345_678),
        chronic_managed=row("managed", 80, "person"),
    )
    found = one("capitation", policy_of("cn/ah/340621", date(2024, 12, 31), tmp_path), facts)
    assert found.amount.value == 12_000_000 + 2_400_000 - 2_345_678


def test_items_are_paid_as_billed_up_to_the_agreed_limit():
    policy = policy_of("cn/ah/340621", date(2024, 12, 31))
    assert one("item", policy, year(fund=12_345)).amount.value == 12_345
    assert one("item", policy, year(fund=12_345, agreed=Agreed(limit=row("limit", 10_000)))).amount.value == 10_000


@pytest.mark.parametrize(
    ("scheme", "fund", "paid"),
    [("employee", 90, 93), ("resident", 90, 92), ("resident", 125, 110), ("resident", 100, 100)],
)
def test_guangyuan_keeps_part_of_a_saving_and_bears_part_of_an_overspend(scheme, fund, paid):
    facts = year(scheme=scheme, fund=fund * 1_000_000, agreed=Agreed(quota=row("quota", 100_000_000)))
    assert one("quota", policy_of("cn/sc/510800", date(2019, 6, 1)), facts).amount.value == paid * 1_000_000


def test_shenzhen_bears_60_and_50_percent_above_a_cases_standard():
    facts = year(bills=1, fund=1_120_000, agreed=Agreed(standard=row("standard", 1_000_000)))
    assert one("case_standard", policy_of("cn/gd/440300", date(2014, 6, 1)), facts).amount.value == 1_055_000


def test_shenzhen_does_not_guess_what_a_saving_earns():
    facts = year(bills=1, fund=900_000, agreed=Agreed(standard=row("standard", 1_000_000)))
    with pytest.raises(BadInput, match="saving_share"):
        one("case_standard", policy_of("cn/gd/440300", date(2014, 6, 1)), facts)


def test_suixis_chronic_bundle_and_family_doctors_are_heads_at_their_rates():
    policy = policy_of("cn/ah/340621", date(2024, 12, 31))
    bundle = chronic_bundle(policy, BASE, row("heads", 43_511, "person"), row("contracted", 30_000, "person"))
    assert bundle.quota.value == 16_099_070_000
    assert bundle.supplement.value == 300_000_000
    assert bundle.whole.value == bundle.quota.value + bundle.supplement.value
    assert family_doctor_fee(policy, BASE, row("insured", 840_480, "person")).value == 4_202_400_000


def test_the_zhejiang_outpatient_package_is_one_exact_figure():
    history = OutpatientHistory(
        row("amounts", {"oldest": 9_000_000_000, "middle": 10_000_000_000, "latest": 11_000_000_000}),
        row("weights", {"oldest": 2, "middle": 3, "latest": 5}, "weight"),
        row("growth", 60_000, "ppm"),
        row("share", 400_000, "ppm"),
        {"critical_illness": row("ci", 800_000_000), "check_up": row("check_up", 400_000_000)},
    )
    package = outpatient_package(BASE, history)
    assert package.value == 3_167_200_000
    assert recompute(package) == package.value


def test_bills_name_their_method_by_code_and_unknown_codes_are_told():
    assert [method_of(code) for code in ("1", "4", "5", "6", "", None)] == [
        "item",
        "drg",
        "bed_day",
        "capitation",
        "item",
        "item",
    ]
    with pytest.raises(BadInput, match="'77'"):
        method_of("77")
    with pytest.raises(BadInput, match="points"):
        earned("drg", policy_of("cn/tj", date(2024, 1, 1)), {})


def test_a_level_without_a_quota_is_refused(tmp_path):
    written(tmp_path / "cn/sd/370500/payment/bed_day", "class_ratio", RATIO)
    policy = policy_of("cn/sd/370500", date(2023, 1, 1), tmp_path)
    facts = year("none", days=1, agreed=Agreed(class_share=row("share", {"class_a": 1})))
    with pytest.raises(BadInput, match="'none'"):
        one("bed_day", policy, facts)
