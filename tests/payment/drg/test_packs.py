"""Packs say what was published of each place's DRG payment, and stop where nothing was seen."""

from datetime import date

import pytest

from fenming.kernel import BadInput, Grade
from fenming.payment.drg import drg_rules, drg_terms, explain_case, price_cases
from fenming.policy import load_pack
from fenming.policy.load import SHIPPED
from tests.payment.drg.places import history, stay, tables


def value(region: str, name: str, day: date):
    return load_pack(region).on(day)[f"payment.drg.{name}"].value


@pytest.mark.parametrize(
    ("region", "day", "window", "formula"),
    [
        ("cn/zj/330700", date(2017, 8, 1), 10, "capped_at_base"),
        ("cn/zj", date(2020, 8, 1), 15, "coefficient_capped_at_base"),
    ],
)
def test_jinhua_and_zhejiang_differ_in_window_and_formula(region, day, window, formula):
    assert value(region, "readmission_window", day) == window
    assert value(region, "incomplete_formula", day) == formula
    assert value(region, "readmission_kept", day) == 500_000


def test_qingyang_leaves_out_very_short_and_very_long_stays():
    day = date(2025, 9, 1)
    assert (value("cn/gs/621000", "left_out_at_most", day), value("cn/gs/621000", "left_out_at_least", day)) == (2, 60)


@pytest.mark.parametrize(("region", "day"), [("cn/zj", date(2021, 1, 1)), ("cn/zj/330700", date(2017, 8, 1))])
def test_what_was_never_seen_of_a_place_is_named_all_at_once(region, day):
    with pytest.raises(BadInput) as refused:
        drg_rules(load_pack(region).on(day))
    named = " ".join(one.what for one in refused.value.findings)
    assert "payment.drg.low_cut" in named
    assert "payment.drg.trim" in named


def test_a_place_without_a_method_is_told_what_to_write():
    with pytest.raises(BadInput, match=r"write cn/gs/621000/payment/drg/method\.yaml"):
        drg_rules(load_pack("cn/gs/621000").on(date(2025, 9, 1)))


def test_suixis_rules_are_assumptions_with_their_questions():
    rules = drg_rules(load_pack("cn/ah/340621").on(date(2024, 12, 31)))
    assumed = [figure for name, figure in rules.written.items() if not name.startswith("review_")]
    assert {figure.own_grade for figure in assumed} == {Grade.ASSUMED}
    assert all(figure.reading and figure.reading.open_question for figure in assumed)
    assert rules.review.quota_ppm == 50_000


def test_suixis_cases_are_priced_and_told_with_the_clause_of_each_rule():
    terms = drg_terms(load_pack("cn/ah/340621").on(date(2024, 12, 31)), history())
    cases, grouped = tables([stay("1", total_fen=100_000), stay("2", total_fen=900_000, person_id=2)])
    assert price_cases(cases, grouped, terms)["rule"].to_pylist() == ["low", "normal"]
    told = explain_case("1", cases, grouped, terms)
    assert any("12.5%" in step and "assum" not in step and "[" in step for step in told)


def test_a_misspelt_rule_is_named_with_the_word_that_was_meant(tmp_path):
    folder = tmp_path / "cn/ah/340621/payment/drg"
    folder.mkdir(parents=True)
    shipped = (SHIPPED / "cn/ah/340621/payment/drg/low_cut.yaml").read_text("utf-8")
    (folder / "lowcut.yaml").write_text(shipped, "utf-8")
    with pytest.raises(BadInput, match="did you mean 'low_cut'"):
        drg_rules(load_pack("cn/ah/340621", roots=(tmp_path,)).on(date(2024, 12, 31)))


