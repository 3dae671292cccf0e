"""Payment by item: what the fund bears of eligible items, up to what was agreed."""

from collections.abc import Mapping

from fenming.mechanisms import derive, total
from fenming.payment.methods.year import Earned, InstitutionYear
from fenming.policy import Policy


def earned(_policy: Policy, years: Mapping[str, InstitutionYear]) -> dict[str, Earned]:
    """The fund's part of each institution's bills, capped at the agreed limit where there is one."""
    return {institution: _one(year) for institution, year in years.items()}


def _one(year: InstitutionYear) -> Earned:
    name = year.name.child("item", "按项目应付", "earned by item")
    limit = year.agreed.limit
    amount = (
        total(name, [year.fund]) if limit is None else derive(name, "lesser", {"amount": year.fund, "limit": limit})
    )
    return Earned(year.institution_id, "item", amount)
