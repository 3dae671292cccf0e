"""Payment under a year's quota: part of a saving kept, part of an overspend borne."""

from collections.abc import Mapping

from fenming.kernel import BadInput
from fenming.kernel.language import _
from fenming.mechanisms import derive
from fenming.payment.methods.cell import cell
from fenming.payment.methods.year import Earned, InstitutionYear
from fenming.policy import Policy


def earned(policy: Policy, years: Mapping[str, InstitutionYear]) -> dict[str, Earned]:
    """What is paid to each institution for the year under its quota; raises BadInput where no quota is known."""
    return {institution: _one(policy, year) for institution, year in years.items()}


def _one(policy: Policy, year: InstitutionYear) -> Earned:
    if year.agreed.quota is None:
        raise BadInput(
            "payment.no_quota",
            what=_("no quota is known for {institution}").format(institution=year.institution_id),
            why=_("saving and overspend are measured by it"),
            remedy=_("give the quota with the institution's agreement"),
        )
    inputs = {
        "spend": year.fund,
        "quota": year.agreed.quota,
        "saving_rate": cell(policy["payment.quota.saving_share"], year.scheme, "ppm"),
        "tiers": policy["payment.quota.overspend_share"],
    }
    name = year.name.child("quota", "按总额指标应付", "earned under the quota")
    return Earned(year.institution_id, "quota", derive(name, "quota_settlement", inputs))