LABEL = "{label: 一, label_en: one}"
OTHER_RULES = {
    "method": ("choice", f"options: {{rate: {LABEL}}}", "rate"),
    "points_per_weight": ("count", "unit: 点", "1000 点"),
    "weight_source": ("choice", f"options: {{given: {LABEL}}}", "given"),
    "history_weight": ("split", "", "{three_years_before: 2, two_years_before: 3, year_before: 5}"),
    "trim": ("choice", f"options: {{deviation: {LABEL}}}", "deviation"),
    "trim_edge": ("rate", "", "300%"),
    "unstable": ("choice", f"options: {{weight_one: {LABEL}}}", "weight_one"),
    "ungrouped": ("choice", f"options: {{not_paid: {LABEL}}}", "not_paid"),
    "coefficient_by": ("choice", f"options: {{level: {LABEL}}}", "level"),
    "coefficient_years": ("count", "unit: 年", "3 年"),
    "coefficient_min": ("rate", "", "70%"),
    "coefficient_max": ("rate", "", "130%"),
    "same_price_group": ("table", "of: count\nunit: 属于", "{H11: 1, X99: 0}"),
    "cut_of": ("choice", f"options: {{standard: {LABEL}}}", "standard"),
    "extreme_cut": ("rate", "", "500%"),
    "waived_group": ("table", "of: count\nunit: 属于", "{X99: 1}"),
    "bed_day_rate": ("table", "of: amount\nunit: 元/床日", "{X99: 300 元/床日}"),
    "pay_ceiling": ("rate", "", "110%"),
    "very_high_cut": ("table", "of: rate", "{county: 200%, city: 300%}"),
    "low_cut": ("rate", "", "absent"),
    "printed_places": ("count", "unit: 位", "2"),
}


def own_pack(root):
    """A county of its own below the nation, with every rule that no shipped pack writes."""
    folder = root / "cn/zz/990100"
    (folder / "payment/drg").mkdir(parents=True)
    for place, level in ((root / "cn/zz", "province"), (folder, "county")):
        (place / "pack.yaml").write_text(f"label: 例\nlabel_en: example\nlevel: {level}\n", "utf-8")
    (folder / "keys.yaml").write_text(f"H11: {LABEL}\nX99: {LABEL}\n", "utf-8")
    for name, (kind, more, value) in OTHER_RULES.items():
        text = f"label: 例\nlabel_en: example\nmeaning: 例\nkind: {kind}\n{more}\nset_by: [county]\nversions:\n"
        text += f"  - {{from: 2024-01-01, value: {value}, cite: {{document: assumed, clause: 例}}, checked_on: 2026-11-22}}\n"
        (folder / f"payment/drg/{name}.yaml").write_text(text, "utf-8")
    return load_pack("cn/zz/990100", roots=(root,))


def test_every_rule_that_no_shipped_place_has_can_be_written(tmp_path):
    rules = drg_rules(own_pack(tmp_path).on(date(2024, 12, 31)))
    assert (rules.method, rules.scale, rules.printed_places) == ("rate", 1000, 2)
    assert (rules.weight.source, rules.weight.trim, rules.weight.edge_ppm) == ("given", "deviation", 3_000_000)
    assert (rules.weight.unstable, rules.weight.ungrouped) == ("weight_one", "not_paid")
    assert (rules.coefficient.by, rules.coefficient.years) == ("level", 3)
    assert (rules.coefficient.least_ppm, rules.coefficient.most_ppm) == (700_000, 1_300_000)
    assert rules.coefficient.same_price_groups == {"H11"}
    assert (rules.outlier.measured_by, rules.outlier.low_cut_ppm, rules.outlier.high_cut_ppm) == (
        "standard",
        None,
        None,
    )
    assert (rules.outlier.extreme_cut_ppm, rules.outlier.waived_groups) == (5_000_000, {"X99"})
    assert rules.stay.day_rates == {"X99": 30_000}
    assert (rules.pay.ceiling_ppm, rules.pay.very_high_ppm) == (1_100_000, {"county": 2_000_000, "city": 3_000_000})
    assert rules.readmission is None
    assert rules.incomplete.formula == "none"


def test_given_weights_that_were_not_given_are_missed(tmp_path):
    with pytest.raises(BadInput, match="takes weights from a file, and none was given"):
        drg_terms(own_pack(tmp_path).on(date(2024, 12, 31)), history())
