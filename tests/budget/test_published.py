"""Published subsidies, ledgers and splits, cell by cell as they were printed; cells that were printed rounder say so."""

from datetime import date

import pytest

from fenming.kernel import divide, parse_yuan
from fenming.mechanisms import verb
from fenming.policy import load_pack

# unit, heads, yuan a head, advanced, printed due and printed now in 万元; a cell marked ROUND has fewer decimals than the rest
GUANGYUAN = [
    ("广元市", 166_881, "63.7", "877.98", "1063.03", "185.1 ROUND"),
    ("旺苍", 62_357, "69.7", "323.21", "434.63", "111.4 ROUND"),
    ("剑阁", 36_915, "68.9", "183.05", "254.34", "71.29"),
    ("青川", 41_409, "63.7", "178.7", "263.78", "85.08"),
    ("苍溪", 63_350, "69.3", "361.3", "439.02", "77.72"),
]


def printed(fen: int, decimals: int) -> str:
    """`fen` in 万元 with so many decimals, as a table prints it."""
    whole = divide(fen * 10**decimals, 1_000_000)
    return f"{whole // 10**decimals}.{whole % 10**decimals:0{decimals}d}"


def call(name: str, **given):
    return verb(name).function(**given)


@pytest.mark.parametrize(
    ("unit", "heads", "yuan", "advanced", "due", "now"), GUANGYUAN, ids=[row[0] for row in GUANGYUAN]
)
def test_guangyuans_due_and_what_is_paid_now_print_as_published(unit, heads, yuan, advanced, due, now):
    owed = call("times", count=heads, amount=parse_yuan(yuan))
    assert printed(owed, 2) == due
    cell, _, mark = now.partition(" ")
    left = call("difference", whole=owed, part=parse_yuan(f"{advanced}万"))
    assert printed(left, 1 if mark == "ROUND" else 2) == cell


def test_guangyuans_totals_and_students_print_as_published():
    owed = {unit: call("times", count=heads, amount=parse_yuan(yuan)) for unit, heads, yuan, *_rest in GUANGYUAN}
    advanced = call("total", **{row[0]: parse_yuan(f"{row[3]}万") for row in GUANGYUAN})
    assert sum(row[1] for row in GUANGYUAN) - 370_912 == 0
    assert advanced == parse_yuan("1924.24万")
    assert printed(call("total", **owed), 1) == "2454.8"
    now = call("difference", whole=call("total", **owed), part=advanced)
    assert printed(now, 1) == "530.6"  # ROUND: 530.555440
    students = call("times", count=11_607, amount=11_200)
    assert printed(students, 4) == "129.9984"
    assert printed(students, 0 + 1) == "130.0"  # ROUND: printed as 130
    assert printed(now + students, 2) == "660.55"  # published 660.56 adds the printed 530.56 and 130: ROUND
    assert divide(now, 10_000) * 10_000 + parse_yuan("130万") == parse_yuan("660.56万")


def test_ziyangs_shares_of_the_subsidy_are_published_exactly():
    policy = load_pack("cn/hn/430900").on(date(2017, 6, 30))
    whole, steps = (
        policy["budget.financing.subsidy_per_head"].value,
        policy["budget.financing.central_tiers"].value["steps"],
    )
    edges, rates = zip(*steps, strict=True)
    central = call("tiers", amount=whole, edges=edges, rates=rates)
    assert central == parse_yuan("258 元")
    rest = call("difference", whole=whole, part=central)
    assert rest == parse_yuan("192 元")
    parts = call("split", whole=rest, weights=policy["budget.financing.local_split"].value)
    assert (parts["province"], parts["city"]) == (parse_yuan("57.60"), parse_yuan("65.28"))
    assert printed(call("times", count=407_477, amount=parts["city"]), 2) == "2660.01"
    assert call("difference", whole=413_331, part=407_477) == 5_854


def test_yunlongs_610_yuan_split_exactly():
    policy = load_pack("cn/yn/532929").on(date(2022, 6, 30))
    parts = call("split", whole=61_000, weights=policy["budget.financing.subsidy_split"].value)
    assert parts == {"central": 48_800, "province": 8_540, "city": 732, "county": 2_928}


def test_changnings_year_adds_up_and_its_heads_rebuild_it_but_for_rounding():
    income = {"premium": "12438万", "subsidy": "21767万", "interest": "65万", "other": "5万"}
    spend = {"benefits": "27390万", "critical_illness": "2799万"}
    came = call("total", **{key: parse_yuan(text) for key, text in income.items()})
    went = call("total", **{key: parse_yuan(text) for key, text in spend.items()})
    assert (came, went) == (parse_yuan("34275万"), parse_yuan("30189万"))
    assert call("difference", whole=came, part=went) == parse_yuan("4086万")
    premium = load_pack("cn/yn/530524").on(date(2025, 6, 30))["budget.critical_illness_premium_per_head"].value
    assert call("times", count=311_000, amount=premium) == parse_yuan("2799万")
    rebuilt = [call("times", count=311_000, amount=amount) for amount in (40_000, 70_000)]
    assert rebuilt == [parse_yuan("12440万"), parse_yuan("21770万")]  # ROUND: 12,438 and 21,767 are printed
    assert [call("per_head", whole=parse_yuan(income[key]), heads=311_000) for key in ("premium", "subsidy")] == [
        39_994,
        69_990,
    ]
