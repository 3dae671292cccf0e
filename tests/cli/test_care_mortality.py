"""`fenming care mortality` on the synthetic county."""

import openpyxl

from fenming.facts.workspace import Workspace


def test_premature_mortality_is_told_with_its_interval_and_both_sexes(fenming, county):
    told = fenming("care", "mortality", "--year", 2024, "--workspace", county.workspace.folder, "--json").json
    assert list(told["groups"]) == ["all", "male", "female"]
    everybody = told["groups"]["all"]
    assert everybody["low_ppm"] < everybody["premature_ppm"] < everybody["high_ppm"]
    assert 80_000 <= everybody["premature_ppm"] <= 180_000
    assert len(everybody["ages"]) == 8
    deaths = {group: told["groups"][group]["causes"][0]["deaths"] for group in told["groups"]}
    assert deaths["all"] == deaths["male"] + deaths["female"] > 0
    assert told["is_synthetic"] is True


def test_tables_go_to_the_screen_and_to_a_workbook(fenming, county, tmp_path):
    path = tmp_path / "mortality.xlsx"
    where = ("--workspace", county.workspace.folder, "--out", path)
    shown = fenming("care", "mortality", "--year", 2024, *where).out
    assert "Premature mortality of the four chronic diseases, 2024 · synthetic data" in shown
    assert "Death rates by cause" in shown
    assert {"Premature mortality", "Age groups", "Death rates"} <= set(openpyxl.load_workbook(path).sheetnames)


def test_ages_are_shown_where_they_are_asked_for(fenming, county):
    where = ("--workspace", county.workspace.folder)
    assert "65–69" in fenming("care", "mortality", "--year", 2024, "--ages", *where).out
    assert "65–69" not in fenming("care", "mortality", "--year", 2024, *where).out


def test_the_figure_opens_down_to_deaths_and_residents_of_each_age_group(fenming, county):
    where = ("--year", 2024, "--workspace", county.workspace.folder)
    shown = fenming("care", "mortality", "--explain", *where).out
    for name in ("premature", "age_30.probability", "age_65.chronic_deaths", "age_65.residents", "premature.low"):
        assert f"outcomes.all.{name}" in shown
    told = fenming("care", "mortality", "--explain", "--of", "female", *where, "--json").json
    figures = fenming("care", "mortality", *where, "--json").json["groups"]["female"]
    values = {node["name"].removeprefix("outcomes.female."): node["value"] for node in told["below"]}
    assert [values[name] for name in ("premature", "premature.low", "premature.high")] == [
        figures[name] for name in ("premature_ppm", "low_ppm", "high_ppm")
    ]
    assert len(values) == 3 + len(figures["ages"])


def test_a_group_that_is_none_is_refused(fenming, county):
    where = ("--year", 2024, "--workspace", county.workspace.folder)
    refused = fenming("care", "mortality", "--explain", "--of", "children", *where, code=2)
    assert "use one of: all, male, female" in refused.all


def test_a_year_without_deaths_is_refused_and_told(fenming, county):
    refused = fenming("care", "mortality", "--year", 2025, "--workspace", county.workspace.folder, code=2)
    assert "no rows of 2025" in refused.err


def test_without_the_register_of_deaths_nothing_is_worked_out(fenming, tmp_path):
    Workspace.create(tmp_path / "W", "cn/ah/340621")
    refused = fenming("care", "mortality", "--year", 2024, "--workspace", tmp_path / "W", code=2)
    assert "mortality cannot be worked out without: death, population" in refused.err
