"""Money between county and township for referrals: what leads to down-referrals earns the primary institutions that take them."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from fenming.facts.run_tables import Row, RunTables
from fenming.kernel import Figure, Finding, Source
from fenming.kernel.language import _
from fenming.mechanisms import Name, derive, given, total
from fenming.policy import Policy
from fenming.settlement.distribution import Share

TABLE, RATE, PER_CASE = "referral_sum", "referral.share_to_primary", "referral.incentive_per_case"
PAIR = ("from_institution_id", "to_institution_id")
LEVELS = {"lead_hospital": "county", "township_hospital": "town"}
FEES = {"before": "fee_before_fen", "after": "fee_after_fen"}
FEE_WORDS = {
    "before": ("转出前住院费用", "fees of the stays before"),
    "after": ("承接后费用", "fees of the care that followed"),
}


@dataclass(frozen=True, slots=True)
class ReferralMoney:
    """What is due for referrals: by consortium, by receiving institution, one figure for each sending hospital.

    `senders` are the same figures by consortium and sender, `levels` says in which capacity a receiver is paid. `payer` says who bears it (`lead_hospital`, `common_surplus`); None where the pack has no scheme, then nothing is due.
    """

    payer: Figure | None = None
    due: Mapping[str, Mapping[str, list[Figure]]] = field(default_factory=dict)
    senders: Mapping[tuple[str, str], list[Figure]] = field(default_factory=dict)
    levels: Mapping[str, str] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)

    @property
    def is_by_lead(self) -> bool:
        return self.payer is not None and self.payer.value == "lead_hospital"

    def of_surplus(self, consortium: str) -> dict[str, Share]:
        """What the common surplus of one consortium owes each receiving institution; empty where the lead hospital pays."""
        if self.payer is None or self.is_by_lead:
            return {}
        return {
            receiver: Share(
                receiver,
                total(_due_name(consortium, receiver), figures, (self.payer,)),
                "referral",
                self.levels.get(receiver, "village"),
                consortium,
            )
            for receiver, figures in sorted(self.due.get(consortium, {}).items())
        }


def read_referral_money(policy: Policy, tables: RunTables) -> ReferralMoney:
    """What the pack's scheme makes of the down-referrals of the run; nothing, and a finding, where it has no scheme."""
    rows = tables.rows(f"SELECT * FROM {{{TABLE}}}") if tables.has(TABLE) else []
    if not rows:
        return ReferralMoney()
    rate, per_case = policy.get(RATE), policy.get(PER_CASE)
    if rate is None and per_case is None:
        return ReferralMoney(findings=[_no_scheme(sum(row["cases"] for row in rows))])
    due: dict[str, dict[str, list[Figure]]] = {}
    senders: dict[tuple[str, str], list[Figure]] = {}
    called = tables.called()
    for row in rows:
        consortium, sender, receiver = (row[column] for column in ("consortium_id", *PAIR))
        label = f"{called.get(sender, sender)}下转{called.get(receiver, receiver)}"
        base = Name(f"settlement.referral.{sender}.{receiver}", label, f"{sender} down to {receiver}")
        figure = _due(_Scheme(policy, rate, per_case), base, row)
        due.setdefault(consortium, {}).setdefault(receiver, []).append(figure)
        senders.setdefault((consortium, sender), []).append(figure)
    levels = {one: LEVELS.get(str(row["kind"]), "village") for one, row in tables.institutions.items()}
    return ReferralMoney(policy["referral.payer"], due, senders, levels, _without_stay(policy, rows))


@dataclass(frozen=True, slots=True)
class _Scheme:
    policy: Policy
    rate: Figure | None
    per_case: Figure | None


def _due(scheme: _Scheme, base: Name, row: Row) -> Figure:
    where = {column: row[column] for column in PAIR}
    policy, rate, per_case = scheme.policy, scheme.rate, scheme.per_case
    parts = []
    if rate is not None:
        basis = policy["referral.fee_shared"]
        name = base.child("fee", *FEE_WORDS[basis.value])
        fee = given(name, row[FEES[basis.value]], Source(TABLE, FEES[basis.value], where))
        words = base.child("shared", "费用分成", "share of the fees")
        parts.append(derive(words, "share", {"whole": fee, "rate": rate}, (basis,)))
    if per_case is not None:
        cases = given(base.child("cases", "下转人次", "cases", "count"), row["cases"], Source(TABLE, "cases", where))
        words = base.child("incentive", "按例奖励", "incentive by case")
        parts.append(derive(words, "times", {"count": cases, "amount": per_case}))
    return total(base.child("due", "转诊应付", "due for referrals"), parts)


def _due_name(consortium: str, receiver: str) -> Name:
    base = Name(f"settlement.consortium.{consortium}.referral.{receiver}", receiver, receiver)
    return base.child("due", "转诊应付", "due for referrals")


def lead_shares(money: ReferralMoney) -> list[Share]:
    """Balanced shares where sending hospitals pay: what each gives up, below zero, and what each receiver gets of it."""
    if not money.is_by_lead:
        return []
    shares = [
        Share(sender, _given_up(sender, figures), "referral", "county", consortium)
        for (consortium, sender), figures in sorted(money.senders.items())
    ]
    return shares + [
        Share(receiver, figure, "referral", money.levels.get(receiver, "village"), consortium)
        for consortium, receivers in sorted(money.due.items())
        for receiver, figures in sorted(receivers.items())
        for figure in figures
    ]


def _given_up(sender: str, figures: list[Figure]) -> Figure:
    """What a sending hospital gives up for its down-referrals, as a negative amount."""
    base = Name(f"settlement.referral.{sender}", sender, sender)
    whole = total(base.child("given", "下转分给基层", "given to primary care for referrals"), figures)
    return derive(base.child("gives_up", "牵头医院让出", "the sender gives up"), "negative", {"amount": whole})


def _no_scheme(cases: int) -> Finding:
    return Finding(
        "referral.no_scheme",
        what=_("{count} down-referrals move no money").format(count=cases),
        where=f"{RATE}, {PER_CASE}",
        why=_("no document of this place says what the receiving institutions are paid for them"),
        remedy=_("write a rate or an amount by case, with its clause, if the county has such a rule"),
        rows=cases,
    )


def _without_stay(policy: Policy, rows: list[Row]) -> list[Finding]:
    missing = sum(row["without_stay"] for row in rows)
    if not missing or RATE not in policy or policy["referral.fee_shared"].value != "before":
        return []
    return [
        Finding(
            "referral.without_stay",
            what=_("{count} down-referrals have no stay before them at the sending hospital").format(count=missing),
            where=_("table referral"),
            why=_("of nothing there is no share; only the amount by case is due for them"),
            remedy=_("check who sent them, or import the bills of the stay"),
            rows=missing,
        )
    ]
