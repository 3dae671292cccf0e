"""From a consortium's surplus to hospitals, townships, clinics and teams, every fen with a payee."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from fenming.kernel import Figure
from fenming.mechanisms import Name, collect, derive, derive_parts, total
from fenming.policy import Policy
from fenming.settlement.county_year import ConsortiumYear, UnitYear
from fenming.settlement.eligibility import Eligibility, unit_base
from fenming.settlement.outturn import Outturn

LEVELS = {
    "county": ("县级", "county level"),
    "town": ("镇级", "town level"),
    "village": ("村级", "village level"),
}
BODIES = {
    "maternal_child": ("妇幼保健", "maternal and child health"),
    "disease_control": ("疾病预防控制", "disease control"),
    "health_inspection": ("卫生监督", "health inspection"),
}


@dataclass(frozen=True, slots=True)
class Share:
    """A figure in fen and who is to be paid it: an institution id, or a public-health body by its key.

    `kind` says what for (`general`, `chronic`, `public_health_body`, `family_doctor`, `public_health`) and `level`
    in which capacity: county, town or village.
    """

    payee: str
    figure: Figure
    kind: str
    level: str
    consortium: str = ""


@dataclass(slots=True)
class Distribution:
    """Shares to be paid and amounts held back because nobody may receive them, of one consortium."""

    consortium: str
    shares: list[Share] = field(default_factory=list)
    held: list[Figure] = field(default_factory=list)

    def paid(self, kind: str, level: str) -> list[Figure]:
        """The figures of one kind and level."""
        return [share.figure for share in self.shares if (share.kind, share.level) == (kind, level)]

    def add(self, payee: str, figure: Figure, kind: str, level: str) -> None:
        """One more share of this consortium."""
        self.shares.append(Share(payee, figure, kind, level, self.consortium))


@dataclass(frozen=True, slots=True)
class Members:
    """Who shares in one pool of one consortium."""

    consortium: str
    year: ConsortiumYear
    units: Mapping[str, UnitYear]
    judged: Mapping[str, Eligibility]
    pool: str

    def heads(self, unit_ids: Iterable[str]) -> dict[str, Figure]:
        """Heads of those units in this pool."""
        return {unit_id: getattr(self.units[unit_id], self.pool).heads for unit_id in unit_ids}

    def eligible(self) -> dict[str, UnitYear]:
        """The units that may share."""
        return {unit_id: unit for unit_id, unit in self.units.items() if self.judged[unit_id].is_eligible.value}

    def flags(self, unit_ids: Iterable[str]) -> tuple[Figure, ...]:
        """The verdicts on those units."""
        return tuple(self.judged[unit_id].is_eligible for unit_id in unit_ids)


def distribute_general(policy: Policy, outturn: Outturn, members: Members) -> Distribution:
    """The package's surplus after the risk fund, by the route the pack chooses.

    `units_first`: handed down to units by heads; a unit that may share divides its part by `unit_general_split`, what
    falls to the others is common and divides by `surplus_split`. `consortium_only`: all of it is common.
    """
    distribution, base = Distribution(members.consortium), outturn.base
    distributable = _after_risk_fund(policy, outturn, distribution)
    route = policy["settlement.surplus_route"]
    common = distributable
    if route.value == "units_first":
        parts = _unit_parts(members, distributable, route)
        for unit_id in members.eligible():
            _share_unit_part(policy, members, unit_id, parts[unit_id], distribution)
        others = [part for unit_id, part in parts.items() if not members.judged[unit_id].is_eligible.value]
        name = base.child(
            "common_surplus", "未参与单元部分(医共体共享)", "parts of units that may not share, held in common"
        )
        common = total(name, others, (route,))
    _share_common(policy, base.child("common", "共享结余", "common surplus"), common, members, distribution)
    _share_public_health_bodies(policy, base, distribution)
    return distribution


def distribute_chronic(policy: Policy, outturn: Outturn, members: Members) -> Distribution:
    """The chronic pool's surplus, tied to the assessment, by `chronic_split`; the village part to units that may share."""
    distribution, base = Distribution(members.consortium), outturn.base
    earned = _after_assessment(policy, outturn, members.year, distribution)
    words = base.child("chronic_share", "慢病结余分配", "chronic surplus")
    _share_levels(policy, (words, earned, "settlement.chronic_split"), members, distribution)
    return distribution


