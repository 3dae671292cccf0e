"""What payment needs to know of an institution's year, and what it makes of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from fenming.kernel import Figure, Finding
from fenming.mechanisms import Name


@dataclass(frozen=True, slots=True)
class Agreed:
    """What was agreed with one institution and stands in no bill; None where nothing was.

    `limit` caps what is paid by item, `advance` is the reasonable advance, `quota` the year's total, `day_rate` the
    approved day rate, `standard` the cost standard of its cases, all fen. `class_share` is the share of charges by
    class, ppm.
    """

    limit: Figure | None = None
    advance: Figure | None = None
    quota: Figure | None = None
    day_rate: Figure | None = None
    standard: Figure | None = None
    class_share: Figure | None = None


@dataclass(frozen=True, slots=True)
class InstitutionYear:
    """One institution's bills of one method and scheme in one year.

    `level` is its level of care, `scheme` resident or employee. Counts of `bills` and `days`, `stays` by length in days
    (text) → count; `total`, `eligible` and `fund` in fen, refunds taken out.
    """

    institution_id: str
    name: Name
    level: str
    scheme: str
    bills: Figure
    days: Figure
    stays: Figure
    total: Figure
    eligible: Figure
    fund: Figure
    agreed: Agreed = field(default_factory=Agreed)

    def with_agreed(self, agreed: Agreed) -> "InstitutionYear":
        """The same year with what was agreed."""
        return replace(self, agreed=agreed)


@dataclass(frozen=True, slots=True)
class SignedYear:
    """The people who signed with one institution, for payment by head.

    `signed` are heads by category of person; `spend` (fen) and `heads` (persons) hold past years by category, each
    figure by year. `visits` and `cost` are the disease's, where the head's rate is made from them. `referral_bills` is
    what others were paid (fen) for the signed; `chronic_managed` those signed whose chronic disease is managed.
    """

    institution_id: str
    name: Name
    signed: Mapping[str, Figure]
    referral_bills: Figure
    spend: Mapping[str, Figure] = field(default_factory=dict)
    heads: Mapping[str, Figure] = field(default_factory=dict)
    chronic_managed: Figure | None = None
    cost: Figure | None = None
    visits: Figure | None = None


@dataclass(frozen=True, slots=True)
class Earned:
    """What one institution earned in fen by one method, and what should be known about it. May be below zero where
    referral bills exceed a capitation.
    """

    institution_id: str
    method: str
    amount: Figure
    findings: tuple[Finding, ...] = ()
