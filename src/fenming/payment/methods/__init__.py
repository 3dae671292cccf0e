"""Payment by bed-day, head, item, quota and package: what each institution earned, every method behind one function."""

from fenming.payment.methods.earning import METHODS, earned, method_of
from fenming.payment.methods.signed import read_signed_years, write_signed
from fenming.payment.methods.sums import read_institution_years, write_method_sums
from fenming.payment.methods.year import Agreed, Earned, InstitutionYear, SignedYear

__all__ = [
    "METHODS",
    "Agreed",
    "Earned",
    "InstitutionYear",
    "SignedYear",
    "earned",
    "method_of",
    "read_institution_years",
    "read_signed_years",
    "write_method_sums",
    "write_signed",
]
