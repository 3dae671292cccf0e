"""Explanations: every line with its value, clause and grade; why not, and the change that would alter it."""

import pytest
from tests.reports.county_run import YEAR
from tests.support.small_run import small_run

from fenming.kernel import BadInput
from fenming.kernel.language import choose_language
from fenming.policy import load_pack
from fenming.reports.explain import Node, explain_figure, explain_figure_alone, explain_unit
from fenming.reports.health_unit import paid_places, rank_of
from fenming.reports.what_if import WhatIf
from fenming.reports.wording import value_text

FUND_SHARE = "settlement.consortium.tcm.fund_share"


@pytest.fixture(autouse=True)
def _english():
    choose_language("en")
    yield
    choose_language("")


def told(name: str, depth: int = 12) -> str:
    return "\n".join(explain_figure(small_run().book, name, depth).text_lines())


def nodes(node: Node):
    yield node
    for below in node.below:
        yield from nodes(below)


def test_a_figure_is_told_with_value_grade_rule_and_clause():
    book, text = small_run().book, told(FUND_SHARE)
    first = text.splitlines()[0]
    assert first.startswith(f"consortium tcm: fund's share of the overspend = {value_text(book[FUND_SHARE])}")
    assert "[assumption]" in first
    assert first.endswith(FUND_SHARE)
    assert "by tiers Overspend risk corridor (above 0%: 40% · above 5%: 30%" in text
    assert "资金共池·风险分担, “5%以内的，基金和医共体按4:6分担” [reported by media or meeting]" in text
    assert "read as: each tier at its own rate on its own part" in text
    assert "open question: 原文未说明是分段累进还是全额套档" in text
    assert "rows behind: table spend, column pool_fen, where consortium_id = tcm, is_chronic = 0, is_drg = 1" in text


def test_the_slices_of_the_corridor_sum_to_the_fund_share_before_the_cap():
    node = explain_figure(small_run().book, "settlement.consortium.tcm.fund_share_before_cap")
    slices = [sentence.rpartition("= ")[2] for sentence in node.sentences if sentence.startswith("above")]
    fen = sum(int(text.removesuffix(" yuan").replace(",", "").replace(".", "")) for text in slices)
    assert len(slices) >= 2
    assert fen == node.figure.value


def test_choices_that_decided_stand_under_decided_by():
    lines = told("settlement.consortium.tcm.surplus").splitlines()
    below = [lines[number + 1] for number, line in enumerate(lines) if line.strip() == "decided by"]
    assert any("Order of the chronic pool and the package = " in line for line in below)
    assert any("On which days a chronic registration counts = " in line for line in below)


def test_what_was_told_is_not_told_again_and_depth_ends_the_tree():
    text = told(FUND_SHARE)
    assert "budget.consortium.tcm.package  (explained above)" in text
    assert "lines below; ask for settlement.consortium.tcm.overspend)" in told(FUND_SHARE, depth=2)


def test_many_inputs_show_the_largest_and_the_rest_as_one_sum():
    run = small_run()
    lead = next(row["payee"] for row in run.shares if row["level"] == "county" and row["consortium_id"] == "people")
    figure = run.book[f"settlement.payee.{lead}.payable"]
    node = explain_figure(run.book, figure.name)
    shown = [below.figure for below in node.below if below.figure]
    rest = sum(lower.value for lower in figure.inputs.values()) - sum(lower.value for lower in shown)
    assert len(figure.inputs) > len(shown) == 8
    yuan, cents = divmod(abs(rest), 100)
    assert (
        node.below[8].text
        == f"… and {len(figure.inputs) - 8} more = {'−' if rest < 0 else ''}{yuan:,}.{cents:02d} yuan"
    )


def test_every_figure_of_a_run_can_be_told():
    run = small_run()
    for figure in run.book:
        node = explain_figure(run.book, figure.name, depth=2)
        assert value_text(figure) in node.text
        assert "{" not in " ".join(node.sentences)


