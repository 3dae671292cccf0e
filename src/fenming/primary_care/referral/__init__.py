"""Referrals: the register, whether deductibles went on, what they came to, and where patients and money flow."""

from fenming.primary_care.referral.continuity import Continuity, check_continuity
from fenming.primary_care.referral.register import Register, read_register
from fenming.primary_care.referral.sums import REFERRAL_TABLES, write_referral_sum, write_up_sum

__all__ = [
    "REFERRAL_TABLES",
    "Continuity",
    "Register",
    "check_continuity",
    "read_register",
    "write_referral_sum",
    "write_up_sum",
]
