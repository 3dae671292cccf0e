"""Large amount, critical illness, civil servants and medical aid are told over the year, with what was before this bill."""

from tests.adjudication.telling.told import bill, steps

HALF = {"inpatient.rate": 500_000}
CRITICAL = HALF | {
    "critical_illness.deductible": 1_000_000,
    "critical_illness.tiers": {"reading": "marginal", "steps": ((0, 600_000), (2_000_000, 700_000))},
    "critical_illness.tier_axis": "excess",
}
LARGE = HALF | {
    "annual_cap": 1_000_000,
    "large_amount.tiers": {"reading": "marginal", "steps": ((0, 900_000),)},
    "large_amount.base": "above_annual_cap",
}
AID = HALF | {
    "medical_aid.rate": {"minimum_living": 700_000},
    "medical_aid.deductible": {"minimum_living": 100_000},
    "medical_aid.annual_cap": {"minimum_living": 400_000},
}
POOR = {"category": "minimum_living"}


def told(rules, *bills) -> dict[str, tuple[str, int]]:
    return {name: (step.formula, step.value) for name, step in steps(rules, *bills).items()}


def test_critical_illness_below_its_deductible_pays_nothing_and_says_so():
    shown = told(CRITICAL, bill(10_000))
    assert shown["critical_base_fen"] == ("10,000.00 − 5,000.00", 500_000)
    assert shown["critical_illness_fen"] == ("5,000.00 does not exceed 10,000.00", 0)


def test_critical_illness_pays_each_tier_on_the_years_cost():
    shown = told(CRITICAL, bill(10_000), bill(60_000, day=40))
    assert shown["critical_illness_year_fen"] == ("5,000.00 + 30,000.00", 3_500_000)
    assert shown["critical_illness_first_edge_fen"] == ("above 10,000.00: 60%; above 30,000.00: 70%", 1_000_000)
    assert shown["critical_illness_fen"] == ("20,000.00 × 60% + 5,000.00 × 70%", 1_550_000)


def test_later_bills_are_told_as_the_rise_over_the_year():
    shown = told(CRITICAL, bill(60_000), bill(20_000, day=40))
    assert shown["critical_illness_with_bill_fen"] == ("20,000.00 × 60% + 10,000.00 × 70%", 1_900_000)
    assert shown["critical_illness_before_fen"] == ("20,000.00 × 60%", 1_200_000)
    assert shown["critical_illness_fen"] == ("19,000.00 − 12,000.00", 700_000)


def test_the_base_counts_the_upfront_copay_where_the_rules_say_so():
    both = CRITICAL | {"critical_illness.base": "eligible_and_upfront_after_pool"}
    shown = told(both, bill(total_fen=5_000_000, eligible_fen=4_000_000, upfront_fen=300_000))
    assert shown["critical_base_fen"] == ("40,000.00 + 3,000.00 − 20,000.00", 2_300_000)


def test_a_category_lowers_the_deductible_and_raises_the_tiers():
    kind = CRITICAL | {
        "critical_illness.deductible_factor_by_category": {"minimum_living": 500_000},
        "critical_illness.addition_by_category": {"minimum_living": 50_000},
    }
    shown = steps(kind, bill(40_000, **POOR))
    assert shown["critical_illness_fen"].formula == "15,000.00 × 65%"
    cited = {clause.name.rpartition(".")[2] for step in shown.values() for clause in step.clauses}
    assert {"deductible_factor_by_category", "addition_by_category"} <= cited


def test_a_yearly_cap_with_incentives_limits_critical_illness():
    capped = CRITICAL | {
        "critical_illness.annual_cap": 1_000_000,
        "critical_illness.continuous_years_from": 4,
        "critical_illness.continuous_year_addition": 30_000,
        "critical_illness.no_claim_year_addition": 30_000,
        "critical_illness.addition_max": 200_000,
    }
    loyal = {"continuous_years": 6, "no_claim_years": 1}
    shown = told(capped, bill(60_000, **loyal), bill(60_000, day=40, **loyal))
    assert shown["critical_illness_cap_fen"] == (
        "10,000.00 + 2 × 300.00 + 1 × 300.00, the rise at most 20%",
        1_090_000,
    )
    assert shown["critical_illness_cap_left_fen"][1] == 0
    assert shown["critical_illness_fen"] == ("21,000.00, at most 0.00", 0)