def _after_risk_fund(policy: Policy, outturn: Outturn, distribution: Distribution) -> Figure:
    base = outturn.base
    inputs = {"whole": outturn.surplus, "rate": policy["settlement.surplus_risk_fund_rate"]}
    kept = derive(base.child("surplus_risk_fund", "提取风险基金", "into the risk fund"), "share", inputs)
    distribution.held.append(kept)
    name = base.child("distributable", "可分配结余", "surplus to be shared")
    return derive(name, "difference", {"whole": outturn.surplus, "part": kept})


def _after_assessment(policy: Policy, outturn: Outturn, year: ConsortiumYear, distribution: Distribution) -> Figure:
    effect, base = policy["settlement.chronic_score_effect"], outturn.base
    if effect.value == "not_applied" or year.chronic_score is None:
        return total(
            base.child("chronic_earned", "慢病可分配结余", "chronic surplus to be shared"),
            [outturn.chronic_surplus],
            (effect,),
        )
    inputs = {"whole": outturn.chronic_surplus, "rate": year.chronic_score}
    earned = derive(
        base.child("chronic_earned", "慢病可分配结余", "chronic surplus earned by score"), "share", inputs, (effect,)
    )
    name = base.child("chronic_forfeit", "考核扣减", "chronic surplus not earned")
    distribution.held.append(derive(name, "difference", {"whole": outturn.chronic_surplus, "part": earned}))
    return earned


def _unit_parts(members: Members, distributable: Figure, route: Figure) -> dict[str, Figure]:
    base = Name(f"settlement.consortium.{members.consortium}", members.year.name.label, members.year.name.label_en)
    weights = collect(base.child("unit_heads", "各单元人数", "heads by unit", "person"), members.heads(members.units))
    names = {
        unit_id: unit_base(unit, members.pool).child("part", "按人头下沉的结余", "surplus handed down by heads")
        for unit_id, unit in members.units.items()
    }
    return derive_parts(names, "split", {"whole": distributable, "weights": weights}, (route,))


def _share_unit_part(policy: Policy, members: Members, unit_id: str, part: Figure, distribution: Distribution) -> None:
    unit = members.units[unit_id]
    base = unit_base(unit, members.pool).child("share", "分配", "share")
    inputs = {"whole": part, "weights": policy["settlement.unit_general_split"]}
    parts = derive_parts(base.parts(LEVELS, LEVELS), "split", inputs, members.flags([unit_id]))
    distribution.add(members.year.lead_hospital_id, parts["county"], members.pool, "county")
    distribution.add(unit.township_hospital_id, parts["town"], members.pool, "town")
    _share_team(policy, members, unit_id, parts["village"], distribution)


def _share_team(policy: Policy, members: Members, unit_id: str, village: Figure, distribution: Distribution) -> None:
    """The unit's own part, inside its team: the village clinic, the township hospital, the lead hospital."""
    unit = members.units[unit_id]
    base = unit_base(unit, members.pool).child("team", "团队", "team")
    team = derive_parts(
        base.parts(LEVELS, LEVELS), "split", {"whole": village, "weights": policy["settlement.team_split"]}
    )
    distribution.add(unit.clinic_id, team["village"], members.pool, "village")
    distribution.add(unit.township_hospital_id, team["town"], members.pool, "town")
    distribution.add(members.year.lead_hospital_id, team["county"], members.pool, "county")


def _share_common(policy: Policy, base: Name, common: Figure, members: Members, distribution: Distribution) -> None:
    _share_levels(policy, (base, common, "settlement.surplus_split"), members, distribution)


