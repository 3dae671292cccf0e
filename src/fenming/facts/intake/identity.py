"""The identities that every settled bill and fee line obeys (national settlement interface), over canonical columns."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Identity:
    """`whole` is the sum of `parts`; it is asked where any column of `given` is filled (or always)."""

    code: str
    whole: str
    parts: tuple[str, ...]
    given: tuple[str, ...] = ()

    @property
    def difference(self) -> str:
        """SQL that is zero where the identity holds, in fen."""
        return f"{self.whole} - ({' + '.join(self.parts)})"


@dataclass(frozen=True, slots=True)
class OneSign(Identity):
    """No part is above zero where the whole is below, and none below zero where it is not."""

    @property
    def difference(self) -> str:
        """SQL for how far the part that is most on the other side lies from zero, in fen."""
        parts = ", ".join(self.parts)
        return f"CASE WHEN {self.whole} < 0 THEN greatest(0, {parts}) ELSE -least(0, {parts}) END"


_PARTS = ("excluded_fen", "over_limit_fen", "upfront_copay_fen", "eligible_fen")
_FUNDS = ("platform_pool_fen", "platform_critical_illness_fen", "platform_medical_aid_fen", "platform_other_fen")
_PAYERS = ("platform_fund_fen", "platform_hospital_fen", "platform_person_fen")
_SPLIT = ("platform_account_fen", "platform_cash_fen")

IDENTITIES: dict[str, tuple[Identity, ...]] = {
    "fee_line": (Identity("identity.1", "total_fen", _PARTS),),
    "bill": (
        Identity("identity.2", "total_fen", _PARTS),
        Identity("identity.3", "platform_fund_fen", _FUNDS),
        Identity("identity.4", "total_fen", _PAYERS),
        Identity("identity.5", "platform_person_fen", _SPLIT, _SPLIT),
        OneSign("identity.6", "total_fen", (*_PARTS, *_FUNDS, *_PAYERS)),
    ),
}