def test_programs_get_name_value_and_grade():
    row = explain_figure(small_run().book, FUND_SHARE).as_dict()
    assert row["name"] == FUND_SHARE
    assert row["value"] == small_run().book[FUND_SHARE].value
    assert row["grade"] == "assumed"
    assert row["below"][0]["below"][-1]["cite"]["grade"] == "reported"


def test_a_parameter_can_be_told_without_a_run():
    from datetime import date

    figure = load_pack("cn/ah/340621").on(date(YEAR, 12, 31))["settlement.risk_corridor"]
    assert "资金共池·风险分担" in "\n".join(explain_figure_alone(figure).text_lines())


def test_an_unknown_figure_is_answered_with_the_nearest_names():
    with pytest.raises(BadInput, match=r"settlement\.consortium\.tcm\.fund_share"):
        told("settlement.consortium.nobody.fund_share")


def test_an_unknown_unit_is_answered_with_the_nearest_ids():
    with pytest.raises(BadInput, match=r"no health unit 'U00'.*U00"):
        explain_unit(small_run(), "U00")


def units_by_verdict(pool: str) -> dict[tuple[str, bool], str]:
    book = small_run().book
    flags = {
        row["unit_id"]: book[f"settlement.unit.{row['unit_id']}.{pool}.is_eligible"] for row in small_run().tables.units
    }
    return {(flag.verb, bool(flag.value)): unit for unit, flag in flags.items()}


@pytest.mark.parametrize("pool", ["general", "chronic"])
@pytest.mark.parametrize("shares", [True, False])
def test_the_nearest_change_alters_the_verdict_and_a_fen_more_does_not(pool, shares):
    unit = units_by_verdict(pool)["slower", shares]
    flag = small_run().book[f"settlement.unit.{unit}.{pool}.is_eligible"]
    spend = flag.inputs["growth"].inputs["spend"]
    asked = WhatIf(flag, spend)
    edge = asked.largest(bool)
    assert asked.value(spend.value) == flag.value
    assert (asked.value(edge), asked.value(edge + 1)) == (1, 0)
    assert (spend.value <= edge) == shares
    text = "\n".join(explain_unit(small_run(), unit).text_lines())
    assert ("and still share" if shares else "Nearest change") in text


def test_a_unit_that_cannot_be_compared_is_told_what_is_missing():
    unit = units_by_verdict("general")["comparable", False]
    text = "\n".join(explain_unit(small_run(), unit).text_lines())
    assert "its growth cannot be measured, because this is zero: insured the year before, general fund" in text


def test_a_consortium_without_surplus_is_said_to_have_nothing_to_share():
    text = "\n".join(explain_unit(small_run(), "U004").text_lines())
    assert "The consortium has nothing to share in this pool: it ended with an overspend of" in text


def test_a_unit_outside_the_bands_is_told_the_last_place_paid_and_how_far_it_is():
    book = small_run().book
    last = paid_places(book)
    outside = next(row["unit_id"] for row in small_run().tables.units if rank_of(book, row["unit_id"]).value > last)
    rank = rank_of(book, outside)
    spend = rank.inputs["amounts"].inputs[outside].inputs["whole"]
    asked = WhatIf(rank, spend)
    edge = asked.largest(lambda place: place <= last)
    assert asked.value(edge) <= last < asked.value(edge + 1)
    text = "\n".join(explain_unit(small_run(), outside).text_lines())
    assert f"Place {rank.value} of 6 by medical spend per head" in text
    assert f"The last place paid, {last}, is at" in text
    assert "less medical spend (" in text


def test_whose_a_number_is_is_said_once_in_a_sentence():
    sentence = explain_figure(small_run().book, "settlement.unit.U001.general.growth").sentences[0]
    assert sentence.startswith("= (general fund spend ")
    assert "unit U001" not in sentence
    whole = explain_figure(small_run().book, "settlement.unit.U001.general.part").sentences[0]
    assert "consortium people: surplus to be shared" in whole


def test_labels_and_grades_follow_the_language():
    choose_language("zh")
    assert told(FUND_SHARE).startswith("模拟县中医医院医共体·医保基金分担 = ")
