"""Public-health money to villages: monotone, indifferent to the order of units, conserved, with ties and units nobody lives in."""

import random
from dataclasses import replace
from functools import cache
from itertools import pairwise, product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fenming.kernel import BadInput, Book
from fenming.policy import Policy, load_pack
from fenming.settlement import recompute_check
from fenming.settlement.county_year import UnitYear
from fenming.settlement.public_health import PublicHealth, pay_public_health
from tests.support.overlay import COUNTY, write_overlay
from tests.support.small_county import ITEMS, row, small_unit, suixi_policy

PPM = 1_000_000
CHOICES = list(product(("to_result", "retained"), ("to_result", "retained"), ("shared", "by_id")))


@cache
def policy_of(process: str, target: str, ties: str, bands: str = "joined") -> Policy:
    """The Suixi pack with these readings."""
    import tempfile
    from datetime import date
    from pathlib import Path

    values = {
        "public_health.process_forfeit": process,
        "public_health.target_forfeit": target,
        "public_health.result_ties": ties,
        "public_health.result_uneven_bands": bands,
    }
    with tempfile.TemporaryDirectory() as root:
        return load_pack(COUNTY, (write_overlay(Path(root), values),)).on(date(2024, 12, 31))


def unit(number: int, residents: int, spend: int, scores: list[int], met: list[int]) -> UnitYear:
    """A unit with a hundred insured, so that its spend per head is `spend` fen."""
    unit_id = f"U{number:03d}"
    made = small_unit(unit_id, "people", (100, 0, 100, 0), (0, 0, 0, 0))
    base = f"facts.unit.{unit_id}"
    return replace(
        made,
        residents=row(f"{base}.residents", residents, "person"),
        medical_spend=row(f"{base}.medical_spend", spend * 100),
        scores=row(f"{base}.scores", {f"q{number}": score for number, score in enumerate(scores, 1)}, "ppm"),
        met=row(f"{base}.met", dict(zip(ITEMS, met, strict=True)), "flag"),
    )


def full(number: int, residents: int = 1000, spend: int = 0) -> UnitYear:
    return unit(number, residents, spend, [PPM] * 4, [1] * 12)


def by_id(units: list[UnitYear]) -> dict[str, UnitYear]:
    return {one.unit_id: one for one in units}


def earned(paid: PublicHealth, unit_id: str) -> int:
    return paid.units[unit_id]["earned"].value


@st.composite
def counties(draw: st.DrawFn) -> list[UnitYear]:
    """Up to seventeen units; spends from a short range, so that ties are common; some with nobody living there."""
    count = draw(st.integers(1, 17))
    ppm, flag = st.integers(0, PPM), st.integers(0, 1)
    units = [
        unit(
            number,
            draw(st.sampled_from((0, 1, 7, 400, 3_001))),
            draw(st.integers(0, 9)),
            draw(st.lists(ppm, min_size=4, max_size=4)),
            draw(st.lists(flag, min_size=12, max_size=12)),
        )
        for number in range(count)
    ]
    return [*units, full(99)]


def raised(draw: st.DataObject, one: UnitYear) -> UnitYear:
    """The unit with one thing better: a quarter's score, an item met, or less spent."""
    kind = draw.draw(st.sampled_from(("score", "item", "spend")))
    base = f"facts.unit.{one.unit_id}"
    if kind == "score":
        quarter = draw.draw(st.sampled_from(list(one.scores.value)))
        better = draw.draw(st.integers(one.scores.value[quarter], PPM))
        return replace(one, scores=row(f"{base}.scores", one.scores.value | {quarter: better}, "ppm"))
    if kind == "item":
        return replace(one, met=row(f"{base}.met", one.met.value | {draw.draw(st.sampled_from(ITEMS)): 1}, "flag"))
    return replace(one, medical_spend=row(f"{base}.medical_spend", draw.draw(st.integers(0, one.medical_spend.value))))


@settings(max_examples=150, deadline=None)
@given(units=counties(), choices=st.sampled_from(CHOICES), draw=st.data())
def test_a_unit_that_does_better_never_receives_less(units, choices, draw):
    policy = policy_of(*choices)
    place = draw.draw(st.integers(0, len(units) - 1))
    if units[place].residents.value <= 0:
        place = len(units) - 1
    better = [*units[:place], raised(draw, units[place]), *units[place + 1 :]]
    before, after = (pay_public_health(policy, by_id(listed)) for listed in (units, better))
    assert earned(after, units[place].unit_id) >= earned(before, units[place].unit_id)


