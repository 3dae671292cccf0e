"""The rules of DIP payment as a pack writes them on one day."""

from collections.abc import Mapping
from dataclasses import dataclass

from fenming.kernel import Figure
from fenming.policy import Policy

ROOM = "payment.dip"


@dataclass(frozen=True, slots=True)
class Rules:
    """What prices a case. Cuts in ppm of the mean (`low`, `high`, `review`) or, by the `yuan` method, of the standard (`low`,
    `high`, `excess`). `fund_ratio_ppm` and `primary_ppm` None: not written, so not used. `basis` are the figures behind.
    """

    method: str
    cuts: Mapping[str, int]
    yuan_cuts: Mapping[str, int]
    review: str
    review_share_ppm: int
    combine: str
    budget_points_of: str
    fund_ratio_ppm: int | None
    primary_ppm: int | None
    floor: str
    basis: tuple[Figure, ...]


def read_rules(policy: Policy) -> Rules:
    """The rules on the day of `policy`. Raises BadInput where one that is needed has no value."""
    needed = {name: policy[f"{ROOM}.{name}"] for name in NEEDED}
    optional = {name: policy.get(f"{ROOM}.{name}") for name in ("fund_payment_ratio", "primary_group_coefficient")}
    floor = policy.get("payment.fund_floor") or policy[f"{ROOM}.fund_floor"]
    method = needed["deviation_method"].value
    yuan = {name: policy[f"{ROOM}.yuan_{name}"] for name in ("low", "high", "excess")} if method == "yuan" else {}
    figures = (*needed.values(), *yuan.values(), *filter(None, optional.values()), floor)
    return Rules(
        method=method,
        cuts={name: needed[f"deviation_{name}"].value for name in ("low", "high", "review")},
        yuan_cuts={name: figure.value for name, figure in yuan.items()},
        review=needed["review_until_decided"].value,
        review_share_ppm=needed["special_review_share"].value,
        combine=needed["auxiliary_combine"].value,
        budget_points_of=needed["budget_points_of"].value,
        fund_ratio_ppm=_value(optional["fund_payment_ratio"]),
        primary_ppm=_value(optional["primary_group_coefficient"]),
        floor=floor.value,
        basis=figures,
    )


NEEDED = (
    "deviation_method", "deviation_low", "deviation_high", "deviation_review", "review_until_decided",
    "special_review_share", "auxiliary_combine", "budget_points_of",
)  # fmt: skip


def _value(figure: Figure | None) -> int | None:
    return None if figure is None else int(figure.value)