def _share_levels(policy: Policy, pool: tuple[Name, Figure, str], members: Members, distribution: Distribution) -> None:
    """Divide by level: lead hospital; township hospitals by heads; units that may share by heads, inside their teams."""
    base, whole, split_parameter = pool
    inputs = {"whole": whole, "weights": policy[split_parameter]}
    parts = derive_parts(base.parts(LEVELS, LEVELS), "split", inputs)
    distribution.add(members.year.lead_hospital_id, parts["county"], members.pool, "county")
    _share_towns(base, parts["town"], members, distribution)
    _share_villages(policy, base, parts["village"], members, distribution)


def _share_towns(base: Name, town: Figure, members: Members, distribution: Distribution) -> None:
    by_town: dict[str, list[Figure]] = {}
    for unit in members.units.values():
        by_town.setdefault(unit.township_hospital_id, []).append(getattr(unit, members.pool).heads)
    heads = {
        hospital: total(
            base.child(f"town_heads.{hospital}", f"{hospital}人数", f"heads of {hospital}", "person"), figures
        )
        for hospital, figures in sorted(by_town.items())
    }
    if not sum(figure.value for figure in heads.values()):
        distribution.held.append(town)
        return
    weights = collect(base.child("town_heads", "各镇人数", "heads by township hospital", "person"), heads)
    names = {
        hospital: base.child(f"town.{hospital}", f"镇级·{hospital}", f"town level, {hospital}") for hospital in heads
    }
    for hospital, figure in derive_parts(names, "split", {"whole": town, "weights": weights}).items():
        distribution.add(hospital, figure, members.pool, "town")


def _share_villages(policy: Policy, base: Name, village: Figure, members: Members, distribution: Distribution) -> None:
    heads = {unit_id: figure for unit_id, figure in members.heads(members.eligible()).items() if figure.value > 0}
    if not heads:
        distribution.held.append(village)
        return
    weights = collect(base.child("eligible_heads", "参与单元人数", "heads of units that may share", "person"), heads)
    suffix, words = base.name.rpartition(".")[2], ("村级部分", "village part")
    names = {
        unit_id: unit_base(members.units[unit_id], members.pool).child(f"{suffix}_village", *words) for unit_id in heads
    }
    parts = derive_parts(names, "split", {"whole": village, "weights": weights}, members.flags(heads))
    for unit_id, figure in parts.items():
        if base.name.endswith("chronic_share"):
            _share_team(policy, members, unit_id, figure, distribution)
        else:
            distribution.add(members.units[unit_id].clinic_id, figure, members.pool, "village")


def _share_public_health_bodies(policy: Policy, base: Name, distribution: Distribution) -> None:
    """Part of the lead hospital's surplus goes to the three public-health bodies; the lead hospital keeps the rest."""
    own = total(
        base.child("lead_surplus", "牵头医院所得结余", "lead hospital's surplus"),
        distribution.paid("general", "county"),
    )
    inputs = {"whole": own, "rate": policy["settlement.public_health_body_share"]}
    given_up = derive(base.child("to_public_health_bodies", "提给公卫机构", "to public-health bodies"), "share", inputs)
    inputs = {"whole": given_up, "weights": policy["settlement.public_health_body_split"]}
    bodies = base.child("public_health_body", "公卫机构", "public-health body")
    for body, figure in derive_parts(bodies.parts(BODIES, BODIES), "split", inputs).items():
        distribution.add(body, figure, "public_health_body", "county")
    distribution.shares.append(_given_up(distribution, base, given_up))


def _given_up(distribution: Distribution, base: Name, given_up: Figure) -> Share:
    """What the lead hospital gives up, as a negative share, so that shares still sum to the surplus."""
    zero = Figure("settlement.zero", 0, "fen", "calendar", "零", "zero")
    name = base.child("lead_gives_up", "牵头医院让出", "lead hospital gives up")
    figure = derive(name, "difference", {"whole": zero, "part": given_up})
    lead = next(share.payee for share in distribution.shares if share.level == "county")
    return Share(lead, figure, "general", "county", distribution.consortium)
