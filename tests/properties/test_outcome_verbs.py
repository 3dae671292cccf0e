"""Verbs of outcomes: more deaths never look better, the interval holds the value, a standard of one's own changes nothing."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from fenming.kernel import PPM
from fenming.mechanisms import verb

GROUPS = [f"age_{age}" for age in range(30, 70, 5)]
HEADS = st.integers(1, 100_000)
premature, low, high = (verb(f"premature_mortality{end}").function for end in ("", "_low", "_high"))
probability, standardised = verb("death_probability").function, verb("standardised_rate").function


@st.composite
def counted(draw):
    """Residents by age group and fewer deaths than residents."""
    residents = {group: draw(HEADS) for group in GROUPS}
    return {group: draw(st.integers(0, heads // 5)) for group, heads in residents.items()}, residents


@given(counted(), st.sampled_from(GROUPS), st.integers(1, 100))
def premature_mortality_never_falls_by_one_more_death(county, group, more):
    deaths, residents = county
    assert premature(deaths | {group: deaths[group] + more}, residents) >= premature(deaths, residents)


@given(counted(), st.sampled_from(GROUPS), st.integers(1, 10_000))
def premature_mortality_never_rises_by_more_people_among_whom_as_many_die(county, group, more):
    deaths, residents = county
    assert premature(deaths, residents | {group: residents[group] + more}) <= premature(deaths, residents)


@given(counted(), st.sampled_from((800_000, 950_000, 990_000)))
def premature_mortality_low_and_high_hold_the_value_between_nothing_and_certainty(county, confidence):
    deaths, residents = county
    ends = low(deaths, residents, confidence), high(deaths, residents, confidence)
    assert 0 <= ends[0] <= premature(deaths, residents) <= ends[1] <= PPM


@given(counted())
def premature_mortality_high_and_low_move_apart_with_more_confidence(county):
    deaths, residents = county
    assert low(deaths, residents, 990_000) <= low(deaths, residents, 800_000)
    assert high(deaths, residents, 990_000) >= high(deaths, residents, 800_000)


@given(HEADS, st.data())
def death_probability_of_one_group_is_its_premature_mortality(heads, data):
    deaths = data.draw(st.integers(0, heads))
    assert probability(deaths, heads) == premature({"age_30": deaths}, {"age_30": heads})


@given(counted())
def standardised_rate_by_a_standard_like_the_county_itself_is_the_crude_rate(county):
    deaths, residents = county
    assert standardised(deaths, residents, residents) == verb("ratio").function(
        sum(deaths.values()), sum(residents.values())
    )


@given(counted(), st.permutations(GROUPS))
def standardised_rate_and_premature_mortality_do_not_mind_the_order_of_age_groups(county, order):
    deaths, residents = county
    shuffled = {group: residents[group] for group in order}
    assume(list(shuffled) != GROUPS)
    assert premature(deaths, shuffled) == premature(deaths, residents)
    assert standardised(deaths, shuffled, residents) == standardised(deaths, residents, residents)


PROPERTIES = [
    held for name, held in list(globals().items()) if name.startswith(("premature_m", "death_", "standardised_rate_"))
]


@pytest.mark.parametrize("holds", PROPERTIES, ids=lambda holds: holds.__name__)
def test_property_holds_of_every_draw(holds):
    holds()
