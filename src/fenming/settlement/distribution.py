"""From a consortium's surplus to hospitals, townships, clinics and teams, every fen with a payee."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from fenming.kernel import BadInput, Figure
from fenming.kernel.language import _
from fenming.mechanisms import Name, collect, derive, derive_parts, total
from fenming.policy import Policy
from fenming.settlement.county_year import ConsortiumYear, UnitYear
from fenming.settlement.eligibility import POOL_WORDS, Eligibility, unit_base
from fenming.settlement.outturn import Outturn


@dataclass(frozen=True, slots=True)
class Share:
    """A figure in fen and who is to be paid it: an institution id, or a public-health body by its key.

    `kind` says what for (`general`, `chronic`, `public_health_body`, `family_doctor`, `public_health`, `referral`, and `drg_general`,
    `drg_chronic`: clearing of case payment) and `level` in which capacity: county, town or village.
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
    """Who shares in one pool of one consortium; `referrals` is what its common surplus owes receiving institutions first."""

    consortium: str
    year: ConsortiumYear
    units: Mapping[str, UnitYear]
    judged: Mapping[str, Eligibility]
    pool: str
    referrals: Mapping[str, Share] = field(default_factory=dict)

    def heads(self, unit_ids: Iterable[str]) -> dict[str, Figure]:
        """Heads of those units in this pool."""
        return {unit_id: getattr(self.units[unit_id], self.pool).heads for unit_id in unit_ids}

    def eligible(self) -> dict[str, UnitYear]:
        """The units that may share."""
        return {unit_id: unit for unit_id, unit in self.units.items() if self.judged[unit_id].is_eligible.value}


def distribute_general(policy: Policy, outturn: Outturn, members: Members) -> Distribution:
    """The package's surplus after the risk fund; the lead hospital gives part of its own to public-health bodies."""
    distribution = Distribution(members.consortium)
    distributable = _after_risk_fund(policy, outturn, distribution)
    splits = Splits("settlement.unit_general_split", "settlement.surplus_split")
    _distribute(policy, members, distributable, splits, distribution)
    _share_public_health_bodies(policy, outturn.base, members.year, distribution)
    return distribution


def distribute_chronic(policy: Policy, outturn: Outturn, members: Members) -> Distribution:
    """The chronic pool's surplus, tied to the assessment."""
    distribution = Distribution(members.consortium)
    earned = _after_assessment(policy, outturn, members.year, distribution)
    splits = Splits("settlement.unit_chronic_split", "settlement.chronic_split")
    _distribute(policy, members, earned, splits, distribution)
    return distribution


@dataclass(frozen=True, slots=True)
class Splits:
    """The parameters by which a pool divides: a unit's own part, and what is held in common."""

    unit: str
    common: str


def _distribute(policy: Policy, members: Members, whole: Figure, splits: Splits, distribution: Distribution) -> None:
    """Hand `whole` down by the route the pack chooses.

    `units_first`: to units by heads; a unit that may share divides its part by the unit split, what falls to the
    others is common. `consortium_only`: all of it is common, as it is where nobody belongs to the pool. What is
    common divides by the common split.
    """
    route = policy["settlement.surplus_route"]
    base = Name(f"settlement.consortium.{members.consortium}", members.year.name.label, members.year.name.label_en)
    common = whole
    has_heads = any(figure.value for figure in members.heads(members.units).values())
    if route.value == "units_first" and has_heads:
        parts = _unit_parts(members, base, whole, route)
        for unit_id in members.eligible():
            _share_unit_part(policy, members, (unit_id, parts[unit_id]), splits.unit, distribution)
        others = [part for unit_id, part in parts.items() if not members.judged[unit_id].is_eligible.value]
        label, label_en = POOL_WORDS[members.pool]
        name = base.child(
            f"{members.pool}_common", f"{label}共享结余", f"{label_en}: parts of units that may not share, in common"
        )
        common = total(name, others, (route,))
    left = _pay_referrals(base, common, members, distribution)
    _share_common(policy, base, (left, splits.common), members, distribution)