@settings(max_examples=60, deadline=None)
@given(units=counties(), choices=st.sampled_from(CHOICES), seed=st.integers(0, 999))
def test_the_order_of_units_changes_nothing(units, choices, seed):
    shuffled = list(units)
    random.Random(seed).shuffle(shuffled)
    policy = policy_of(*choices)
    one, other = (pay_public_health(policy, by_id(listed)) for listed in (units, shuffled))
    assert Book(one.figures()).to_json() == Book(other.figures()).to_json()


@settings(max_examples=60, deadline=None)
@given(units=counties(), choices=st.sampled_from(CHOICES), bands=st.sampled_from(("joined", "as_written")))
def test_every_fen_of_the_pools_is_paid_or_retained(units, choices, bands):
    paid = pay_public_health(policy_of(*choices, bands), by_id(units))
    pools = sum(pool.value for pool in paid.pools.values())
    assert sum(figure.value for figure in paid.paid.values()) + paid.retained.value == pools
    assert sum(earned(paid, unit_id) for unit_id in paid.units) + paid.retained.value == pools
    assert paid.retained.value >= 0
    assert recompute_check(Book(paid.figures())).holds


@settings(max_examples=60, deadline=None)
@given(units=counties(), choices=st.sampled_from(CHOICES))
def test_a_better_place_never_pays_less(units, choices):
    paid = pay_public_health(policy_of(*choices), by_id(units))
    ordered = sorted(paid.ranks, key=lambda unit_id: paid.ranks[unit_id].value)
    results = [paid.units[unit_id]["result"].value if "result" in paid.units[unit_id] else 0 for unit_id in ordered]
    same_band_differs_by_a_fen = all(later <= earlier + 1 for earlier, later in pairwise(results))
    assert same_band_differs_by_a_fen


def test_a_unit_nobody_lives_in_is_found_and_shares_nothing():
    paid = pay_public_health(suixi_policy(), by_id([full(1), full(2), full(3, residents=0)]))
    assert set(paid.units) == {"U001", "U002"}
    assert set(paid.ranks) == {"U001", "U002"}
    (found,) = paid.findings
    assert found.code == "public_health.no_residents"
    assert "U003" in found.what


def test_a_unit_nobody_lives_in_needs_no_scores():
    empty = replace(full(3, residents=0), scores=row("facts.unit.U003.scores", {}, "ppm"))
    assert "U003" not in pay_public_health(suixi_policy(), by_id([full(1), empty])).units


def test_a_county_without_any_residents_is_refused():
    with pytest.raises(BadInput, match="no health unit has residents"):
        pay_public_health(suixi_policy(), by_id([full(1, residents=0)]))


def test_the_bands_of_232_units_have_29_each():
    paid = pay_public_health(suixi_policy(), by_id([full(number, spend=number) for number in range(232)]))
    sizes = [len(figure.value) for figure in Book(paid.figures()).under("public_health.county.members")]
    assert sizes == [29, 29, 29, 29]


def results_of(spends: list[int], *choices: str) -> dict[str, int]:
    policy = policy_of("to_result", "to_result", *choices)
    units = by_id([full(number, spend=spend) for number, spend in enumerate(spends)])
    paid = pay_public_health(policy, units)
    return {unit_id: one["result"].value if "result" in one else 0 for unit_id, one in paid.units.items()}


def test_units_tied_across_bands_share_what_their_places_receive():
    spends = [*range(16)]
    apart = results_of(spends, "shared")
    spends[2] = spends[1]  # places two and three, in bands one and two
    tied = results_of(spends, "shared")
    assert tied["U001"] + tied["U002"] == apart["U001"] + apart["U002"]
    assert abs(tied["U001"] - tied["U002"]) <= 1
    assert {one: fen for one, fen in tied.items() if one not in ("U001", "U002")} == {
        one: fen for one, fen in apart.items() if one not in ("U001", "U002")
    }


def test_units_tied_at_the_last_paid_place_share_it_with_the_first_unpaid_one():
    spends = [*range(16)]
    apart = results_of(spends, "shared")
    spends[8] = spends[7]
    tied = results_of(spends, "shared")
    assert apart["U008"] == 0 < tied["U008"]
    assert tied["U007"] + tied["U008"] == apart["U007"]


def test_by_id_the_first_of_two_tied_units_takes_the_better_place():
    spends = [*range(16)]
    spends[2] = spends[1]
    by_code = results_of(spends, "by_id")
    assert by_code["U001"] > by_code["U002"]


def test_twelve_units_joined_pay_the_fourth_place_no_more_than_the_third():
    as_written, joined = (results_of([*range(12)], "shared", bands) for bands in ("as_written", "joined"))
    assert as_written["U003"] > as_written["U002"]
    assert abs(joined["U003"] - joined["U002"]) <= 1  # a fen left over goes to whoever is named first
    assert sum(joined.values()) == sum(as_written.values())
