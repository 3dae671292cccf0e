"""What the layers above the pool pay, one choice at a time, on bills that can be worked out by hand."""

from tests.adjudication.choices import amount, bill, choice, count, rate, tiers


def test_a_cap_on_the_base_lets_the_rest_flow_into_critical_illness_and_a_cap_on_payment_does_not_take_base(paid):
    stays = [bill(100_500), bill(20_500, 9)]
    on_base = paid(*stays, annual_cap="90000 元", annual_cap_on=choice("base", "payment"))
    assert [payment.base_fen for payment in on_base] == [9_000_000, 0]
    assert [payment.pool_fen for payment in on_base] == [7_200_000, 0]
    assert [payment.critical_base_fen for payment in on_base] == [10_050_000 - 7_200_000, 2_050_000]
    on_payment = paid(*stays, annual_cap="90000 元")
    assert [payment.pool_fen for payment in on_payment] == [8_000_000, 1_000_000]


def test_upfront_copay_counts_into_critical_illness_where_the_base_says_so(paid):
    stay = bill(110_000, eligible_fen=10_000_000, upfront_fen=1_000_000)
    without = paid(stay)[0]
    with_upfront = paid(stay, critical_illness__base="eligible_and_upfront_after_pool")[0]
    assert with_upfront.critical_base_fen == without.critical_base_fen + 1_000_000
    assert with_upfront.critical_illness_fen == (with_upfront.critical_base_fen - 1_500_000) * 60 // 100


def test_what_is_paid_first_outside_the_area_stays_out_of_critical_illness_where_the_base_says_so(paid):
    away = bill(200_000, area="other_city", referral="unreferred")
    first = {"inpatient__copay_first": rate({"unreferred": "20%"})}
    within = paid(away, **first)[0]
    without = paid(away, critical_illness__base="counted_after_pool", **first)[0]
    assert without.critical_base_fen == within.critical_base_fen - 4_000_000


def test_poor_households_reach_critical_illness_earlier_and_at_higher_rates(paid):
    changes = {
        "critical_illness__deductible_factor_by_category": rate({"minimum_living": "50%"}),
        "critical_illness__addition_by_category": rate({"minimum_living": "5%"}),
    }
    stay = bill(100_500)
    assert paid(stay, **changes)[0].critical_illness_fen == (2_050_000 - 1_500_000) * 60 // 100
    assert (
        paid({**stay, "category": "minimum_living"}, **changes)[0].critical_illness_fen
        == (2_050_000 - 750_000) * 65 // 100
    )


def test_continuous_years_and_years_without_a_claim_raise_the_cap_within_their_share(paid):
    changes = {
        "critical_illness__annual_cap": amount("10000 元"),
        "critical_illness__continuous_years_from": count(4),
        "critical_illness__continuous_year_addition": amount("300 元"),
        "critical_illness__no_claim_year_addition": amount("500 元"),
        "critical_illness__addition_max": rate("20%"),
    }
    stay = bill(400_500)
    cap = [paid({**stay, "continuous_years": years, "no_claim_years": 1}, **changes)[0] for years in (4, 6, 20)]
    assert [payment.critical_illness_fen for payment in cap] == [1_050_000, 1_110_000, 1_200_000]


def test_large_amount_pays_on_what_the_yearly_cap_cut_off_and_critical_illness_on_the_rest(paid):
    changes = {
        "annual_cap": "100000 元",
        "large_amount__tiers": tiers(("0 元", "90%")),
        "large_amount__tier_axis": choice("excess"),
        "large_amount__annual_cap": amount("400000 元"),
    }
    payment = paid(bill(200_500), **changes)[0]
    assert (payment.pool_fen, payment.large_amount_base_fen, payment.large_amount_fen) == (
        10_000_000,
        6_000_000,
        5_400_000,
    )
    assert payment.critical_base_fen == 20_050_000 - 10_000_000 - 5_400_000


def test_a_civil_servant_is_paid_a_share_of_what_is_left_above_a_yearly_deductible(paid):
    changes = {"civil_servant__rate": rate("50%"), "civil_servant__deductible": amount("1000 元")}
    stays = [bill(10_500, is_civil_servant=1), bill(10_500, 9, is_civil_servant=1)]
    assert [payment.civil_servant_fen for payment in paid(*stays, **changes)] == [75_000, 125_000]
    assert paid(bill(10_500), **changes)[0].civil_servant_fen == 0


AID = {
    "medical_aid__rate": rate({"special_hardship": "100%", "minimum_living": "75%", "low_income_edge": "60%"}),
    "medical_aid__deductible": amount({"low_income_edge": "2875.30 元"}),
    "medical_aid__annual_cap": amount({"minimum_living": "1500 元", "low_income_edge": "30000 元"}),
}


def test_medical_aid_pays_by_category_above_its_yearly_deductible_within_its_cap(paid):
    stays = [bill(10_500), bill(10_500, 9)]  # 2,500 yuan left of each
    by = {
        category: [
            payment.medical_aid_fen for payment in paid(*({**stay, "category": category} for stay in stays), **AID)
        ]
        for category in ("ordinary", "special_hardship", "minimum_living", "low_income_edge", "expense_hardship")
    }
    assert by["ordinary"] == by["expense_hardship"] == [0, 0]
    assert by["special_hardship"] == [250_000, 250_000]
    assert by["minimum_living"] == [150_000, 0]
    assert by["low_income_edge"] == [0, (500_000 - 287_530) * 60 // 100]


def test_three_layers_of_yubei_residents_leave_what_the_tilt_leaves(paid):
    changes = {
        "medical_aid__rate": rate({"minimum_living": "70%"}),
        "medical_aid__tilt_rate": rate("60%"),
        "medical_aid__tilt_deductible": amount("3000 元"),
        "inpatient__deductible": {"primary": "300 元", "county": "300 元", "city": "300 元", "province": "300 元"},
        "inpatient__rate": {"primary": "70%", "county": "70%", "city": "70%", "province": "70%"},
        "critical_illness__deductible": "900000 元",
    }
    payment = paid(bill(50_300, category="minimum_living"), **changes)[0]
    assert (payment.pool_fen, payment.medical_aid_base_fen) == (3_500_000, 1_530_000)
    assert payment.medical_aid_fen == 1_071_000
    assert payment.tilted_aid_fen == (459_000 - 300_000) * 60 // 100
    assert payment.person_fen == 1_530_000 - 1_071_000 - 95_400
