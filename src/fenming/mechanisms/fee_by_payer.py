"""A family-doctor fee by who pays it: each payer's heads at its own part of the fee."""

from collections.abc import Mapping

EXPLAIN = "{heads}, each at the payer's part of the fee: {fees}"


def fee_by_payer(heads: Mapping[str, int], fees: Mapping[str, int]) -> dict[str, int]:
    """Fen by payer: `heads` (persons by payer) times `fees` (fen a head and year by payer); who pays no part pays nothing.

    Payers differ in heads: the insurance fund pays for the insured alone. Raises KeyError for a payer without heads.
    """
    return {payer: heads[payer] * fen for payer, fen in fees.items()}
