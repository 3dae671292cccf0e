"""The assessment engine: a pure function of pack, measure table and appeals; what is missing is told and never zero."""

from random import Random

import pytest
from tests.assessment.engine_county import (
    LEADS,
    UNITS,
    assessed,
    changed,
    drawn_rows,
    small_pack,
    without,
    write_tables,
)

from fenming.assessment.assessing import Assessment, assess_tables
from fenming.assessment.tables_written import write_assessment_tables
from fenming.facts.run_tables import RunTables
from fenming.kernel import BadInput, Book, divide
from fenming.mechanisms import recompute

ROWS = drawn_rows(Random(7))
FULL = 1_000_000


@pytest.fixture(scope="module")
def drawn() -> Assessment:
    return assessed(ROWS)


def score(assessment: Assessment, scheme: str, party: str, item: str, period: str = "year") -> int | None:
    figure = assessment.schemes[scheme][party].items[item, period].score
    return figure.value if figure else None


def counts_of(unit: str, name: str) -> tuple[int, int]:
    """What was counted of a unit: done and all."""
    found = {measure: value for measure, _period, party, value in ROWS if party == unit}
    return found[f"{name}_done"], found[f"{name}_all"]


def test_nothing_is_missing_where_everything_was_counted(drawn):
    assert drawn.findings == ()
    assert all(one.total for parties in drawn.schemes.values() for one in parties.values())


def test_every_figure_is_what_its_verb_makes_of_its_inputs(drawn):
    assert [figure.name for figure in Book(drawn.figures()) if recompute(figure) != figure.value] == []


def test_the_book_is_written_and_read_back_as_the_same_tree(drawn):
    written = Book(drawn.figures()).to_json()
    read = Book.from_json(written)
    assert read.to_json() == written
    assert all(recompute(figure) == figure.value for figure in read)


def test_a_party_above_is_the_sum_of_those_below(drawn):
    for kind, party, units in (
        ("county", "county", list(UNITS)),
        ("consortium", "C1", [unit for unit, (one, _town) in UNITS.items() if one == "C1"]),
        ("township", "T2", [unit for unit, (_one, town) in UNITS.items() if town == "T2"]),
    ):
        found = drawn.value("due", kind, party)
        done, whole = (sum(counts_of(unit, "due")[place] for unit in units) for place in (0, 1))
        assert (found.numerator.value, found.denominator.value) == (done, whole)
        assert found.figure.value == divide(done * FULL, whole)


def test_every_leaf_is_the_sum_of_the_rows_it_names(drawn, tmp_path):
    tables = {"measure": write_tables(tmp_path, ROWS).rows("SELECT * FROM {measure}")}
    leaves = [figure for figure in Book(drawn.figures()) if figure.verb == "table"]
    assert len(leaves) > 200
    for leaf in leaves:
        rows, where = tables[leaf.source.table], leaf.source.where.items()
        named = [row[leaf.source.column] for row in rows if all(row[key] == value for key, value in where)]
        assert sum(named) == leaf.value, leaf.name


def test_measures_that_are_added_make_one_input(drawn):
    found = drawn.value("standard", "unit", "U00")
    assert found.denominator.verb == "total"
    assert found.denominator.value == sum(row[3] for row in ROWS if row[2] == "U00" and row[0].startswith("standard_"))


def test_a_parameter_or_a_cell_of_one_may_be_an_input(drawn):
    done = next(row[3] for row in ROWS if row[0] == "standard_met" and row[2] == "U00")
    for indicator, name, whole in (
        ("fixed", "assessment.credibility_heads", 30),
        ("cell", "assessment.pay_pool_effect.good", 100_000),
    ):
        found = drawn.value(indicator, "unit", "U00")
        assert (found.denominator.name, found.figure.value) == (name, divide(done * FULL, whole))


def test_counts_by_age_make_one_input_and_a_verb_with_an_interval_shows_it(drawn):
    found = drawn.value("mortality", "county", "county")
    assert found.numerator.value == {"30": 4, "35": 6}
    assert found.low.value < found.figure.value < found.high.value
    assert drawn.value("mortality", "unit", "U00") is None


def test_a_small_rate_is_drawn_to_the_countys_and_the_naked_one_stands_beside_it(drawn):
    found, county = drawn.value("control", "unit", "U03"), drawn.value("control", "county", "county")
    done, whole = counts_of("U03", "control")
    everyone = county.numerator.value, county.denominator.value
    expected = divide((done * everyone[1] + 30 * everyone[0]) * FULL, (whole + 30) * everyone[1])
    assert found.credible.value == found.scored.value == expected
    assert found.figure.value == divide(done * FULL, whole)
    assert found.low.value <= found.figure.value <= found.high.value
    assert county.credible is None


