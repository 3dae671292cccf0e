"""The identities that every settled bill and fee line obeys (national settlement interface), as SQL over canonical columns."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Identity:
    """`difference` is zero where the identity holds, in fen; it is asked where any column of `given` is filled (or always)."""

    code: str
    difference: str
    given: tuple[str, ...] = ()


_PARTS = ("excluded_fen", "over_limit_fen", "upfront_copay_fen", "eligible_fen")
_FUNDS = ("platform_pool_fen", "platform_critical_illness_fen", "platform_medical_aid_fen", "platform_other_fen")
_SPLIT = ("platform_account_fen", "platform_cash_fen")
_SIGNED = (*_PARTS, *_FUNDS, "platform_fund_fen", "platform_hospital_fen", "platform_person_fen")


def _sum(columns: tuple[str, ...]) -> str:
    return "(" + " + ".join(columns) + ")"


IDENTITIES = {
    "fee_line": (Identity("identity.1", f"total_fen - {_sum(_PARTS)}"),),
    "bill": (
        Identity("identity.2", f"total_fen - {_sum(_PARTS)}"),
        Identity("identity.3", f"platform_fund_fen - {_sum(_FUNDS)}"),
        Identity("identity.4", "total_fen - platform_fund_fen - platform_hospital_fen - platform_person_fen"),
        Identity("identity.5", "platform_person_fen - platform_account_fen - platform_cash_fen", _SPLIT),
        Identity(
            "identity.6",
            f"CASE WHEN total_fen < 0 THEN greatest(0, {', '.join(_SIGNED)}) ELSE -least(0, {', '.join(_SIGNED)}) END",
        ),
    ),
}
