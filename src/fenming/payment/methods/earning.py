"""One function for every way of paying: which method a bill belongs to, and what the institutions earned by it."""

from collections.abc import Callable, Mapping
from typing import Any

from fenming.kernel import BadInput
from fenming.kernel.language import _
from fenming.payment.methods import bed_day, capitation, case_standard, item, quota
from fenming.payment.methods.year import Earned
from fenming.policy import Policy

CODES = {"1": "item", "4": "drg", "5": "bed_day", "6": "capitation"}  # national clr_way, as far as it was seen
Years = Mapping[str, Any]
METHODS: Mapping[str, Callable[[Policy, Years], Mapping[str, Earned]]] = {
    "item": item.earned,
    "bed_day": bed_day.earned,
    "capitation": capitation.earned,
    "quota": quota.earned,
    "case_standard": case_standard.earned,
}


def method_of(payment_method: str | None) -> str:
    """The method a bill is paid by, from its `payment_method` (clr_way); a bill that names none is paid by item.

    Raises BadInput for a code whose meaning was never seen.
    """
    if not payment_method:
        return "item"
    if payment_method not in CODES:
        raise BadInput(
            "payment.unknown_method",
            what=_("bills name the payment method '{code}', which Fenming does not know").format(code=payment_method),
            where=_("table bill, column payment_method"),
            why=_("known are: {known}").format(known=", ".join(f"{code} {word}" for code, word in CODES.items())),
            remedy=_("correct the code, or say what it means"),
        )
    return CODES[payment_method]


def earned(method: str, policy: Policy, years: Years) -> Mapping[str, Earned]:
    """What each institution of `years` earned by `method`: `InstitutionYear` by id, for capitation `SignedYear` by id.

    Raises BadInput for a method that is cleared elsewhere (drg, dip) and where the pack leaves open what is needed.
    """
    if method not in METHODS:
        raise BadInput(
            "payment.no_method",
            what=_("'{method}' is not paid by this function").format(method=method),
            why=_("cases paid by groups are cleared by points"),
            remedy=_("use one of: {known}").format(known=", ".join(METHODS)),
        )
    return METHODS[method](policy, years)
