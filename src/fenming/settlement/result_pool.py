"""The result pool of public-health money: units ranked by medical spend per head, the best half paid in bands.

Two readings that the text leaves open are parameters: what tied units receive (`public_health.result_ties`), and what
happens where the units do not divide into equal bands (`public_health.result_uneven_bands`). As shipped, a unit that
improves never receives less, and the order in which units are listed decides nothing.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby

from fenming.kernel import Figure
from fenming.mechanisms import Name, collect, derive, derive_parts, total
from fenming.policy import Policy
from fenming.settlement.county_year import UnitYear
from fenming.settlement.distribution import split_by

COUNTY = Name("public_health.county", "全县公卫", "county public health")
TIES, UNEVEN = "public_health.result_ties", "public_health.result_uneven_bands"
EARNED = ("result", "结果所得", "result earned")


@dataclass(frozen=True, slots=True)
class Band:
    """Places paid alike: the bands it is made of (more than one where they are shared as one), its money, its last place, who is in it."""

    bands: tuple[str, ...]
    money: Figure
    last: Figure
    inside: Mapping[str, Figure]


def unit_base(unit: UnitYear) -> Name:
    """The name under which a unit's public-health figures stand."""
    return Name(f"public_health.unit.{unit.unit_id}", f"{unit.name.label}·公卫", f"{unit.name.label_en}: public health")


def rank_units(units: Mapping[str, UnitYear]) -> dict[str, Figure]:
    """Places of the units with anybody insured, by medical spend per head, the lowest first; units come in order of id."""
    spends = {
        unit_id: derive(
            unit_base(unit).child("medical_per_head", "人均医疗总费用", "medical spend per head"),
            "per_head",
            {"whole": unit.medical_spend, "heads": unit.general.heads},
        )
        for unit_id, unit in units.items()
        if unit.general.heads.value > 0
    }
    amounts = collect(
        COUNTY.child("medical_per_head", "各单元人均医疗总费用", "medical spend per head by unit"), spends
    )
    names = {unit_id: unit_base(units[unit_id]).child("rank", "名次", "rank", "place") for unit_id in spends}
    return derive_parts(names, "rank", {"amounts": amounts})


def share_result_pool(
    policy: Policy, units: Mapping[str, UnitYear], ranks: Mapping[str, Figure], pool: Figure
) -> dict[str, Figure]:
    """What each unit earns of the result pool: a band's places share its money equally, tied units what their places receive."""
    if not ranks:
        return {}
    bands = _joined(policy, _bands(policy, ranks, pool))
    tied = _tied_across(bands, ranks) if policy[TIES].value == "shared" else []
    whose = {unit_id for group in tied for unit_id in group}
    earned: dict[str, Figure] = {}
    for band in bands:
        earned |= _share_band(units, band, whose)
    for group in tied:
        earned |= _share_tie(policy[TIES], units, {unit_id: ranks[unit_id] for unit_id in group}, earned)
    return {unit_id: earned[unit_id] for unit_id in ranks if unit_id in earned}


def _bands(policy: Policy, ranks: Mapping[str, Figure], pool: Figure) -> list[Band]:
    """Each band of the best places with its money, the empty ones too."""
    amounts = next(iter(ranks.values())).inputs["amounts"]
    count = derive(COUNTY.child("ranked_units", "参评单元数", "units ranked", "unit"), "counted", {"parties": amounts})
    rate = policy["public_health.result_band_share"]
    band_pools = split_by(policy, "public_health.result_bands", COUNTY.child("band", "结果池", "result pool"), pool)
    bands: list[Band] = []
    first = 1
    for number, (band, money) in enumerate(band_pools.items(), start=1):
        last = _last_place(band, number, {"units": count, "rate": rate})
        inside = {unit_id: rank for unit_id, rank in ranks.items() if first <= rank.value <= last.value}
        bands.append(Band((band,), money, last, inside))
        first = last.value + 1
    return [band for band in bands if band.inside]