def test_a_pack_that_scores_naked_rates_draws_nothing_to_the_county():
    found = assessed(ROWS, small_pack(rule="naked")).value("control", "unit", "U03")
    assert found.credible is None
    assert found.scored is found.figure


def test_the_figures_bear_their_names(drawn):
    names = {figure.name for figure in Book(drawn.figures())}
    assert {
        "assessment.unit.U03.control",
        "assessment.unit.U03.control.credible",
        "assessment.unit.U03.control.low",
        "assessment.unit.U03.points.q1",
        "assessment.unit.U03.scheme.health_unit.control",
        "assessment.unit.U03.scheme.health_unit.total",
        "assessment.unit.U03.scheme.process.points.q4",
        "assessment.unit.U03.scheme.process.total",
        "assessment.lead.L1.scheme.lead.income",
        "assessment.unit.U03.chain",
        "assessment.county.county.chain",
    } <= names


def test_every_leaf_names_its_rows(drawn):
    leaf = drawn.value("points", "unit", "U03", "q2").numerator
    assert (leaf.source.table, leaf.source.column) == ("measure", "value")
    assert leaf.source.where == {"measure_id": "points_done", "period": "q2", "unit_id": "U03"}


def test_deduction_sample_and_interval_score_by_their_rules(drawn):
    for unit in UNITS:
        done, whole = counts_of(unit, "wait")
        gap = max(divide(done * FULL, whole) - 100_000, 0)
        assert score(drawn, "health_unit", unit, "wait") == max(200_000 + 20_000 * (-gap // 100_000), 10_000)
        counted = {row[0]: row[3] for row in ROWS if row[2] == unit}
        untrue, sampled = counted["checks_untrue.PH01"], counted["checked"]
        expected = 0 if untrue >= 3 else divide(200_000 * counted["checked_qualified"], sampled)
        assert score(drawn, "health_unit", unit, "checked") == expected
        vetoed = drawn.schemes["health_unit"][unit].items["checked", "year"].state == "vetoed"
        assert vetoed == (untrue >= 3)


def test_spread_gives_the_best_all_and_the_worst_half(drawn):
    values = {unit: drawn.value("control", "unit", unit).credible.value for unit in UNITS}
    scores = {unit: score(drawn, "peers", unit, "control") for unit in UNITS}
    assert scores[max(values, key=values.get)] == 500_000
    assert scores[min(values, key=values.get)] == 250_000
    assert sorted(UNITS, key=lambda unit: (values[unit], scores[unit])) == sorted(
        UNITS, key=lambda unit: (scores[unit], values[unit])
    )


def test_a_lead_hospital_answers_for_its_consortium_and_for_what_it_has_of_its_own(drawn):
    for lead, consortium in {lead: one for one, lead in LEADS.items()}.items():
        items = drawn.schemes["lead"][lead].items
        assert items["control", "year"].value is drawn.value("control", "consortium", consortium)
        assert items["income", "year"].value.party.key == ("institution", lead)


def test_quarters_make_the_year_as_their_money_is_weighted(drawn):
    totals = drawn.schemes["process"]["U05"].totals
    quarters = [totals[quarter].value for quarter in ("q1", "q2", "q3", "q4")]
    assert totals["year"].value == divide(20 * sum(quarters[:3]) + 40 * quarters[3], 100)


def test_the_chain_hands_the_score_above_down_to_the_unit(drawn):
    unit, (consortium, town) = "U07", UNITS["U07"]
    county = drawn.chain["county", "county"].value
    assert county == drawn.schemes["county"]["county"].total.value
    lead = divide(8 * drawn.schemes["lead"][LEADS[consortium]].total.value + 2 * county, 10)
    assert drawn.chain["consortium", consortium].value == lead
    township = divide(8 * drawn.schemes["township"][town].total.value + 2 * lead, 10)
    assert drawn.chain["township", town].value == township
    own = drawn.schemes[drawn.chained.schemes["unit"]][unit].total.value
    assert drawn.chain["unit", unit].value == divide(8 * own + 2 * township, 10)


def test_a_score_earns_its_grade_and_what_the_grade_does_to_the_pay_pool(drawn):
    effects = {"good": 100_000, "middling": 0, "bad": -100_000}
    for unit in UNITS:
        total = drawn.schemes[drawn.chained.schemes["unit"]][unit].total.value
        grade = "good" if total >= 700_000 else "middling" if total >= 500_000 else "bad"
        found = drawn.effects["unit", unit]
        assert {name: figure.value for name, figure in found.items()} == {"grade": grade, "pay_pool": effects[grade]}


def test_a_card_without_a_better_direction_cannot_be_scored_by_a_target():
    with pytest.raises(BadInput, match="no better direction"):
        assessed(ROWS, small_pack(due="none"))


def tables_of(assessment: Assessment, folder) -> dict[str, bytes]:
    write_assessment_tables(assessment, folder)
    return {file.name: file.read_bytes() for file in sorted(folder.iterdir())}


def test_the_order_of_rows_changes_nothing(drawn, tmp_path):
    shuffled = Random(3).sample(ROWS, len(ROWS))
    again = assessed(shuffled)
    assert Book(again.figures()).to_json() == Book(drawn.figures()).to_json()
    assert tables_of(again, tmp_path / "again") == tables_of(drawn, tmp_path / "first")


def test_calling_the_units_otherwise_moves_the_scores_with_them():
    swapped = dict(zip(("U00", "U01"), ("U01", "U00"), strict=True))
    one = assessed(ROWS)
    other = assessed([(*row[:2], swapped.get(row[2], row[2]), row[3]) for row in ROWS])
    for scheme in ("health_unit", "peers", "process", "target"):
        for unit in UNITS:
            assert one.schemes[scheme][unit].total.value == other.schemes[scheme][swapped.get(unit, unit)].total.value


def test_the_settlement_tables_hold_every_score_in_the_canonical_columns(drawn, tmp_path):
    write_assessment_tables(drawn, write_tables(tmp_path, ROWS).folder)
    tables = RunTables(tmp_path)
    described = {
        name: {row["column_name"]: row["column_type"] for row in tables.rows(f"DESCRIBE SELECT * FROM {{{name}}}")}
        for name in ("process_score", "target_result", "assessment_score")
    }
    assert described == {
        "process_score": {"unit_id": "VARCHAR", "quarter": "BIGINT", "score_ppm": "BIGINT", "year": "BIGINT"},
        "target_result": {"unit_id": "VARCHAR", "item_id": "VARCHAR", "is_met": "BOOLEAN", "year": "BIGINT"},
        "assessment_score": {
            "consortium_id": "VARCHAR",
            "scheme_id": "VARCHAR",
            "score_ppm": "BIGINT",
            "year": "BIGINT",
        },
    }
    assert len(tables.rows("SELECT * FROM {process_score}")) == 4 * len(UNITS)
    assert len(tables.rows("SELECT * FROM {target_result}")) == 2 * len(UNITS)
    assert tables.rows("SELECT * FROM {assessment_score}") == [
        {
            "consortium_id": one,
            "scheme_id": "chronic",
            "score_ppm": drawn.schemes["chronic"][one].total.value,
            "year": 2024,
        }
        for one in LEADS
    ]
    for row in tables.rows("SELECT * FROM {target_result} WHERE item_id = 'due'"):
        done, whole = counts_of(row["unit_id"], "due")
        assert row["is_met"] == (divide(done * FULL, whole) >= 500_000)


def test_a_missing_count_refuses_the_total_and_is_told(tmp_path):
    found = assessed(without(ROWS, "due_done", "U04"))
    one = found.schemes["health_unit"]["U04"]
    assert (one.total, one.items["due", "year"].state, one.items["due", "year"].score) == (None, "missing", None)
    assert found.schemes["health_unit"]["U05"].total is not None
    assert ("unit", "U04") not in found.chain
    codes = {(finding.code, finding.where, finding.rows) for finding in found.findings}
    assert ("assessment.value_missing", "due", 1) in codes
    assert ("assessment.no_total", "health_unit", 1) in codes
    write_assessment_tables(found, write_tables(tmp_path, ROWS).folder)
    rows = RunTables(tmp_path).rows("SELECT * FROM {target_result} WHERE unit_id = 'U04' ORDER BY item_id")
    assert [row["item_id"] for row in rows] == ["standard"]


def test_where_the_scheme_leaves_out_what_is_missing_the_others_carry_its_weight():
    found = assessed(without(ROWS, "due_done", "U04"), small_pack("left_out"))
    one = found.schemes["health_unit"]["U04"]
    scored = [item.score.value for item in one.items.values() if item.score]
    assert len(scored) == 4
    assert one.total.value == divide(sum(scored) * FULL, 800_000)
    assert "assessment.left_out" in {finding.code for finding in found.findings}


def test_who_has_nothing_to_measure_is_told_and_no_division_fails():
    rows = changed(changed(ROWS, "wait_done", "U02", 0), "wait_all", "U02", 0)
    found = assessed(rows)
    one = found.schemes["health_unit"]["U02"]
    assert one.items["wait", "year"].state == "nothing_to_measure"
    assert one.total.value == divide(sum(item.score.value for item in one.items.values() if item.score) * FULL, 800_000)
    (finding,) = (one for one in found.findings if one.code == "assessment.nothing_to_measure")
    assert "U02" in finding.what


def test_who_has_nobody_to_measure_in_a_credible_indicator_is_judged_by_the_county():
    rows = changed(changed(ROWS, "control_done", "U02", 0), "control_all", "U02", 0)
    found = assessed(rows)
    value = found.value("control", "unit", "U02")
    assert (value.state, value.figure) == ("nothing_to_measure", None)
    assert value.credible.value == found.value("control", "county", "county").figure.value
    assert found.schemes["health_unit"]["U02"].items["control", "year"].state == "scored"


def test_a_target_without_anything_to_measure_is_judged_by_the_county():
    rows = changed(changed(ROWS, "due_done", "U02", 0), "due_all", "U02", 0)
    found = assessed(rows)
    item = found.schemes["target"]["U02"].items["due", "year"]
    assert item.value is found.value("due", "county", "county")
    assert item.state == "scored"


def test_an_indicator_counted_nowhere_is_missing_for_the_county_too():
    found = assessed(without(ROWS, "due_done", *UNITS))
    missing = [finding for finding in found.findings if finding.code == "assessment.value_missing"]
    assert [finding.rows for finding in missing] == [1, len(UNITS)]
    assert found.value("due", "county", "county").state == "missing"


def correction(**given: object) -> dict[str, object]:
    row = {
        "appeal_id": "A1",
        "indicator_id": "due",
        "party_id": "U04",
        "period": "year",
        "role": "numerator",
        "value": 0,
    }
    return row | given


def test_an_accepted_appeal_replaces_the_count_and_moves_every_sum_above(drawn):
    done, whole = counts_of("U04", "due")
    found = assessed(ROWS, corrections=[correction(value=whole)])
    value = found.value("due", "unit", "U04")
    assert value.figure.value == FULL
    assert (value.numerator.verb, value.numerator.source.table) == ("table", "correction")
    assert value.numerator.source.where["appeal_id"] == "A1"
    for kind, party in (("township", "T1"), ("consortium", "C1"), ("county", "county")):
        before, after = drawn.value("due", kind, party).numerator.value, found.value("due", kind, party).numerator.value
        assert after == before + whole - done
    assert all(recompute(figure) == figure.value for figure in Book(found.figures()))


def test_an_appeal_about_a_count_that_was_missing_fills_it():
    done, _whole = counts_of("U04", "due")
    found = assessed(without(ROWS, "due_done", "U04"), corrections=[correction(value=done)])
    assert found.findings == ()
    full = sum(counts_of(unit, "due")[0] for unit in UNITS)
    assert found.value("due", "county", "county").numerator.value == full


def test_an_appeal_of_a_township_stands_for_the_units_in_it():
    found = assessed(ROWS, corrections=[correction(value=0), correction(appeal_id="A2", party_id="T1", value=5)])
    others = sum(counts_of(unit, "due")[0] for unit, (_one, town) in UNITS.items() if town != "T1")
    assert found.value("due", "township", "T1").numerator.value == 5
    assert found.value("due", "county", "county").numerator.value == others + 5


def test_an_appeal_that_fits_nothing_is_told():
    unknown = [correction(party_id="U99"), correction(indicator_id="none"), correction(role="denominators")]
    found = assessed(ROWS, corrections=unknown)
    assert [finding.code for finding in found.findings] == ["assessment.correction_unused"] * 3


def test_the_tables_on_disk_give_the_same_assessment(tmp_path):
    corrected = [correction(value=1)]
    read = assess_tables(small_pack(), write_tables(tmp_path, ROWS, corrected), 2024)
    assert Book(read.figures()).to_json() == Book(assessed(ROWS, corrections=corrected).figures()).to_json()


def test_two_appeals_about_one_count_are_refused():
    with pytest.raises(BadInput, match="A1 and A2"):
        assessed(ROWS, corrections=[correction(), correction(appeal_id="A2")])
