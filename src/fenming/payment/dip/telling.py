"""How one case came to its points, step by step, in words."""

from collections.abc import Iterator

from fenming.kernel import PPM, divide, format_ppm, format_yuan
from fenming.kernel.language import _
from fenming.mechanisms.case_fund import case_fund
from fenming.payment.dip.clearing import SchemeClearing
from fenming.payment.dip.price import PricedCase
from fenming.payment.dip.rules import Rules


def tell_price(priced: PricedCase, rules: Rules) -> Iterator[str]:
    """The steps from the group's score to the case's points."""
    if priced.group is None:
        yield _("the case lies in no group: no points until it is reviewed")
        return
    yield _("group {group}: {points} points").format(
        group=priced.group.group_id, points=points_text(priced.group.score_micro)
    )
    if rules.method == "spec":
        yield _mean(priced)
        yield _deviation(priced, rules)
    else:
        yield _yuan(priced, rules)
    for name, rate in priced.coefficients.items():
        yield _("× {rate}, {name}").format(rate=format_ppm(rate), name=coefficient_words().get(name, name))
    yield _("score of the case: {points}").format(points=points_text(priced.points_micro))


def _mean(priced: PricedCase) -> str:
    measure, group = priced.measure, priced.group
    assert measure is not None
    assert group is not None
    words = {
        "same_level": _("last year's mean of institutions of the same level"),
        "all_levels": _("last year's mean of all institutions"),
        "directory": _("the directory's mean"),
    }
    return _("cost {cost} beside {mean}: {which} ({cases} cases)").format(
        cost=format_yuan(priced.case.total_fen),
        mean=format_yuan(divide(measure.total, measure.cases)),
        which=words[measure.source],
        cases=measure.cases if measure.source != "directory" else group.cases,
    )


def _deviation(priced: PricedCase, rules: Rules) -> str:
    low, high, review = (format_ppm(rules.cuts[name]) for name in ("low", "high", "review"))
    if priced.is_decided:
        return _("experts decided its points")
    kind = "review" if priced.rule == "review" else priced.deviation
    return {
        "normal": _("between {low} and {high} of the mean: the full score").format(low=low, high=high),
        "low": _("below {low} of the mean: score × cost ÷ mean").format(low=low),
        "high": _("above {high} of the mean: score × (cost ÷ mean − {high} + 1)").format(high=high),
        "review": _("at {review} of the mean or more: experts decide").format(review=review),
    }[kind]


def _yuan(priced: PricedCase, rules: Rules) -> str:
    cuts = {name: format_ppm(rate) for name, rate in rules.yuan_cuts.items()}
    return {
        "normal": _("cost {cost} between {low} and {high} of the standard: the standard"),
        "low": _("cost {cost} up to {low} of the standard: the cost"),
        "high": _("cost {cost} from {high} of the standard on: the cost less {excess} of the standard"),
    }[priced.deviation].format(cost=format_yuan(priced.case.total_fen), **cuts)


def tell_money(priced: PricedCase, clearing: SchemeClearing, rules: Rules) -> Iterator[str]:
    """From the points to the fund's money for this case; institutions are paid for all their cases together, to the fen."""
    standard = divide(clearing.pool.value * priced.points_micro, clearing.points.value)
    yield _("{points} of {all} points of {pool}: {standard}").format(
        points=points_text(priced.points_micro),
        all=points_text(clearing.points.value),
        pool=format_yuan(clearing.pool.value),
        standard=format_yuan(standard),
    )
    if rules.fund_ratio_ppm is not None:
        fund = divide(clearing.fund.value * priced.points_micro, clearing.points.value)
        yield _("the fund's part at the written share: {fund}").format(fund=format_yuan(fund))
        return
    fund = case_fund(standard, priced.case.person_fen, 0, "claw_back")
    yield _("less {person} that the person paid: {fund} from the fund").format(
        person=format_yuan(priced.case.person_fen), fund=format_yuan(fund)
    )


def coefficient_words() -> dict[str, str]:
    """What the coefficients are called."""
    return {
        "institution": _("the institution's coefficient"),
        "primary_group": _("the fixed coefficient of primary-care groups"),
        "age": _("auxiliary coefficient: age"),
        "severity": _("auxiliary coefficient: severity"),
        "readmission": _("auxiliary coefficient: readmission"),
    }


def points_text(points_micro: int) -> str:
    """Points with as many decimals as they have: 1045000000 → 1,045."""
    whole, part = divmod(abs(points_micro), PPM)
    decimals = str(part).zfill(6).rstrip("0")
    return f"{'−' if points_micro < 0 else ''}{whole:,}{'.' + decimals if decimals else ''}"