def _pay_referrals(base: Name, common: Figure, members: Members, distribution: Distribution) -> Figure:
    """What is left of the common surplus after receiving institutions had what is due for referrals, at most all of it."""
    due = {receiver: share.figure for receiver, share in members.referrals.items() if share.figure.value > 0}
    if not due:
        return common
    owed = total(base.child("referral.due", "转诊应付合计", "due for referrals in all"), due.values())
    paid = derive(
        base.child("referral.paid", "共享结余付转诊", "paid for referrals out of the common surplus"),
        "cap",
        {"amount": owed, "limit": common},
    )
    weights = collect(base.child("referral.weights", "各机构转诊应付", "due for referrals by institution"), due)
    names = {one: base.child(f"referral.{one}.part", "转诊利益分配", "part for referrals") for one in due}
    for one, figure in derive_parts(names, "split", {"whole": paid, "weights": weights}).items():
        distribution.add(one, figure, "referral", members.referrals[one].level)
    left = base.child("referral.left", "付转诊后共享结余", "common surplus after referrals")
    return derive(left, "difference", {"whole": common, "part": paid})


def _after_risk_fund(policy: Policy, outturn: Outturn, distribution: Distribution) -> Figure:
    base = outturn.base
    inputs = {"whole": outturn.surplus, "rate": policy["settlement.surplus_risk_fund_rate"]}
    kept = derive(base.child("surplus_risk_fund", "提取风险基金", "into the risk fund"), "share", inputs)
    distribution.held.append(kept)
    name = base.child("distributable", "可分配结余", "surplus to be shared")
    return derive(name, "difference", {"whole": outturn.surplus, "part": kept})


def _after_assessment(policy: Policy, outturn: Outturn, year: ConsortiumYear, distribution: Distribution) -> Figure:
    effect, base = policy["settlement.chronic_score_effect"], outturn.base
    if effect.value == "not_applied":
        return total(
            base.child("chronic_earned", "慢病可分配结余", "chronic surplus to be shared"),
            [outturn.chronic_surplus],
            (effect,),
        )
    if year.chronic_score is None:
        raise BadInput(
            "settlement.score_missing",
            what=_("consortium {consortium} has no chronic assessment score").format(
                consortium=distribution.consortium
            ),
            where=_("table assessment_score, scheme chronic"),
            why=_("its chronic surplus is tied to the score, and a missing score is never counted as full or as zero"),
            remedy=_("hand in the score, or set settlement.chronic_score_effect to not_applied in a pack of yours"),
        )
    inputs = {"whole": outturn.chronic_surplus, "rate": year.chronic_score}
    earned = derive(
        base.child("chronic_earned", "慢病可分配结余", "chronic surplus earned by score"), "share", inputs, (effect,)
    )
    name = base.child("chronic_forfeit", "考核扣减", "chronic surplus not earned")
    distribution.held.append(derive(name, "difference", {"whole": outturn.chronic_surplus, "part": earned}))
    return earned


def split_by(
    policy: Policy, parameter: str, name: Name, whole: Figure, basis: tuple[Figure, ...] = ()
) -> dict[str, Figure]:
    """`whole` divided by a split of the pack, its parts called as the pack calls their parties."""
    weights = policy[parameter]
    return derive_parts(name.parts(weights.value, policy.labels), "split", {"whole": whole, "weights": weights}, basis)


def _unit_parts(members: Members, base: Name, whole: Figure, route: Figure) -> dict[str, Figure]:
    heads = base.child(f"{members.pool}_unit_heads", "各单元人数", "heads by unit", "person")
    weights = collect(heads, members.heads(members.units))
    names = {
        unit_id: unit_base(unit, members.pool).child("part", "按人头下沉的结余", "surplus handed down by heads")
        for unit_id, unit in members.units.items()
    }
    return derive_parts(names, "split", {"whole": whole, "weights": weights}, (route,))


def _share_unit_part(
    policy: Policy, members: Members, unit_part: tuple[str, Figure], split: str, distribution: Distribution
) -> None:
    """A unit's part by level; its village part once more inside the team: clinic, township hospital, lead hospital."""
    unit_id, part = unit_part
    unit, lead = members.units[unit_id], members.year.lead_hospital_id
    base = unit_base(unit, members.pool)
    verdict = (members.judged[unit_id].is_eligible,)
    parts = split_by(policy, split, base.child("share", "分配", "share"), part, verdict)
    team = split_by(policy, "settlement.team_split", base.child("team", "团队", "team"), parts["village"])
    for figure, payee, level in (
        (parts["county"], lead, "county"),
        (parts["town"], unit.township_hospital_id, "town"),
        (team["village"], unit.clinic_id, "village"),
        (team["town"], unit.township_hospital_id, "town"),
        (team["county"], lead, "county"),
    ):
        distribution.add(payee, figure, members.pool, level)