def test_large_amount_pays_on_what_the_yearly_cap_cut_off():
    shown = told(LARGE, bill(30_000))
    assert shown["large_amount_base_fen"] == ("what the pool's yearly cap cut off", 500_000)
    assert shown["large_amount_fen"] == ("5,000.00 × 90%", 450_000)
    rest = told(LARGE | {"large_amount.base": "eligible_after_pool"}, bill(30_000))
    assert rest["large_amount_base_fen"] == ("30,000.00 − 10,000.00", 2_000_000)


def test_large_amount_comes_before_critical_illness():
    shown = told(CRITICAL | LARGE, bill(60_000))
    assert shown["large_amount_fen"] == ("20,000.00 × 90%", 1_800_000)
    assert shown["critical_base_fen"] == ("60,000.00 − 10,000.00 − 18,000.00", 3_200_000)


def test_civil_servants_are_supplemented_above_a_yearly_deductible():
    rules = HALF | {
        "civil_servant.rate": 500_000,
        "civil_servant.deductible": 100_000,
        "civil_servant.annual_cap": 300_000,
    }
    servant = {"is_civil_servant": 1}
    below, first, second = (
        told(rules, *bills)
        for bills in (
            [bill(1_000, **servant)],
            [bill(1_000, **servant), bill(8_000, day=9, **servant)],
            [bill(8_000, **servant), bill(8_000, day=9, **servant)],
        )
    )
    assert below["civil_servant_fen"] == ("500.00 does not exceed 1,000.00", 0)
    assert first["civil_servant_base_fen"] == ("8,000.00 − 4,000.00", 400_000)
    assert first["civil_servant_fen"] == ("((500.00 + 4,000.00) − 1,000.00) × 50%", 175_000)
    assert second["civil_servant_uncut_fen"] == (
        "(8,000.00 − 1,000.00) × 50% − (4,000.00 − 1,000.00) × 50%",
        200_000,
    )
    assert second["civil_servant_fen"] == ("2,000.00, at most 1,500.00", 150_000)


def test_medical_aid_is_told_by_category_and_its_cap():
    shown = told(AID, bill(12_000, **POOR))
    assert shown["medical_aid_base_fen"] == ("12,000.00 − 6,000.00", 600_000)
    assert shown["medical_aid_fen"] == ("(6,000.00 − 1,000.00) × 70%", 350_000)
    capped = told(AID, bill(12_000, **POOR), bill(12_000, day=40, **POOR))
    assert capped["medical_aid_uncut_fen"][1] == 420_000
    assert capped["medical_aid_fen"] == ("4,200.00, at most 500.00", 50_000)


def test_a_deductible_at_each_visit_forgets_the_year():
    shown = told(AID | {"medical_aid.deductible_basis": "each_visit"}, bill(4_000, **POOR), bill(4_000, day=9, **POOR))
    assert shown["medical_aid_fen"] == ("(2,000.00 − 1,000.00) × 70%", 70_000)


def test_further_aid_pays_on_what_medical_aid_leaves():
    tilt = AID | {
        "medical_aid.tilt_rate": 600_000,
        "medical_aid.tilt_deductible": 100_000,
        "medical_aid.tilt_annual_cap": 50_000,
    }
    shown = told(tilt, bill(12_000, **POOR))
    assert shown["tilted_aid_uncut_fen"] == ("(2,500.00 − 1,000.00) × 60%", 90_000)
    assert shown["tilted_aid_fen"] == ("900.00, at most 500.00", 50_000)
    assert shown["fund_fen"] == ("6,000.00 + 3,500.00 + 500.00", 1_000_000)
