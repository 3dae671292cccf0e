"""What the fund pays each institution for its points, in figures that sum to the fund to the fen."""

from collections.abc import Mapping
from dataclasses import dataclass

from fenming.kernel import BadInput, Figure, Source
from fenming.kernel.language import _
from fenming.mechanisms import Name, collect, derive, derive_parts, given, total
from fenming.payment.dip.rules import Rules

ROOT = "payment.dip"
TABLE = "points"


@dataclass(frozen=True, slots=True)
class Earned:
    """One institution's sums in one scheme: cases, micro-points, cost and what persons paid, in fen."""

    cases: int
    points_micro: int
    total_fen: int
    person_fen: int


@dataclass(frozen=True, slots=True)
class SchemeClearing:
    """One scheme's clearing. `standards` are what the points are worth by institution, `funds` what the fund pays of it."""

    scheme: str
    fund: Figure
    pool: Figure
    points: Figure
    point_value: Figure
    standards: Mapping[str, Figure]
    funds: Mapping[str, Figure]

    def figures(self) -> list[Figure]:
        """Every figure of the clearing."""
        return [self.fund, self.pool, self.points, self.point_value, *self.standards.values(), *self.funds.values()]


def clear_scheme(scheme: str, fund_fen: int, earned: Mapping[str, Earned], rules: Rules) -> SchemeClearing:
    """Clear one scheme: residents and employees never touch each other.

    Without a written fund share the pool is the fund and what persons paid of these cases; each institution has its part of
    the pool by points, less what its own patients paid. With one the pool is fund ÷ share and the fund itself is divided by
    points. Either way the parts sum to the fund. Raises BadInput where there are no points.
    """
    if sum(one.points_micro for one in earned.values()) <= 0:
        raise _no_points(scheme)
    base = Name(f"{ROOT}.{scheme}", f"DIP·{scheme}", f"DIP, {scheme}")
    fund = given(
        base.child("fund", "可分配基金", "fund to be paid"), fund_fen, Source("fund", "fund_fen", {"scheme": scheme})
    )
    points = {name: _leaf(base, (name, "points"), one.points_micro, scheme) for name, one in earned.items()}
    whole = total(base.child("points", "总分值", "points", "micro_point"), points.values())
    weights = collect(base.child("points_by_institution", "按机构分值", "points by institution", "micro_point"), points)
    if rules.fund_ratio_ppm is not None:
        return _by_ratio(base, scheme, (fund, whole, weights), rules)
    persons = {name: _leaf(base, (name, "person"), one.person_fen, scheme) for name, one in earned.items()}
    return _by_own_cases(base, scheme, (fund, whole, weights), persons, rules)


def _leaf(base: Name, what: tuple[str, str], value: int, scheme: str) -> Figure:
    institution, kind = what
    words = {
        "points": ("分值", "points", "micro_point", "points_micro"),
        "person": ("个人负担", "paid by persons", "fen", "person_fen"),
    }
    label, label_en, unit, column = words[kind]
    name = Name(
        f"{base.name}.{institution}.{kind}",
        f"{base.label}·{institution}·{label}",
        f"{base.label_en}: {institution}, {label_en}",
        unit,
    )
    return given(name, value, Source(TABLE, column, {"scheme": scheme, "institution_id": institution}))


def _named(base: Name, institutions: Mapping[str, object], words: tuple[str, str, str]) -> dict[str, Name]:
    suffix, label, label_en = words
    return {
        name: Name(
            f"{base.name}.{name}.{suffix}", f"{base.label}·{name}·{label}", f"{base.label_en}: {name}, {label_en}"
        )
        for name in institutions
    }


Shared = tuple[Figure, Figure, Figure]


def _by_own_cases(
    base: Name, scheme: str, shared: Shared, persons: Mapping[str, Figure], rules: Rules
) -> SchemeClearing:
    fund, points, weights = shared
    patients = total(base.child("persons", "个人负担合计", "paid by persons"), persons.values())
    pool = total(base.child("pool", "可分配总额", "fund and persons' share"), (fund, patients))
    standards = derive_parts(
        _named(base, persons, ("standard", "分值对应费用", "worth of the points")),
        "split",
        {"whole": pool, "weights": weights},
        rules.basis,
    )
    names = _named(base, persons, ("fund", "基金应付", "due from the fund"))
    funds = {
        name: derive(names[name], "difference", {"whole": standards[name], "part": persons[name]}, rules.basis)
        for name in persons
    }
    if rules.floor == "zero" and any(figure.value < 0 for figure in funds.values()):
        funds = _floored(base, fund, (standards, persons), rules)
    inputs = {"fund": fund, "patients": patients, "points": points}
    value = derive(_point_value(base), "point_value", inputs, rules.basis)
    return SchemeClearing(scheme, fund, pool, points, value, standards, funds)


def _floored(
    base: Name, fund: Figure, sides: tuple[Mapping[str, Figure], Mapping[str, Figure]], rules: Rules
) -> dict[str, Figure]:
    """Nobody owes the fund: what is below nothing is nothing, and the others bear it in proportion to what they would have."""
    standards, persons = sides
    before = _named(base, standards, ("fund_before_floor", "不低于零的应付", "not below nothing"))
    kept = {
        name: derive(before[name], "excess", {"amount": standards[name], "limit": persons[name]}) for name in standards
    }
    weights = collect(
        base.child("floored_by_institution", "不低于零的应付(按机构)", "not below nothing, by institution"), kept
    )
    names = _named(base, standards, ("fund", "基金应付", "due from the fund"))
    return derive_parts(names, "split", {"whole": fund, "weights": weights}, rules.basis)


def _by_ratio(base: Name, scheme: str, shared: Shared, rules: Rules) -> SchemeClearing:
    fund, points, weights = shared
    ratio = next(figure for figure in rules.basis if figure.name == f"{ROOT}.fund_payment_ratio")
    pool = derive(
        base.child("pool", "还原后总费用", "cost that the fund stands for"), "grossed_up", {"part": fund, "rate": ratio}
    )
    names = _named(base, weights.value, ("standard", "分值对应费用", "worth of the points"))
    standards = derive_parts(names, "split", {"whole": pool, "weights": weights}, rules.basis)
    names = _named(base, weights.value, ("fund", "基金应付", "due from the fund"))
    funds = derive_parts(names, "split", {"whole": fund, "weights": weights}, rules.basis)
    inputs = {"fund": fund, "fund_ratio": ratio, "points": points}
    value = derive(_point_value(base), "settlement_point_value", inputs, rules.basis)
    return SchemeClearing(scheme, fund, pool, points, value, standards, funds)


def _point_value(base: Name) -> Name:
    return base.child("point_value", "结算点值", "settlement point value", "micro_yuan")


def _no_points(scheme: str) -> BadInput:
    return BadInput(
        "dip.no_points",
        what=_("the cases of the scheme '{scheme}' have no points").format(scheme=scheme),
        why=_("a fund cannot be divided by nothing"),
        remedy=_("hand in cases of this scheme that lie in groups with a score, or leave its fund out"),
    )


def check_sums(clearing: SchemeClearing) -> None:
    """The parts of the fund and of the pool sum to the whole. What fails here is a defect of Fenming: ArithmeticError."""
    sides = ((clearing.funds, clearing.fund), (clearing.standards, clearing.pool))
    for parts, whole in sides:
        if sum(part.value for part in parts.values()) != whole.value:
            raise ArithmeticError(f"{whole.name}: the parts do not sum to the whole")