def _share_common(
    policy: Policy, base: Name, pool: tuple[Figure, str], members: Members, distribution: Distribution
) -> None:
    """Divide by level: lead hospital; township hospitals by heads; clinics of units that may share by heads."""
    whole, split = pool
    label, label_en = POOL_WORDS[members.pool]
    common = base.child(f"{members.pool}_common_share", f"{label}共享结余分配", f"{label_en}: common surplus")
    parts = split_by(policy, split, common, whole)
    distribution.add(members.year.lead_hospital_id, parts["county"], members.pool, "county")
    _share_towns(common, parts["town"], members, distribution)
    _share_villages(common, parts["village"], members, distribution)


def _share_towns(base: Name, town: Figure, members: Members, distribution: Distribution) -> None:
    heads = heads_by_township(base, members.units, members.pool)
    if not sum(figure.value for figure in heads.values()):
        distribution.held.append(town)
        return
    weights = collect(base.child("town_heads", "各镇人数", "heads by township hospital", "person"), heads)
    names = {
        hospital: base.child(f"town.{hospital}", f"镇级·{hospital}", f"town level, {hospital}") for hospital in heads
    }
    for hospital, figure in derive_parts(names, "split", {"whole": town, "weights": weights}).items():
        distribution.add(hospital, figure, members.pool, "town")


def heads_by_township(base: Name, units: Mapping[str, UnitYear], pool: str) -> dict[str, Figure]:
    """Heads of each township hospital's units in one pool, by hospital id."""
    by_town: dict[str, list[Figure]] = {}
    for unit in units.values():
        by_town.setdefault(unit.township_hospital_id, []).append(getattr(unit, pool).heads)
    return {
        hospital: total(
            base.child(f"town_heads.{hospital}", f"{hospital}人数", f"heads of {hospital}", "person"), figures
        )
        for hospital, figures in sorted(by_town.items())
    }


def _share_villages(base: Name, village: Figure, members: Members, distribution: Distribution) -> None:
    heads = {unit_id: figure for unit_id, figure in members.heads(members.eligible()).items() if figure.value > 0}
    if not heads:
        distribution.held.append(village)
        return
    weights = collect(base.child("eligible_heads", "参与单元人数", "heads of units that may share", "person"), heads)
    words = ("common_village", "共享结余村级部分", "village part of the common surplus")
    names = {unit_id: unit_base(members.units[unit_id], members.pool).child(*words) for unit_id in heads}
    flags = tuple(members.judged[unit_id].is_eligible for unit_id in heads)
    for unit_id, figure in derive_parts(names, "split", {"whole": village, "weights": weights}, flags).items():
        distribution.add(members.units[unit_id].clinic_id, figure, members.pool, "village")


def _share_public_health_bodies(policy: Policy, base: Name, year: ConsortiumYear, distribution: Distribution) -> None:
    """Part of the lead hospital's surplus goes to the public-health bodies; it is booked as given up, so shares still sum."""
    name = base.child("lead_surplus", "牵头医院所得结余", "lead hospital's surplus")
    own = total(name, distribution.paid("general", "county"))
    inputs = {"whole": own, "rate": policy["settlement.public_health_body_share"]}
    given_up = derive(base.child("to_public_health_bodies", "提给公卫机构", "to public-health bodies"), "share", inputs)
    bodies = base.child("public_health_body", "公卫机构", "public-health body")
    for body, figure in split_by(policy, "settlement.public_health_body_split", bodies, given_up).items():
        distribution.add(body, figure, "public_health_body", "county")
    name = base.child("lead_gives_up", "牵头医院让出", "lead hospital gives up")
    distribution.add(year.lead_hospital_id, derive(name, "negative", {"amount": given_up}), "general", "county")
