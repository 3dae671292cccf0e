"""How many people the budget is for."""

from collections.abc import Mapping
from dataclasses import dataclass

from fenming.kernel import Figure
from fenming.mechanisms import Name


@dataclass(frozen=True, slots=True)
class Roll:
    """Heads of one county-year by consortium id, each a figure in persons.

    `heads` are the insured, `chronic_heads` those on the chronic register, `contracted_chronic_heads` those of
    them with a family-doctor contract; `names` says what each consortium is called.
    """

    names: Mapping[str, Name]
    heads: Mapping[str, Figure]
    chronic_heads: Mapping[str, Figure]
    contracted_chronic_heads: Mapping[str, Figure]
