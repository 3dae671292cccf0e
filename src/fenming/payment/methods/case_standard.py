"""Payment by a cost standard for each case: the fund bears part of what reasonably exceeds it."""

from collections.abc import Mapping

from fenming.kernel import BadInput, Figure
from fenming.kernel.language import _
from fenming.mechanisms import derive, total
from fenming.payment.methods.year import Earned, InstitutionYear
from fenming.policy import Policy

ROOM = "payment.case_standard"


def earned(policy: Policy, years: Mapping[str, InstitutionYear]) -> dict[str, Earned]:
    """What is paid for each institution's cases: their standard and, above it, the tiers' part of the excess.

    Where cases cost less, the pack's `payment.case_standard.saving_share` says what of the saving is paid on top; a pack
    that does not know it stops with BadInput. Tiers are held against the standard of all cases together.
    """
    return {institution: _one(policy, year) for institution, year in years.items()}


def _one(policy: Policy, year: InstitutionYear) -> Earned:
    each = year.agreed.standard
    if each is None:
        raise BadInput(
            "payment.no_standard",
            what=_("no cost standard of a case is known for {institution}").format(institution=year.institution_id),
            remedy=_("give the standard with the institution's agreement"),
        )
    name = year.name.child("case_standard_total", "病种费用标准总额", "cases at their standard")
    whole = derive(name, "times", {"count": year.bills, "amount": each})
    name = year.name.child("case_standard", "按病种费用标准应付", "earned by cost standards")
    if year.fund.value == whole.value:
        return Earned(year.institution_id, "case_standard", total(name, [whole]))
    if year.fund.value < whole.value:
        return Earned(year.institution_id, "case_standard", total(name, [year.fund, _kept(policy, year, whole)]))
    over = derive(
        year.name.child("case_overspend", "超标准费用", "above the standard"),
        "excess",
        {"amount": year.fund, "limit": whole},
    )
    part_name = year.name.child("case_overspend_borne", "超标准的基金分担", "borne above the standard")
    inputs = {"overspend": over, "annual_budget": whole, "tiers": policy[f"{ROOM}.overspend_share"]}
    return Earned(year.institution_id, "case_standard", total(name, [whole, derive(part_name, "corridor", inputs)]))


def _kept(policy: Policy, year: InstitutionYear, whole: Figure) -> Figure:
    saving_name = year.name.child("case_saving", "低于标准的节余", "saved below the standard")
    saving = derive(saving_name, "excess", {"amount": whole, "limit": year.fund})
    name = year.name.child("case_saving_kept", "节余留用", "saving kept")
    return derive(name, "share", {"whole": saving, "rate": policy[f"{ROOM}.saving_share"]})
