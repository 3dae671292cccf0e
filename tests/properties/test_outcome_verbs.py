"""Verbs of outcomes: more deaths never look better, the interval holds the value, a standard of one's own changes nothing."""

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
def test_one_more_death_never_lowers_premature_mortality(county, group, more):
    deaths, residents = county
    assert premature(deaths | {group: deaths[group] + more}, residents) >= premature(deaths, residents)


@given(counted(), st.sampled_from(GROUPS), st.integers(1, 10_000))
def test_more_people_among_whom_as_many_die_never_raise_it(county, group, more):
    deaths, residents = county
    assert premature(deaths, residents | {group: residents[group] + more}) <= premature(deaths, residents)


@given(counted(), st.sampled_from((800_000, 950_000, 990_000)))
def test_the_interval_holds_the_value_and_stays_between_nothing_and_certainty(county, confidence):
    deaths, residents = county
    ends = low(deaths, residents, confidence), high(deaths, residents, confidence)
    assert 0 <= ends[0] <= premature(deaths, residents) <= ends[1] <= PPM


@given(counted())
def test_more_confidence_is_a_wider_interval(county):
    deaths, residents = county
    assert low(deaths, residents, 990_000) <= low(deaths, residents, 800_000)
    assert high(deaths, residents, 990_000) >= high(deaths, residents, 800_000)


@given(HEADS, st.data())
def test_the_probability_of_one_group_is_premature_mortality_of_that_group(heads, data):
    deaths = data.draw(st.integers(0, heads))
    assert probability(deaths, heads) == premature({"age_30": deaths}, {"age_30": heads})


@given(counted())
def test_a_standard_like_the_county_itself_gives_the_crude_rate(county):
    deaths, residents = county
    assert standardised(deaths, residents, residents) == verb("ratio").function(
        sum(deaths.values()), sum(residents.values())
    )


@given(counted(), st.permutations(GROUPS))
def test_the_order_of_the_age_groups_changes_nothing(county, order):
    deaths, residents = county
    shuffled = {group: residents[group] for group in order}
    assume(list(shuffled) != GROUPS)
    assert premature(deaths, shuffled) == premature(deaths, residents)
    assert standardised(deaths, shuffled, residents) == standardised(deaths, residents, residents)