def _last_place(band: str, bands: int, inputs: Mapping[str, Figure]) -> Figure:
    """The last place of the first `bands` bands, so that together they never reach beyond their share of the units."""
    place = Figure(
        f"public_health.county.bands.{bands}", bands, "count", "calendar", f"前{bands}档", f"first {bands} bands"
    )
    name = COUNTY.child(f"last_place.{band}", "末位名次", "last place", "place")
    return derive(name, "last_place", {**inputs, "bands": place})


def _joined(policy: Policy, bands: list[Band]) -> list[Band]:
    """Neighbouring bands as one wherever the later would pay a place more than the earlier, if the pack says so."""
    choice = policy[UNEVEN]
    if choice.value != "joined":
        return bands
    joined: list[list[Band]] = []
    for band in bands:
        joined.append([band])
        while len(joined) > 1 and _pays_more(joined[-1], joined[-2]):
            joined[-2:] = [[*joined[-2], *joined[-1]]]
    return [group[0] if len(group) == 1 else _as_one(group, choice) for group in joined]


def _pays_more(later: list[Band], earlier: list[Band]) -> bool:
    """Whether a place among `later` may come to more fen than one among `earlier`, leftover fen included."""
    (money, places), (money_before, places_before) = (
        (sum(band.money.value for band in group), sum(len(band.inside) for band in group)) for group in (later, earlier)
    )
    return bool(-(-money // places) > money_before // places_before)


def _as_one(group: list[Band], choice: Figure) -> Band:
    bands = tuple(name for band in group for name in band.bands)
    name = COUNTY.child(f"joined.{'_'.join(bands)}", "结果池合并档", "bands shared as one")
    money = total(name, [band.money for band in group], (choice,))
    return Band(bands, money, group[-1].last, {unit: rank for band in group for unit, rank in band.inside.items()})


def _tied_across(bands: list[Band], ranks: Mapping[str, Figure]) -> list[list[str]]:
    """Units of equal spend per head whose places lie in different bands, or some inside and some beyond the last one paid."""
    place_of = {unit_id: number for number, band in enumerate(bands) for unit_id in band.inside}
    found = []
    for group in _of_equal_spend(ranks):
        reached = {place_of.get(unit_id) for unit_id in group}
        if len(reached) > 1:
            found.append(group)
    return found


def _of_equal_spend(ranks: Mapping[str, Figure]) -> Iterator[list[str]]:
    amounts = next(iter(ranks.values())).inputs["amounts"].value
    ordered = sorted(ranks, key=lambda unit_id: ranks[unit_id].value)
    for _spend, group in groupby(ordered, key=lambda unit_id: amounts[unit_id]):
        yield list(group)


def _share_band(units: Mapping[str, UnitYear], band: Band, tied: set[str]) -> dict[str, Figure]:
    """Equal parts of the band's money; a unit in `tied` has its place's part first, to be shared with those it ties with."""
    name = COUNTY.child(
        f"members.{'_'.join(band.bands)}", f"{band.money.label}单元", f"units in {band.money.label_en}", "place"
    )
    members = collect(name, band.inside)
    words = ("of_place", "所占名次的结果资金", "result money of its place")
    names = {
        unit_id: unit_base(units[unit_id]).child(*(words if unit_id in tied else EARNED)) for unit_id in band.inside
    }
    return derive_parts(names, "equal", {"whole": band.money, "parties": members}, (band.last,))


def _share_tie(
    choice: Figure, units: Mapping[str, UnitYear], group: Mapping[str, Figure], earned: Mapping[str, Figure]
) -> dict[str, Figure]:
    """Units of equal spend per head in equal parts of what their places receive together."""
    first = next(iter(group))
    base = COUNTY.child(f"tied.{first}", f"与{first}名次相同的单元", f"units tied with {first}")
    money = total(
        base.child("money", "所占名次资金", "money of their places"),
        [earned[unit_id] for unit_id in group if unit_id in earned],
        (choice,),
    )
    members = collect(base.child("members", "单元", "units", "place"), group)
    names = {unit_id: unit_base(units[unit_id]).child(*EARNED) for unit_id in group}
    return derive_parts(names, "equal", {"whole": money, "parties": members}, (choice,))
